// A server of the built dashboard that makes events up, as many and as fast as one likes: what no fitd would
// do to a browser, since it sends a message every 50 ms at most.
//
//   node load_server.mjs FOLDER [EVENTS]     serves FOLDER, and on each press of Enter sends EVENTS events
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const kMimes = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const kKept = 1_000;
const kStart = Date.parse("2026-01-02T03:04:05Z");

// Event k begins fit k / 4, or takes a fit that began some time before a step further. So a few fits wait, a
// few run, and all others have ended.
const kLag = { queue: 0, start: 2, progress: 5, end: 9 };

export function makeEvent(k, startTime) {
  const phase = ["queue", "start", "progress", "end"][k % 4];
  const fit = Math.floor(k / 4) - kLag[phase];
  const event = { resumeToken: `load-${k}`, time: iso(startTime + k), caughtUp: true };
  if (fit >= 0 && phase === "progress") event.progress = [makeProgress(fit, k)];
  else if (fit >= 0) event.fits = [makeFit(fit, phase, startTime)];
  if (k % 50 === 0) event.batches = [makeBatch(k, startTime)];
  if (k % 20 === 0) event.load = makeLoad(k);
  return event;
}

function iso(time) {
  return new Date(time).toISOString();
}

function makeFit(fit, phase, startTime) {
  const info = {
    fitId: `load-${fit}`,
    state: "WORK_STATE_QUEUED",
    kind: "FIT_KIND_MODEL",
    model: fit % 2 === 0 ? "gaussian" : "lorentzian",
    numPoints: String(100 + (fit % 7)),
    numFree: 3,
    labels: { run: `r${fit % 10}` },
    client: "127.0.0.1",
    arriveTime: iso(startTime + 4 * fit),
  };
  if (phase === "queue") return info;
  info.state = "WORK_STATE_RUNNING";
  info.startTime = iso(startTime + 4 * fit + 9);
  if (phase === "start") return info;
  const failed = fit % 16 === 3;
  info.state = failed ? "WORK_STATE_FAILED" : "WORK_STATE_DONE";
  info.endTime = iso(startTime + 4 * fit + 39);
  if (failed) return { ...info, statusCode: 1, statusMessage: "the client cancelled" };
  info.result = {
    termination: "TERMINATION_FTOL",
    ier: 1,
    infodict: { nfev: String(5 + (fit % 5)), njev: "4" },
    statistics: { chiSquare: fit, residualNorm: Math.sqrt(fit) },
    timing: { solve: "0.03s" },
  };
  return info;
}

function makeProgress(fit, k) {
  return { fitId: `load-${fit}`, progress: { iteration: "1", nfev: "2", residualNorm: 1 + (k % 9) } };
}

function makeBatch(k, startTime) {
  return {
    batchId: "batch",
    state: "WORK_STATE_RUNNING",
    model: "gaussian",
    arriveTime: iso(startTime),
    received: String(k + 100),
    done: String(k),
    converged: String(k),
    fitsPerSecond: 1000,
  };
}

function makeLoad(k) {
  return { workers: 2, busyWorkers: k % 3, queueLength: "3", fits: String(Math.floor(k / 4)), residentMemory: "50000000" };
}

// What a page must show once all events before `end` have come.
export function finalState(end) {
  const fits = new Map();
  for (let k = 0; k < end; ++k) {
    for (const info of makeEvent(k, kStart).fits ?? []) {
      fits.delete(info.fitId);
      fits.set(info.fitId, info);
    }
  }
  const all = [...fits.values()];
  const of = (...states) => all.filter(({ state }) => states.includes(state));
  return {
    running: of("WORK_STATE_RUNNING").reverse(),
    queued: of("WORK_STATE_QUEUED"),
    ended: of("WORK_STATE_DONE", "WORK_STATE_FAILED").reverse().slice(0, kKept),
  };
}

// Room for more, or nobody there.
function drained(response) {
  const either = new AbortController();
  const { signal } = either;
  return Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })])
    .catch(() => {})
    .finally(() => either.abort());
}

export async function startLoadServer(folder, securityHeaders = {}, port = 0) {
  const watchers = new Set();
  let next = 0;

  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (path === "/events") return watch(request, response);
    if (path === "/api/MonitorService/GetServerInfo") return json(response, 200, { version: "load", keptFits: kKept });
    if (path.startsWith("/api/")) return json(response, 404, { code: 5, message: "there is nothing behind it" });
    return file(response, path === "/" ? "/index.html" : path);
  });

  function json(response, status, body) {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  }

  function file(response, path) {
    try {
      const bytes = readFileSync(join(folder, decodeURIComponent(path).replaceAll("..", "")));
      const type = kMimes[extname(path)] ?? "application/octet-stream";
      response.writeHead(200, { "Content-Type": type, ...securityHeaders }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }

  function watch(request, response) {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    const resumed = request.headers["last-event-id"] === `load-${next - 1}`;
    write(response, { resumeToken: `load-${next - 1}`, reset: !resumed, caughtUp: true });
    watchers.add(response);
    response.on("close", () => watchers.delete(response));
  }

  function write(response, event) {
    return response.write(`id: ${event.resumeToken}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    watchers: () => watchers.size,
    // Sends the next events to everyone, as fast as they take them.
    async send(count) {
      for (const end = next + count; next < end; ++next) {
        const event = makeEvent(next, kStart);
        for (const response of watchers) {
          if (!write(response, event)) await drained(response);
        }
      }
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const events = Number(process.argv[3] ?? 20_000);
  const server = await startLoadServer(process.argv[2]);
  console.log(`${server.url}: Enter sends ${events} events`);
  for await (const _ of createInterface({ input: process.stdin })) await server.send(events);
  await server.close();
}
