// Calls of the server's services: /api/<Service>/<Method> takes and gives the protos' JSON.
import type { FitDetail, FitEvent, ServerInfo } from "./json";
import type {
  EvaluateModelResponse,
  GuessParametersResponse,
  ListModelsResponse,
  Model,
} from "./json";
import { sentEvents } from "./sse";

export interface Violation {
  field: string;
  description: string;
}

// A google.rpc.Status, or what became of a call that never got one.
export class CallError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly violations: Violation[] = [],
  ) {
    super(message);
  }
}

// google.rpc.Code.
export const kCancelled = 1;
export const kNotFound = 5;
export const kUnavailable = 14;

interface StatusJson {
  code?: number;
  message?: string;
  details?: { "@type"?: string; fieldViolations?: { field?: string; description?: string }[] }[];
}

export function toCallError(text: string, fallback: string): CallError {
  let status: StatusJson;
  try {
    status = JSON.parse(text) as StatusJson;
  } catch {
    return new CallError(kUnavailable, fallback);
  }
  const violations = (status.details ?? []).flatMap((detail) =>
    (detail.fieldViolations ?? []).map((one) => ({
      field: one.field ?? "",
      description: one.description ?? "",
    })),
  );
  return new CallError(status.code ?? 2, status.message ?? fallback, violations);
}

async function post(method: string, body: object, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/${method}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new CallError(kUnavailable, "The server does not answer.");
  }
  if (!response.ok) throw toCallError(await response.text(), `HTTP status ${response.status}`);
  return response;
}

async function unary<T>(method: string, body: object, signal?: AbortSignal): Promise<T> {
  return (await (await post(method, body, signal)).json()) as T;
}

export const getServerInfo = () => unary<ServerInfo>("MonitorService/GetServerInfo", {});
export const getFit = (body: object, signal?: AbortSignal) =>
  unary<FitDetail>("MonitorService/GetFit", body, signal);
export const listModels = () => unary<ListModelsResponse>("ModelService/ListModels", {});
export const getModel = (body: object, signal?: AbortSignal) =>
  unary<Model>("ModelService/GetModel", body, signal);
export const evaluateModel = (body: object, signal?: AbortSignal) =>
  unary<EvaluateModelResponse>("ModelService/EvaluateModel", body, signal);
export const guessParameters = (body: object, signal?: AbortSignal) =>
  unary<GuessParametersResponse>("ModelService/GuessParameters", body, signal);

// The events of a fit; aborting the signal cancels it. The stream's last event, `end`, is how the call
// ended: a google.rpc.Status, empty where all went well.
export async function* fit(body: object, signal: AbortSignal): AsyncGenerator<FitEvent> {
  const response = await post("FitService/Fit", body, signal);
  for await (const sent of sentEvents(response)) {
    if (sent.event === "message") yield JSON.parse(sent.data) as FitEvent;
    if (sent.event !== "end") continue;
    if (hasFailed(sent.data)) throw toCallError(sent.data, "The fit ended without a result.");
    return;
  }
  throw new CallError(kUnavailable, "The connection ended before the fit did.");
}

function hasFailed(status: string): boolean {
  return ((JSON.parse(status) as StatusJson).code ?? 0) !== 0;
}
