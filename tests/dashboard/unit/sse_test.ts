// Server-sent events, cut anywhere.
import assert from "node:assert/strict";
import { test } from "node:test";

import { EventParser, sentEvents } from "../../../client-examples/dashboard/src/api/sse";

const kStream = ": hello\n\nid: 7\ndata: {\"a\":1}\n\nevent: error\ndata: one\ndata: two\n\n:\n\nid: 8\r\ndata:x\r\n\r\n";
const kEvents = [
  { event: "message", id: "7", data: '{"a":1}' },
  { event: "error", id: "7", data: "one\ntwo" },
  { event: "message", id: "8", data: "x" },
];

test("events in one piece", () => {
  assert.deepEqual([...new EventParser().feed(kStream)], kEvents);
});

test("events in pieces of every length", () => {
  for (let length = 1; length < kStream.length; ++length) {
    const parser = new EventParser();
    const events = [];
    for (let at = 0; at < kStream.length; at += length) events.push(...parser.feed(kStream.slice(at, at + length)));
    assert.deepEqual(events, kEvents, `pieces of ${length}`);
  }
});

test("an event without its empty line is none", () => {
  assert.deepEqual([...new EventParser().feed("data: half")], []);
});

test("characters that are cut in two", async () => {
  const bytes = new TextEncoder().encode("data: σ≤1\n\n");
  const response = new Response(
    new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    }),
  );
  let alive = 0;
  const events = [];
  for await (const event of sentEvents(response, () => (alive += 1))) events.push(event.data);
  assert.deepEqual(events, ["σ≤1"]);
  assert.equal(alive, bytes.length);
});
