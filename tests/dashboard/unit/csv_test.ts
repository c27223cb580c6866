import assert from "node:assert/strict";
import { test } from "node:test";

import { guessColumns, parseCsv } from "../../../client-examples/dashboard/src/workbench/csv";

test("commas under a header", () => {
  const table = parseCsv("\uFEFF# measured\r\nx, y ,sigma\r\n1,2.5,0.1\r\n2,-3e2,0.2\r\n");
  assert.deepEqual(table.names, ["x", "y", "sigma"]);
  assert.deepEqual(table.columns, [[1, 2], [2.5, -300], [0.1, 0.2]]);
  assert.equal(table.headLines, 2);
  assert.deepEqual(table.problems, []);
});

test("spaces and tabs without a header", () => {
  assert.deepEqual(parseCsv(" 1   2\n 3   4").columns, [[1, 3], [2, 4]]);
  assert.deepEqual(parseCsv("1\t2\n3\t4").columns, [[1, 3], [2, 4]]);
  assert.deepEqual(parseCsv("1\t2").names, ["column 1", "column 2"]);
  // One column.
  assert.deepEqual(parseCsv("1\n2\n3").columns, [[1, 2, 3]]);
  // Commas with spaces after them.
  assert.deepEqual(parseCsv("1, 2\n3, 4").columns, [[1, 3], [2, 4]]);
});

test("decimal commas", () => {
  assert.deepEqual(parseCsv("t;u\n1,5;2,25\n-0,5;3").columns, [[1.5, -0.5], [2.25, 3]]);
  assert.deepEqual(parseCsv("1,5\t2\n2,5\t3").columns, [[1.5, 2.5], [2, 3]]);
  // With points beside them, they are something else.
  assert.equal(parseCsv("1,5;2.5\n1,6;2.6").skipped, 2);
});

test("quoted cells keep their separators", () => {
  const table = parseCsv('"length, mm","say ""y"""\n"1.5",2\n');
  assert.deepEqual(table.names, ["length, mm", 'say "y"']);
  assert.deepEqual(table.columns, [[1.5], [2]]);
});

test("lines that cannot be read are left out and named", () => {
  const table = parseCsv("x,y\n1,2\n3\n4,abc\n5,NaN\n,6\n7,8,9\n0x10,1\n10,11");
  assert.deepEqual(table.columns, [[1, 10], [2, 11]]);
  assert.equal(table.skipped, 6);
  assert.equal(table.problems.length, 4);
  assert.match(table.problems[0] as string, /line 3: 1 columns instead of 2/);
  assert.match(table.problems[1] as string, /line 4: ‘abc’ is no finite number/);
});

test("missing numbers in the first line do not make it a header", () => {
  const table = parseCsv("nan,1\n2,3");
  assert.deepEqual(table.columns, [[2], [3]]);
  assert.equal(table.skipped, 1);
});

test("Fortran's exponents", () => {
  assert.deepEqual(parseCsv("1D-3 2.5d2").columns, [[0.001], [250]]);
});

test("nothing", () => {
  assert.deepEqual(parseCsv("").columns, []);
  assert.deepEqual(parseCsv("# only\n\n").columns, []);
  assert.deepEqual(parseCsv("x,y\n").columns, [[], []]);
});

test("a long file is read in time that grows with its length", () => {
  const rows = 200_000;
  const text = Array.from({ length: rows }, (_, i) => `${i},${i * 0.5},1`).join("\n");
  const table = parseCsv(text);
  assert.equal(table.columns[1]?.length, rows);
  assert.equal(table.columns[1]?.[rows - 1], (rows - 1) * 0.5);
});

test("columns by their names", () => {
  const choose = (head: string, predictors: string[]) => guessColumns(parseCsv(`${head}\n1,2,3,4`), predictors);
  assert.deepEqual(choose("x,y,sigma,z", ["x"]), { predictors: [0], y: 1, sigma: 2 });
  assert.deepEqual(choose("y,x,a,b", ["x"]), { predictors: [1], y: 0, sigma: -1 });
  assert.deepEqual(choose("time,signal,err,b", ["x"]), { predictors: [0], y: 1, sigma: 2 });
  assert.deepEqual(choose("b,a,z,w", ["x", "z"]), { predictors: [0, 2], y: 1, sigma: -1 });
});

test("fewer columns than the model has predictors", () => {
  const choice = guessColumns(parseCsv("1,2\n3,4"), ["x", "y2", "z"]);
  for (const column of [...choice.predictors, choice.y]) assert.ok(column === 0 || column === 1);
});
