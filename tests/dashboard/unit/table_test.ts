// The tables of what a server does, event by event.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { FitInfo, ServerEvent, WorkState } from "../../../client-examples/dashboard/src/api/json";
import { LiveTable } from "../../../client-examples/dashboard/src/live/table";

const kNow = Date.parse("2026-01-02T03:04:05Z");

function info(fitId: string, state: WorkState): FitInfo {
  return { fitId, state, model: "gaussian" };
}

function event(more: ServerEvent): ServerEvent {
  return { time: "2026-01-02T03:04:05Z", caughtUp: true, ...more };
}

test("a fit goes from the queue through its iterates to its end", () => {
  const table = new LiveTable();
  table.apply(event({ reset: true, fits: [info("a", "WORK_STATE_QUEUED")] }), kNow);
  table.apply(event({ fits: [info("a", "WORK_STATE_RUNNING")] }), kNow);
  table.apply(event({ progress: [{ fitId: "a", progress: { residualNorm: 3, nfev: "1" } }] }), kNow);
  table.apply(event({ progress: [{ fitId: "a", progress: { residualNorm: 2, nfev: "4" } }] }), kNow);
  assert.deepEqual(table.active.get("a")?.trail, [3, 2]);
  assert.equal(table.active.get("a")?.progress?.nfev, "4");
  table.apply(event({ fits: [info("a", "WORK_STATE_DONE")] }), kNow);
  assert.equal(table.active.size, 0);
  assert.equal(table.ended.get("a")?.info.state, "WORK_STATE_DONE");
  // Its course is still shown.
  assert.deepEqual(table.ended.get("a")?.trail, [3, 2]);
});

test("progress of a fit that is not known, or has ended, changes nothing", () => {
  const table = new LiveTable();
  table.apply(event({ reset: true, fits: [info("a", "WORK_STATE_DONE")] }), kNow);
  const late = { residualNorm: 1 };
  table.apply(event({ progress: [{ fitId: "a", progress: late }, { fitId: "b", progress: late }] }), kNow);
  assert.equal(table.active.size, 0);
  assert.deepEqual(table.ended.get("a")?.trail, []);
});

test("a reset empties the tables, a resumed stream does not", () => {
  const table = new LiveTable();
  table.apply(event({ reset: true, fits: [info("a", "WORK_STATE_RUNNING")], batches: [{ batchId: "b" }] }), kNow);
  table.apply(event({ fits: [info("c", "WORK_STATE_RUNNING")] }), kNow);
  assert.deepEqual([...table.active.keys()], ["a", "c"]);
  table.apply({ reset: true, caughtUp: false, fits: [info("d", "WORK_STATE_DONE")] }, kNow);
  assert.deepEqual([...table.active.keys(), ...table.ended.keys()], ["d"]);
  assert.equal(table.activeBatches.size, 0);
  assert.equal(table.complete, false);
  table.apply(event({}), kNow);
  assert.equal(table.complete, true);
});

test("as many ended fits are kept as the server keeps, those that ended last", () => {
  const table = new LiveTable(3);
  for (const id of ["a", "b", "c", "d"]) table.apply(event({ fits: [info(id, "WORK_STATE_DONE")] }), kNow);
  assert.deepEqual([...table.ended.keys()], ["b", "c", "d"]);
  // One that is told again is the newest, not a second one.
  table.apply(event({ fits: [info("b", "WORK_STATE_DONE"), info("e", "WORK_STATE_FAILED")] }), kNow);
  assert.deepEqual([...table.ended.keys()], ["d", "b", "e"]);
});

test("running fits are never dropped", () => {
  const table = new LiveTable(2);
  for (let i = 0; i < 50; ++i) table.apply(event({ fits: [info(`r${i}`, "WORK_STATE_RUNNING")] }), kNow);
  assert.equal(table.active.size, 50);
});

test("trails and loads are bounded", () => {
  const table = new LiveTable();
  table.apply(event({ fits: [info("a", "WORK_STATE_RUNNING")] }), kNow);
  for (let i = 0; i < 1_000; ++i) {
    table.apply(event({ progress: [{ fitId: "a", progress: { residualNorm: i } }], load: {} }), kNow);
  }
  assert.equal(table.active.get("a")?.trail.length, 40);
  assert.equal(table.active.get("a")?.trail.at(-1), 999);
  assert.equal(table.loads.length, 600);
});

test("rates follow from what the totals grew by", () => {
  const table = new LiveTable();
  const at = (time: string, fits: string, dataSets: string, cpuTime: string) =>
    table.apply({ time, load: { fits, dataSets, cpuTime } }, kNow);
  at("2026-01-02T03:04:05Z", "10", "1000", "1s");
  at("2026-01-02T03:04:07Z", "14", "1200", "2.5s");
  assert.equal(table.loads[0]?.rate, 0);
  assert.equal(table.loads[1]?.rate, 102);
  assert.equal(table.loads[1]?.cpu, 0.75);
  // Another server counts from 0: no negative rate.
  at("2026-01-02T03:04:09Z", "0", "0", "0s");
  assert.equal(table.loads[2]?.rate, 0);
});

test("times are told by the server's clock", () => {
  const table = new LiveTable();
  table.apply({ time: "2026-01-02T03:04:15Z" }, kNow);
  assert.equal(table.clockOffset, 10_000);
});

test("a batch that ends moves, with its last counts", () => {
  const table = new LiveTable();
  table.apply(event({ batches: [{ batchId: "b", state: "WORK_STATE_RUNNING", done: "5" }] }), kNow);
  table.apply(event({ batches: [{ batchId: "b", state: "WORK_STATE_DONE", done: "9" }] }), kNow);
  assert.equal(table.activeBatches.size, 0);
  assert.equal(table.endedBatches.get("b")?.done, "9");
});
