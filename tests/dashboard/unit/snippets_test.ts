// The same fit as a call from elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { Bench } from "../../../client-examples/dashboard/src/workbench/bench";
import { parseCsv } from "../../../client-examples/dashboard/src/workbench/csv";
import { snippet } from "../../../client-examples/dashboard/src/workbench/snippets";

Object.assign(globalThis, { location: { origin: "http://127.0.0.1:8080" } });

function setting(name: string, value: number, more = {}) {
  return { name, description: "", role: "", value, fixed: false, min: "", max: "", low: 0, high: 1, ...more };
}

function bench(more = {}): Bench {
  const table = parseCsv("# made\nt,u,du\n1,2,0.1\n2,3,0.1\n3,5,0.1");
  const x = table.columns[0] as number[];
  return {
    fileName: "my data.csv",
    table,
    choice: { predictors: [0], y: 1, sigma: 2 },
    model: { name: "it's", predictors: [{ name: "x" }], parameters: [] },
    modelName: "a*exp(-b*x)",
    x,
    y: table.columns[1],
    sigma: table.columns[2],
    predictors: () => ({ x: { values: { values: x } } }),
    settings: [setting("a", 2, { min: "0" }), setting("b", 0.5), setting("c", 1, { fixed: true })],
    options: { absoluteSigma: true, naturalBounds: false, reference: false, maxfev: "50" },
    ...more,
  } as unknown as Bench;
}

test("Python", () => {
  const text = snippet(bench(), "python");
  assert.match(text, /x, y, sigma = np\.loadtxt\(\n {4}"my data\.csv", delimiter=",", skiprows=2, usecols=\(0, 1, 2\)/);
  assert.match(text, /"a\*exp\(-b\*x\)", x, y, sigma,/);
  assert.match(text, /start=\{"a": 2, "b": 0\.5\},/);
  assert.match(text, /fixed=\{"c": 1\},/);
  assert.match(text, /bounds=\{"a": \(0, None\)\},/);
  assert.match(text, /absolute_sigma=True,/);
  assert.match(text, /maxfev=50,/);
});

test("fitctl, quoted for a shell", () => {
  const text = snippet(bench(), "fitctl");
  assert.match(text, /^fitctl fit 'a\*exp\(-b\*x\)' 'my data\.csv' \\\n/);
  assert.match(text, /--x 1 --y 2 --sigma 3/);
  assert.match(text, /--start a=2,b=0\.5/);
  assert.match(text, /--fix c=1/);
  assert.match(text, /--bounds a=0:/);
  assert.match(text, /--absolute-sigma/);
  const quoted = snippet(bench({ modelName: "it's" }), "fitctl");
  assert.match(quoted, /^fitctl fit 'it'\\''s'/);
});

test("buf and curl send the request as JSON", () => {
  for (const language of ["buf", "curl"] as const) {
    const text = snippet(bench(), language);
    const body = /<<'END'\n([\s\S]*)\nEND\n$/.exec(text)?.[1] as string;
    const request = JSON.parse(body);
    assert.deepEqual(request.y, { values: { values: [2, 3, 5] } });
    assert.deepEqual(request.parameters[0], { name: "a", start: 2, fixed: false, min: 0 });
    assert.equal(request.options.maxfev, 50);
  }
});
