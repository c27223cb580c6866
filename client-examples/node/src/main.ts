// What a client of fitd does, in one go: lists the models, fits a file of NIST's with progress, shows
// the result beside the certified values, has a bad request refused, and gives up a long fit.

import { status } from "@grpc/grpc-js";

import { Client, isServiceError, violations } from "./client.js";
import type { FitRequest } from "./generated/fitd/v1/FitRequest.js";
import type { FitResult__Output } from "./generated/fitd/v1/FitResult.js";
import type { Progress__Output } from "./generated/fitd/v1/Progress.js";
import { readNist, type NistSet } from "./nist.js";

async function showModels(client: Client): Promise<void> {
  const models = await client.listModels();
  console.log(`${models.length} models:`);
  const groups = new Map<string, string[]>();
  for (const { group, name } of models) groups.set(group, [...(groups.get(group) ?? []), name]);
  for (const [group, names] of groups) console.log(`  ${group}: ${names.join(" ")}`);
}

async function fit(client: Client, set: NistSet): Promise<void> {
  console.log(`\n${set.name}: ${set.y.length} points, model ${set.model}`);
  const result = await client.fit(requestOf(set), showProgress);
  console.log(result.mesg);
  showParameters(result, set);
  const ier = result.ier ?? 0;
  if (ier < 1 || ier > 4) throw new Error("the fit did not converge");
}

/**
 * The fit of a set from its first start, to as many digits as NIST certifies, every iteration
 * reported.
 */
function requestOf(set: NistSet): FitRequest {
  return {
    model: set.model,
    predictors: { x: arrayOf(set.x) },
    y: arrayOf(set.y),
    parameters: set.parameters.map(({ name, start }) => ({ name, start })),
    options: { ftol: 1e-12, xtol: 1e-12 },
    progress: { minInterval: { seconds: 0, nanos: 0 } },
  };
}

/** A fitd.v1.Array. The bytes are in the machine's order, which is little-endian where Node runs. */
function arrayOf(values: number[]): { f64Le: Uint8Array } {
  return { f64Le: new Uint8Array(Float64Array.from(values).buffer) };
}

function showProgress({ iteration, nfev, residualNorm }: Progress__Output): void {
  const counts = `iteration ${String(iteration).padStart(3)}  nfev ${String(nfev).padStart(3)}`;
  console.log(`  ${counts}  residual norm ${residualNorm.toExponential(6)}`);
}

function showParameters(result: FitResult__Output, set: NistSet): void {
  const pad = " ".repeat(19);
  console.log(`     ${pad} fitted +- error${pad} certified +- error`);
  result.parameters.forEach((fitted, j) => {
    const certified = set.parameters[j];
    const error = fitted.standardError?.toExponential(4) ?? "none";
    const ours = `${fitted.value.toExponential(10).padStart(20)} +- ${error.padEnd(10)}`;
    const theirs = `${certified?.certified.toExponential(10).padStart(20)} +- ${certified?.deviation.toExponential(4)}`;
    console.log(`  ${fitted.name.padEnd(8)} ${ours} ${theirs}`);
  });
}

/** Three mistakes at once: the refusal names each. */
async function sendBadRequest(client: Client, set: NistSet): Promise<void> {
  console.log("\nA bad request:");
  const request = requestOf(set);
  request.y = arrayOf(set.y.map((y, i) => (i === 3 ? NaN : y)));
  request.parameters?.push({ name: "width" });
  request.options = { ftol: -1 };
  try {
    await client.fit(request, () => {});
  } catch (error) {
    if (!isServiceError(error) || error.code !== status.INVALID_ARGUMENT) throw error;
    console.log(`refused: ${error.details}`);
    for (const { field, description } of violations(error)) console.log(`  ${field}: ${description}`);
    return;
  }
  throw new Error("the bad request was taken");
}

/**
 * The same points, repeated to a million, by forward differences: a fit that takes long enough to be
 * given up.
 */
async function giveUp(client: Client, set: NistSet): Promise<void> {
  console.log("\nA long fit:");
  const repeat = (values: number[]) =>
    arrayOf(Array.from({ length: 1_000_000 }, (_, i) => values[i % values.length] ?? NaN));
  const request = requestOf(set);
  request.predictors = { x: repeat(set.x) };
  request.y = repeat(set.y);
  request.options = { ...request.options, jacobian: "JACOBIAN_FORWARD_DIFFERENCE" };
  const controller = new AbortController();
  let last = 0;
  try {
    await client.fit(
      request,
      ({ iteration }) => {
        last = iteration;
        controller.abort();
      },
      controller.signal,
    );
  } catch (error) {
    if (!isServiceError(error) || error.code !== status.CANCELLED) throw error;
    console.log(`cancelled after iteration ${last}`);
    return;
  }
  throw new Error("the fit ended before it could be cancelled");
}

const file = process.argv[2];
if (file === undefined || process.argv.length > 3) {
  console.error("usage: npm start -- FILE.dat, the server in FITD_SERVER (127.0.0.1:50051)");
  process.exit(2);
}
const client = new Client(process.env["FITD_SERVER"] ?? "127.0.0.1:50051");
try {
  const set = readNist(file);
  await showModels(client);
  await fit(client, set);
  await sendBadRequest(client, set);
  await giveUp(client, set);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  client.close();
}
