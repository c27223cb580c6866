// Words: search, reasons, addresses, errors.
import assert from "node:assert/strict";
import { test } from "node:test";

import { toCallError } from "../../../client-examples/dashboard/src/api/call";
import { fitAddress, parseRoute } from "../../../client-examples/dashboard/src/route";
import { outcome, reason } from "../../../client-examples/dashboard/src/text/reasons";
import { matches, toWords } from "../../../client-examples/dashboard/src/text/search";

test("a search looks at identifiers, models, clients and labels", () => {
  const fit = {
    fitId: "6b05-17",
    model: "gaussian",
    client: "ipv4:127.0.0.1",
    requestId: "Scan-9",
    labels: { run: "Morning", detector: "B" },
  };
  for (const text of ["gauss", "6b05", "SCAN-9", "run=morning", "127.0", "morning gauss", "  ", "detector=b run"]) {
    assert.ok(matches(fit, toWords(text)), text);
  }
  for (const text of ["lorentz", "gaussian lorentz", "run=evening", "detector=bb"]) {
    assert.ok(!matches(fit, toWords(text)), text);
  }
});

test("what a fit came to", () => {
  assert.deepEqual(outcome({ fitId: "a", state: "WORK_STATE_RUNNING" }).short, "running");
  const done = { fitId: "a", state: "WORK_STATE_DONE", result: { termination: "TERMINATION_MAXFEV" } } as const;
  assert.equal(outcome(done).short, "evaluations spent");
  assert.equal(outcome({ fitId: "a", state: "WORK_STATE_FAILED", statusCode: 1 }).short, "cancelled");
  // Of a server newer than the page.
  assert.equal(reason("TERMINATION_OUT_OF_COFFEE").short, "out of coffee");
});

test("addresses", () => {
  assert.deepEqual(parseRoute(""), { page: "fits", item: "" });
  assert.deepEqual(parseRoute("#/fits/a%2Fb"), { page: "fits", item: "a/b" });
  assert.deepEqual(parseRoute(fitAddress("a/b c")), { page: "fits", item: "a/b c" });
  assert.deepEqual(parseRoute("#/fits/%E0%A4%A"), { page: "fits", item: "%E0%A4%A" });
});

test("errors are google.rpc.Status, or what came instead", () => {
  const error = toCallError(
    JSON.stringify({
      code: 3,
      message: "invalid request",
      details: [{ "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [{ field: "y", description: "is empty" }] }],
    }),
    "?",
  );
  assert.equal(error.code, 3);
  assert.deepEqual(error.violations, [{ field: "y", description: "is empty" }]);
  assert.equal(toCallError("<html>", "HTTP status 502").message, "HTTP status 502");
});
