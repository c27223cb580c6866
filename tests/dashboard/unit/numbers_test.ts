import assert from "node:assert/strict";
import { test } from "node:test";

import * as shown from "../../../client-examples/dashboard/src/text/numbers";
import { double, elements, rows, seconds } from "../../../client-examples/dashboard/src/api/numbers";

const plain = (text: string) => text.replaceAll("\u2212", "-").replaceAll("\u2009", " ");

test("significant digits", () => {
  const cases: [number, number, string][] = [
    [0, 6, "0"],
    [1, 6, "1"],
    [1234.5678, 6, "1234.57"],
    [-0.000123456, 4, "-0.0001235"],
    [0.0000123456, 4, "1.235e-5"],
    [123456789, 4, "1.235e8"],
    [999999.7, 6, "1e6"],
    [Infinity, 3, "∞"],
    [-Infinity, 3, "-∞"],
    [NaN, 3, "NaN"],
    [100, 1, "100"],
    [5e-324, 6, "4.94066e-324"],
  ];
  for (const [value, digits, text] of cases) assert.equal(plain(shown.number(value, digits)), text);
});

test("a value shows the digits that its error leaves", () => {
  const cases: [number, number, string, string][] = [
    [451.541278, 0.0468, "451.541", "0.047"],
    [1288.13968, 4.6648, "1288.1", "4.7"],
    [-0.00123456, 0.0000995, "-0.00123", "0.00010"],
    [12345678.9, 1234, "1.23457e7", "0.00012e7"],
    [3, 250, "3", "250"],
    [1.5, 1e-18, "1.5", "1e-18"],
    [2.5, 0, "2.5", "0"],
  ];
  for (const [value, error, left, right] of cases) {
    const text = shown.withError(value, error);
    assert.deepEqual([plain(text.value), plain(text.error)], [left, right], `${value} ± ${error}`);
  }
  assert.deepEqual(shown.withError(2.5, undefined), { value: "2.5", error: "" });
  assert.equal(shown.withError(NaN, 1).value, "NaN");
});

test("durations", () => {
  const cases: [number, string][] = [
    [0.000187, "187 µs"],
    [0.0009999, "1.0 ms"],
    [0.0032, "3.2 ms"],
    [0.9999, "1.0 s"],
    [9.96, "10 s"],
    [59.6, "1 min 00 s"],
    [125, "2 min 05 s"],
    [11_220, "3 h 07 min"],
    [200_000, "2 days"],
    [NaN, "–"],
    [-1, "–"],
  ];
  for (const [value, text] of cases) assert.equal(plain(shown.duration(value)), text);
});

test("bytes and counts", () => {
  assert.equal(plain(shown.bytes(0)), "0 B");
  assert.equal(plain(shown.bytes(1_023)), "1023 B");
  assert.equal(plain(shown.bytes(1_048_500)), "1.0 MiB");
  assert.equal(plain(shown.bytes(268_435_456)), "256 MiB");
  assert.equal(plain(shown.compact(999_600)), "1.00 M");
  assert.equal(plain(shown.compact(64_192)), "64.2 k");
  assert.equal(shown.compact(12), "12");
  assert.equal(shown.plural(1, "fit"), "1 fit");
  assert.equal(shown.plural(2_000, "fit"), "2,000 fits");
});

test("numbers of the protos' JSON", () => {
  assert.equal(double("Infinity"), Infinity);
  assert.ok(Number.isNaN(double("NaN")));
  assert.equal(double(undefined), 0);
  assert.equal(seconds("0.001068202s"), 0.001068202);
  assert.deepEqual(elements({ values: { values: [1, "NaN"] } }), [1, NaN]);
  const bytes = Buffer.from(new Float64Array([1.5, -2]).buffer).toString("base64");
  assert.deepEqual(elements({ f64Le: bytes }), [1.5, -2]);
  assert.deepEqual(rows({ values: { values: [1, 2, 3, 4] } }, 2), [[1, 2], [3, 4]]);
  assert.deepEqual(rows(undefined, 0), []);
});
