// fitd's calls, as promises. They fail with a grpc.ServiceError.

import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

import type { ProtoGrpcType as Details } from "./generated/error_details.js";
import type { ProtoGrpcType as Fits } from "./generated/fit_service.js";
import type { FitEvent__Output } from "./generated/fitd/v1/FitEvent.js";
import type { FitRequest } from "./generated/fitd/v1/FitRequest.js";
import type { FitResult__Output } from "./generated/fitd/v1/FitResult.js";
import type { FitServiceClient } from "./generated/fitd/v1/FitService.js";
import type { ListModelsResponse__Output } from "./generated/fitd/v1/ListModelsResponse.js";
import type { Model__Output } from "./generated/fitd/v1/Model.js";
import type { ModelServiceClient } from "./generated/fitd/v1/ModelService.js";
import type { Progress__Output } from "./generated/fitd/v1/Progress.js";
import type { _google_rpc_BadRequest_FieldViolation__Output as Violation } from "./generated/google/rpc/BadRequest.js";
import type { ProtoGrpcType as Models } from "./generated/model_service.js";
import type { ProtoGrpcType as RpcStatus } from "./generated/status.js";

// The same options as in package.json's script `build`, which makes the types.
const packages = grpc.loadPackageDefinition(
  loadSync(
    [
      "fitd/v1/fit_service.proto",
      "fitd/v1/model_service.proto",
      "google/rpc/status.proto",
      "google/rpc/error_details.proto",
    ],
    {
      includeDirs: [fileURLToPath(new URL("../../../proto", import.meta.url))],
      longs: Number,
      enums: String,
      defaults: true,
      oneofs: true,
    },
  ),
) as unknown as Fits & Models & Details & RpcStatus;

export class Client {
  readonly #fits: FitServiceClient;
  readonly #models: ModelServiceClient;

  /** Connects to `server`, host:port, with the first call. */
  constructor(server: string) {
    const credentials = grpc.credentials.createInsecure();
    // A dead connection is noticed within 30 s. The server permits a ping every 10 s.
    const options = { "grpc.keepalive_time_ms": 20_000, "grpc.keepalive_timeout_ms": 10_000 };
    this.#fits = new packages.fitd.v1.FitService(server, credentials, options);
    this.#models = new packages.fitd.v1.ModelService(server, credentials, options);
  }

  close(): void {
    this.#fits.close();
    this.#models.close();
  }

  /** The whole catalogue, page by page. */
  async listModels(): Promise<Model__Output[]> {
    const all: Model__Output[] = [];
    let pageToken = "";
    do {
      const page = await retry(() => this.#listPage(pageToken));
      all.push(...page.models);
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    return all;
  }

  /**
   * Runs a fit until its result, or until `signal` aborts, which cancels it on the server too. Where
   * the server goes away, the fit begins anew.
   */
  fit(
    request: FitRequest,
    onProgress: (progress: Progress__Output) => void,
    signal?: AbortSignal,
  ): Promise<FitResult__Output> {
    return retry(() => this.#fitOnce(request, onProgress, signal), signal);
  }

  #listPage(pageToken: string): Promise<ListModelsResponse__Output> {
    return new Promise((resolve, reject) => {
      this.#models.listModels({ pageToken }, (error, page) =>
        page === undefined ? reject(error) : resolve(page),
      );
    });
  }

  #fitOnce(
    request: FitRequest,
    onProgress: (progress: Progress__Output) => void,
    signal?: AbortSignal,
  ): Promise<FitResult__Output> {
    return new Promise((resolve, reject) => {
      const call = this.#fits.fit(request);
      const cancel = () => call.cancel();
      signal?.addEventListener("abort", cancel);
      if (signal?.aborted) cancel();
      let result: FitResult__Output | null = null;
      call.on("data", (event: FitEvent__Output) => {
        if (event.progress) onProgress(event.progress);
        result = event.result ?? result;
      });
      call.on("error", reject);
      call.on("end", () => {
        if (result) resolve(result);
      });
      call.on("status", () => {
        signal?.removeEventListener("abort", cancel);
        if (!result) reject(new Error("the fit ended without a result"));
      });
    });
  }
}

/** Why the server refused a request, field by field: the google.rpc.BadRequest in its status. */
export function violations(error: grpc.ServiceError): Violation[] {
  const { Status, BadRequest } = packages.google.rpc;
  return error.metadata
    .get("grpc-status-details-bin")
    .flatMap((bytes) => Status.deserialize(bytes as Buffer).details)
    .flatMap((any) =>
      any.type_url.endsWith("/google.rpc.BadRequest")
        ? BadRequest.deserialize(any.value).fieldViolations
        : [],
    );
}

export function isServiceError(error: unknown): error is grpc.ServiceError {
  return error instanceof Error && "code" in error && "metadata" in error;
}

/**
 * Calls again, after growing pauses, while the server is unavailable. The same call gives the same
 * answer and changes nothing on the server, so that repeating it is safe.
 */
async function retry<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (const pause of [250, 500, 1000, 2000, 4000]) {
    try {
      return await call();
    } catch (error) {
      if (!isServiceError(error) || error.code !== grpc.status.UNAVAILABLE) throw error;
      console.error(`unavailable, trying again in ${pause} ms: ${error.message}`);
    }
    await sleep(pause, undefined, { signal });
  }
  return call();
}
