// What fitd promises a client's library, asked of the newest @grpc/grpc-js and of the one that was newest
// a year before. FITD is the server's program, PROTO the folder of .proto files.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import * as newest from "grpc-js-newest";
import * as yearOld from "grpc-js-year-old";

import { Calls, ask, drain, f64, numbers } from "./calls.js";
import { Fitd } from "./fitd.js";
import { Wire } from "./wire.js";

const DEFAULT_LIMIT = 4 << 20; // bytes of a message that a client receives unless told otherwise
const GZIP = 2; // grpc.default_compression_algorithm
const m = 600_000; // points: 4.8 MB each way

const line = Array.from({ length: m }, (_, i) => i / m);
const onLine = { model: "linear", predictors: { x: f64(line) }, parameters: [2, 1] };
const small = {
  model: "linear",
  predictors: { x: { values: { values: [0, 1, 2, 3] } } },
  y: { values: { values: [1, 3, 5, 7.5] } },
};


// A fit of seconds: many points, and a first step so short that some forty follow.
const longFit = {
  model: "gaussian",
  predictors: { x: f64(line) },
  y: f64(line.map((x) => Math.exp(-(((x - 0.5) / 0.01) ** 2)) + 1e-3 * Math.sin(1e5 * x))),
  parameters: [
    { name: "amplitude", start: 1 },
    { name: "center", start: 0.45 },
    { name: "sigma", start: 0.1 },
  ],
  options: { ftol: 0, xtol: 0, factor: 1e-12, jacobian: "JACOBIAN_FORWARD_DIFFERENCE" },
  progress: { minInterval: { seconds: 0, nanos: 0 } },
};

function converged({ ier }) {
  return ier >= 1 && ier <= 4;
}

/** Waits for an event that has this part, of a fit that will be cancelled. */
function reported(call, part) {
  return new Promise((resolve, reject) => {
    call.on("data", (event) => event[part] && resolve());
    call.on("error", reject); // which does nothing once this is resolved
  });
}

/** Options of a channel that tries calls again itself. */
function retrying(...codes) {
  const retryPolicy = {
    maxAttempts: 5,
    initialBackoff: "0.1s",
    maxBackoff: "1s",
    backoffMultiplier: 2,
    retryableStatusCodes: codes,
  };
  const methodConfig = [{ name: [{}], retryPolicy }];
  return { "grpc.service_config": JSON.stringify({ loadBalancingConfig: [], methodConfig }) };
}

describe("both at once", { concurrency: true }, () => {
  for (const [age, grpc] of Object.entries({ newest, "a year old": yearOld })) {
    describe(`@grpc/grpc-js, ${age}`, { concurrency: true, timeout: 180_000 }, () => {
      const calls = new Calls(grpc);
      let fitd;

      before(async () => {
        fitd = await Fitd.start();
      });
      after(async () => {
        calls.close();
        assert.equal(await fitd.stop(), 0);
      });

      it("sends and receives more than 4 MiB", async () => {
        const models = calls.models(fitd.address, { "grpc.max_receive_message_length": -1 });
        const { values } = await ask(models, "evaluateModel", onLine);
        assert.ok(values.f64Le.length > DEFAULT_LIMIT);
        assert.deepEqual(numbers(values), Float64Array.from(line, (x) => 2 * x + 1));
      });

      it("gets a large fit's result under its default limit, and all of it when it asks", async () => {
        const fit = { ...small, predictors: { x: f64(line) }, y: f64(line.map((x) => x * x)) };
        const [partial] = (await drain(calls.fits(fitd.address).fit(fit))).slice(-1);
        assert.ok(partial.result.omitted.includes("infodict.fjac"));
        const whole = { ...fit, returnMask: { paths: ["infodict.fvec"] } };
        const refused = drain(calls.fits(fitd.address).fit(whole));
        await assert.rejects(refused, { code: grpc.status.RESOURCE_EXHAUSTED });
        const wide = calls.fits(fitd.address, { "grpc.max_receive_message_length": -1 });
        const [full] = (await drain(wide.fit(whole))).slice(-1);
        assert.equal(numbers(full.result.infodict.fvec).length, m);
      });

      it("compresses with gzip", async (t) => {
        const wire = await Wire.open(fitd.address);
        t.after(() => wire.close());
        const options = { "grpc.default_compression_algorithm": GZIP };
        const models = calls.models(wire.address, {
          ...options,
          "grpc.max_receive_message_length": -1,
        });
        const { values } = await ask(models, "evaluateModel", {
          ...onLine,
          predictors: { x: f64(new Array(m).fill(0.5)) },
        });
        assert.deepEqual(numbers(values), new Float64Array(m).fill(2));
        assert.ok(wire.bytesToServer < m, `${wire.bytesToServer} bytes for ${8 * m}`);
      });

      it("cancels a fit, which then stops computing", async () => {
        const call = calls.fits(fitd.address).fit(longFit);
        const ended = assert.rejects(drain(call), { code: grpc.status.CANCELLED });
        call.once("data", () => call.cancel());
        await ended;
        await fitd.logged(/status=CANCELLED/);
      });

      it("tries again by its service config when a connection is lost", async (t) => {
        const wire = await Wire.open(fitd.address, 1);
        t.after(() => wire.close());
        const fits = calls.fits(wire.address, retrying("UNAVAILABLE"));
        const events = await drain(fits.fit(small));
        assert.ok(converged(events.at(-1).result));
        assert.equal(wire.connections, 2);
      });

      it("tries again when the queue was full, after the pause that the server asked for", async (t) => {
        const flags = ["--workers=1", "--express_workers=0", "--queue_length=1", "--client_share=1"];
        const busy = await Fitd.start(...flags);
        t.after(() => busy.stop());
        const fits = calls.fits(busy.address);
        const running = fits.fit(longFit);
        await reported(running, "progress");
        const waiting = fits.fit(longFit);
        await reported(waiting, "accepted");
        const wire = await Wire.open(busy.address);
        t.after(() => wire.close());
        const third = drain(calls.fits(wire.address, retrying("RESOURCE_EXHAUSTED")).fit(small));
        await wire.until(() => wire.headers === 1); // it was refused
        running.cancel();
        waiting.cancel();
        const events = await third;
        assert.ok(converged(events.at(-1).result));
      });

      it("is described by reflection", async () => {
        const call = calls.reflection(fitd.address).serverReflectionInfo();
        const answers = drain(call);
        call.write({ listServices: "*" });
        call.write({ fileContainingSymbol: "fitd.v1.ModelService" });
        call.end();
        const [services, file] = await answers;
        const names = services.listServicesResponse.service.map(({ name }) => name);
        for (const name of ["fitd.v1.FitService", "fitd.v1.ModelService", "grpc.health.v1.Health"]) {
          assert.ok(names.includes(name), name);
        }
        const descriptors = file.fileDescriptorResponse.fileDescriptorProto;
        const client = calls.described(descriptors, ["fitd", "v1", "ModelService"], fitd.address);
        const model = await ask(client, "getModel", { name: "normal" });
        assert.equal(model.name, "gaussian");
      });

      it("keeps an idle connection alive with a ping every 10.5 s", async (t) => {
        const wire = await Wire.open(fitd.address);
        t.after(() => wire.close());
        const models = calls.models(wire.address, {
          "grpc.keepalive_time_ms": 10_500,
          "grpc.keepalive_permit_without_calls": 1,
        });
        await ask(models, "getModel", { name: "gaussian" });
        // A server that forbids them lets the first pass, and ends the connection (too_many_pings) at
        // the third after it.
        await wire.until(() => wire.pings >= 4);
        await ask(models, "getModel", { name: "gaussian" });
        assert.equal(wire.connections, 1);
      });
    });
  }
});
