// What is drawn: merged abscissae, thinned points, sparks, the band, the strongest correlation.
import assert from "node:assert/strict";
import { test } from "node:test";

import { summary } from "../../../client-examples/dashboard/src/parts/matrix";
import { merge } from "../../../client-examples/dashboard/src/parts/merge";
import { sparkPath } from "../../../client-examples/dashboard/src/parts/spark";
import { bandHalfWidth } from "../../../client-examples/dashboard/src/workbench/band";
import { Latest } from "../../../client-examples/dashboard/src/workbench/latest";
import { sliderRange, typed } from "../../../client-examples/dashboard/src/workbench/parameters";
import { thin } from "../../../client-examples/dashboard/src/workbench/thin";

test("series of different abscissae meet on common ones, equal ones kept", () => {
  const { x, columns } = merge([
    { x: [3, 1, 1], columns: [[30, 10, 11]] },
    { x: [1, 2], columns: [[5, 6]] },
  ]);
  assert.deepEqual(x, [1, 1, 1, 2, 3]);
  assert.deepEqual(columns, [[10, 11, null, null, 30], [null, null, 5, 6, null]]);
});

test("few points are all drawn; of many, every extreme", () => {
  assert.deepEqual(thin([1, 2, 3], [5, 6, 7]), [0, 1, 2]);
  const n = 100_000;
  const x = Array.from({ length: n }, (_, i) => (i * 7_919) % n);
  const y = x.map((value) => Math.sin(value / 5_000));
  y[12_345] = 99;
  y[54_321] = -99;
  const kept = thin(x, y);
  assert.ok(kept.length <= 2_048);
  assert.ok(kept.includes(12_345) && kept.includes(54_321));
  assert.deepEqual(kept, [...kept].sort((a, b) => (x[a] as number) - (x[b] as number)));
  // All at the same place.
  assert.equal(thin(new Array(5_000).fill(1), Array.from({ length: 5_000 }, (_, i) => i)).length, 2);
});

test("a line leaves out what is not finite", () => {
  assert.equal(sparkPath([0, 1]), "M0.0 26.0L100.0 2.0");
  assert.equal(sparkPath([0, NaN, 1]), "M0.0 26.0M100.0 2.0");
  assert.equal(sparkPath([1, 1]), "M0.0 14.0L100.0 14.0");
  assert.equal(sparkPath([1]), "");
});

test("the band of a line is that of the textbook", () => {
  // y = a + b x: var(y) = var(a) + 2 x cov(a, b) + x^2 var(b). The fixed parameter between has no column.
  const band = bandHalfWidth([[1, 9, 0], [1, 9, 2]], [0, 2], [[4, -1], [-1, 1]], 2);
  assert.deepEqual(band, [2 * Math.sqrt(4), 2 * Math.sqrt(4 - 4 + 4)]);
  // Rounding below zero is no NaN.
  assert.deepEqual(bandHalfWidth([[1, 1]], [0, 1], [[1, -1], [-1, 1 - 1e-16]], 1), [0]);
});

test("the strongest correlation is named", () => {
  const text = summary(["a", "b", "c"], [[1, 0.2, -0.9], [0.2, 1, 0], [-0.9, 0, 1]]);
  assert.equal(text, "Correlations of 3 parameters. The strongest is −0.9, of a and c.");
});

test("of what is asked for while one runs only the last is done", async () => {
  const latest = new Latest();
  const done: number[] = [];
  let release = () => {};
  latest.run(() => new Promise<void>((resolve) => (release = resolve)).then(() => void done.push(0)));
  for (let i = 1; i <= 5; ++i) latest.run(async () => void done.push(i));
  assert.deepEqual(done, []);
  release();
  await new Promise(setImmediate);
  assert.deepEqual(done, [0, 5]);
});

test("a slider has its value within its range", () => {
  const x = { low: 0, high: 10 };
  const y = { low: -1, high: 1 };
  for (const value of [0, 1e-9, -3, 1e12]) {
    for (const role of ["ROLE_LOCATION", "ROLE_SCALE", "ROLE_HEIGHT", "ROLE_OFFSET", "ROLE_SHAPE", undefined]) {
      const { low, high } = sliderRange(value, { name: "p", ...(role ? { role } : {}) }, x, y);
      assert.ok(low < high && low <= value && value <= high, `${value} ${role}: ${low} to ${high}`);
    }
  }
  assert.equal(sliderRange(4, { name: "p", min: 0, role: "ROLE_SCALE" }, x, y).low, 0);
});

test("typed numbers", () => {
  assert.equal(typed(" 1e-5 "), 1e-5);
  assert.equal(typed("2,5"), 2.5);
  assert.equal(typed("−3"), -3);
  assert.equal(typed(""), undefined);
  assert.ok(Number.isNaN(typed("1.2.3")));
});
