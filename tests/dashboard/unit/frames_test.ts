import assert from "node:assert/strict";
import { test } from "node:test";

import { Frames } from "../../../client-examples/dashboard/src/live/frames";

test("many changes are one drawing in the next frame", () => {
  const scheduled: (() => void)[] = [];
  const frames = new Frames((draw) => scheduled.push(draw));
  let drawn = 0;
  const forget = frames.subscribe(() => (drawn += 1));
  for (let i = 0; i < 1_000; ++i) frames.mark();
  assert.equal(scheduled.length, 1);
  assert.equal(drawn, 0);
  scheduled.pop()?.();
  assert.equal(drawn, 1);
  // What changes while it is drawn is drawn in the frame after.
  frames.mark();
  assert.equal(scheduled.length, 1);
  forget();
  scheduled.pop()?.();
  assert.equal(drawn, 1);
});
