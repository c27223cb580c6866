// 20,000 events, as fast as the browser takes them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { finalState, startLoadServer } from "../load_server.mjs";
import { launch, newPage, open, screenshot, twoFrames, until } from "./harness.mjs";

const kEvents = 20_000;
let browser;
let server;

before(async () => {
  browser = await launch();
  server = await startLoadServer(process.env.TEST_DASHBOARD);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

// Counts how often the document changes between two frames: each drawing is one change.
function countDrawings() {
  const seen = { frames: 0, drawings: 0, most: 0, longest: 0 };
  let now = 0;
  new MutationObserver(() => {
    seen.drawings += 1;
    now += 1;
    seen.most = Math.max(seen.most, now);
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  let before = performance.now();
  const frame = () => {
    seen.frames += 1;
    seen.longest = Math.max(seen.longest, performance.now() - before);
    before = performance.now();
    now = 0;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  window.seen = seen;
}

// Of what lives, once what does not has been collected.
async function counts(page) {
  const session = await page.createCDPSession();
  await session.send("HeapProfiler.enable");
  for (let i = 0; i < 3; ++i) await session.send("HeapProfiler.collectGarbage");
  const { Nodes, JSEventListeners } = await page.metrics();
  await session.detach();
  return { nodes: Nodes, listeners: JSEventListeners };
}

// The last event has been drawn.
async function drawn(page, end) {
  const last = Math.floor((end - 1) / 4);
  await until(page, (id) => document.querySelector(`.fits a[href="#/fits/load-${id}"]`) !== null, last);
  await twoFrames(page);
}

test("20,000 events: one drawing a frame, the state exact, nothing grows", async () => {
  const page = await newPage(browser);
  await open(page, server.url);
  await page.evaluate(countDrawings);

  await server.send(kEvents / 2);
  await drawn(page, kEvents / 2);
  const middle = await counts(page);
  await server.send(kEvents / 2);
  await drawn(page, kEvents);
  const end = await counts(page);
  const seen = await page.evaluate(() => window.seen);

  assert.ok(seen.drawings > 0);
  assert.equal(seen.most, 1, "the page was drawn more than once in a frame");
  assert.ok(seen.drawings <= seen.frames, `${seen.drawings} drawings in ${seen.frames} frames`);
  assert.equal(end.listeners, middle.listeners);
  // Fits that failed show fewer elements than others, so that the same number of rows is not the same
  // number of nodes.
  assert.ok(end.nodes < middle.nodes * 1.05, `${middle.nodes} nodes became ${end.nodes}`);
  await checkState(page);
  await screenshot(page, "load");
  assert.deepEqual(page.complaints, []);
  console.log(
    `# ${seen.frames} frames, ${seen.drawings} drawings, ${end.nodes} nodes, ${end.listeners} listeners, ` +
      `the longest frame ${Math.round(seen.longest)} ms`,
  );
  await page.close();
});

async function checkState(page) {
  const expected = finalState(kEvents);
  const tiles = await page.$$eval(".tile-value", (tiles) => tiles.map((tile) => tile.textContent));
  assert.equal(tiles[0], String(expected.running.length));
  assert.equal(tiles[1], String(expected.queued.length));

  const all = [...expected.running, ...expected.queued, ...expected.ended];
  const shown = await page.$$eval(".fits tbody tr", (rows) =>
    rows.map((row) => [row.querySelector("a").getAttribute("href"), row.querySelector(".badge").textContent]),
  );
  assert.equal(shown.length, 50);
  const words = {
    WORK_STATE_QUEUED: "queued",
    WORK_STATE_RUNNING: "running",
    WORK_STATE_DONE: "converged",
    WORK_STATE_FAILED: "cancelled",
  };
  assert.deepEqual(shown, all.slice(0, 50).map(({ fitId, state }) => [`#/fits/${fitId}`, words[state]]));
  assert.match(await page.$eval(".more", (more) => more.textContent), new RegExp(`of ${all.length.toLocaleString("en")}$`));

  // The oldest that is kept is found, the one before it is not.
  const oldest = Number(expected.ended.at(-1).fitId.replace("load-", ""));
  await page.type(".search", `load-${oldest}`);
  await until(page, () => document.querySelectorAll(".fits tbody tr").length === 1);
  await page.$eval(".search", (search) => search.select());
  await page.type(".search", `load-${oldest - 1}`);
  await page.waitForSelector(".empty");
  await page.$eval(".search", (search) => search.select());
  await page.keyboard.press("Backspace");
}

test("a broken connection is taken up again where it was, a new server's begins anew", async () => {
  const page = await newPage(browser);
  await open(page, server.url);
  const rows = () => page.$$eval(".fits tbody tr", (rows) => rows.length);
  await server.send(400);
  await until(page, () => document.querySelectorAll(".fits tbody tr").length === 50);
  await page.evaluate(() => (window.said = document.querySelector('.connection [role="status"]')));

  const port = Number(new URL(server.url).port);
  await server.close();
  await page.waitForSelector(".connection.reconnecting");
  await until(page, () => /Reconnecting/.test(window.said.textContent));
  // What was known is still shown.
  assert.equal(await rows(), 50);
  await screenshot(page, "reconnecting");

  server = await startLoadServer(process.env.TEST_DASHBOARD, {}, port);
  await page.waitForSelector(".connection.live");
  // The new one knows no fits, and says so by a reset.
  await page.waitForSelector(".empty");
  await until(page, () => /Connected again/.test(window.said.textContent));
  await server.send(40);
  await until(page, () => document.querySelectorAll(".fits tbody tr").length === 10);
  await page.close();
});
