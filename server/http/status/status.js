// Follows /events and draws two tables and the load, at most once a frame.
"use strict";

const MOST_ROWS = 200;
const fits = new Map();
const batches = new Map();
let load = {};
let drawing = false;

const element = (id) => document.getElementById(id);
const words = (name, prefix) => (name ?? "").replace(prefix, "").toLowerCase().replaceAll("_", " ");
const whole = (value) => Number(value ?? 0).toLocaleString("en");
const bytes = (value) => `${(Number(value ?? 0) / 2 ** 20).toFixed(0)} MiB`;

function put(table, id, value) {
  const before = table.get(id);
  table.delete(id); // the newest is last
  table.set(id, { ...before, ...value });
}

function apply(event) {
  if (event.reset) {
    fits.clear();
    batches.clear();
  }
  for (const fit of event.fits ?? []) put(fits, fit.fitId, fit);
  for (const { fitId, progress } of event.progress ?? []) {
    const fit = fits.get(fitId);
    if (fit) fit.progress = progress;
  }
  for (const batch of event.batches ?? []) put(batches, batch.batchId, batch);
  for (const table of [fits, batches]) {
    for (const id of table.keys()) {
      if (table.size <= 5 * MOST_ROWS) break;
      table.delete(id);
    }
  }
  if (event.load) load = event.load;
}

function row(cells) {
  const line = document.createElement("tr");
  for (const [text, kind] of cells) {
    const cell = document.createElement("td");
    cell.textContent = text;
    if (kind) cell.className = kind;
    line.append(cell);
  }
  return line;
}

const KINDS = { done: "good", failed: "bad", running: "busy" };

function fitRow(fit) {
  const state = words(fit.state, "WORK_STATE_");
  const at = fit.result?.infodict ?? fit.progress;
  const norm = fit.result?.statistics?.residualNorm ?? fit.progress?.residualNorm;
  const end = fit.result ? words(fit.result.termination, "TERMINATION_") : fit.statusMessage;
  return row([
    [fit.fitId],
    [state, KINDS[state]],
    [fit.model ?? "a function of the client's", "model"],
    [whole(fit.numPoints), "number"],
    [at ? whole(at.nfev) : "", "number"],
    [norm === undefined ? "" : Number(norm).toPrecision(6), "number"],
    [end ?? ""],
  ]);
}

function batchRow(batch) {
  const state = words(batch.state, "WORK_STATE_");
  return row([
    [batch.batchId],
    [state, KINDS[state]],
    [batch.model ?? "", "model"],
    [whole(batch.received), "number"],
    [whole(batch.done), "number"],
    [whole(batch.converged), "number"],
    [whole(Math.round(batch.fitsPerSecond ?? 0)), "number"],
  ]);
}

function newest(table, toRow) {
  return [...table.values()].slice(-MOST_ROWS).reverse().map(toRow);
}

function loadItems() {
  return [
    ["workers busy", `${whole(load.busyWorkers)} of ${whole(load.workers)}`],
    ["express workers busy", `${whole(load.busyExpressWorkers)} of ${whole(load.expressWorkers)}`],
    ["waiting", whole(load.queueLength)],
    ["memory", bytes(load.residentMemory)],
    ["fits", whole(load.fits)],
    ["data sets of batches", whole(load.dataSets)],
    ["evaluations", whole(load.evaluations)],
    ["watchers", whole(load.watchers)],
  ].map(([name, value]) => {
    const item = document.createElement("div");
    item.append(
      Object.assign(document.createElement("dt"), { textContent: name }),
      Object.assign(document.createElement("dd"), { textContent: value }),
    );
    return item;
  });
}

function draw() {
  drawing = false;
  element("load").replaceChildren(...loadItems());
  element("fits").replaceChildren(...newest(fits, fitRow));
  element("batches").replaceChildren(...newest(batches, batchRow));
  element("no-fits").hidden = fits.size > 0;
  element("no-batches").hidden = batches.size > 0;
}

function say(text, kind) {
  element("connection").textContent = text;
  element("connection").className = kind;
}

const events = new EventSource("/events");
events.onmessage = (message) => {
  apply(JSON.parse(message.data));
  say(load.draining ? "draining" : "live", "good");
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(draw);
};
events.onerror = () => say("no connection; trying again", "bad");

fetch("/api/MonitorService/GetServerInfo", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: "{}",
})
  .then((answer) => answer.json())
  .then((info) => {
    element("version").textContent = `${info.version} · ${info.simdTarget}`;
  })
  .catch(() => {});
