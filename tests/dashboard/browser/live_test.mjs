// A real server: its fits are listed, found, followed; it ends and comes back.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { longRequest, peak, peakRequest } from "./data.mjs";
import { call, launch, newPage, open, press, runFit, screenshot, startFitd, textOf, until } from "./harness.mjs";

let browser;
let fitd;

before(async () => {
  browser = await launch();
  fitd = await startFitd();
});
after(async () => {
  await browser?.close();
  assert.equal(await fitd?.close(), 0);
});

test("a fit is listed, found by its label, and shown with all its parts", async () => {
  const page = await newPage(browser);
  await open(page, fitd.url);
  await page.waitForSelector(".empty");
  for (let seed = 1; seed <= 12; ++seed) {
    await runFit(fitd.url, peakRequest(seed, { labels: { run: seed === 5 ? "odd" : "even" }, requestId: `scan-${seed}` }));
  }
  await until(page, () => document.querySelectorAll(".fits tbody tr").length === 12);
  await screenshot(page, "fits");

  await page.type(".search", "run=ODD");
  await until(page, () => document.querySelectorAll(".fits tbody tr").length === 1);
  assert.match(await textOf(page, ".fits tbody tr"), /converged.*gaussian.*scan-5.*run=odd.*60 points.*3 parameters/);

  await page.click(".fits tbody a");
  await page.waitForSelector(".matrix");
  assert.equal(await textOf(page, "h1"), "gaussian");
  assert.match(await textOf(page, ".stop"), /^Converged: /);
  await screenshot(page, "fit", { fullPage: true });
  await checkFit(page);
  assert.deepEqual(page.complaints, []);
  await page.close();
});

// What the page shows is what the server says.
async function checkFit(page) {
  const id = decodeURIComponent((await page.evaluate(() => location.hash)).split("/").at(-1));
  const { info, trace, data } = await call(fitd.url, "MonitorService/GetFit", { fitId: id });
  const shown = await page.$$eval(".figures tbody tr", (rows) =>
    rows.map((row) => [row.querySelector("th").textContent, Number(row.querySelector("td").title)]),
  );
  assert.deepEqual(shown, info.result.parameters.map(({ name, value }) => [name, value]));
  assert.equal(data.y.length, 60);
  assert.equal((await page.$$(".matrix tbody td")).length, 9);
  assert.equal((await page.$$(".courses li")).length, 3);
  assert.match(await textOf(page, ".page"), new RegExp(`nfev${info.result.infodict.nfev}njev${info.result.infodict.njev}`));
  const first = trace.points[0].residualNorm;
  const summary = await page.$eval('[aria-label^="The residual norm fell"]', (plot) => plot.getAttribute("aria-label"));
  assert.ok(summary.includes(`from ${Number(first.toPrecision(4))} `), summary);
  // Something has been drawn on each canvas.
  const inks = await page.$$eval(".plot canvas", (canvases) =>
    canvases.map((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    }),
  );
  assert.equal(inks.length, 3);
  for (const ink of inks) assert.ok(ink > 1_000, String(inks));
}

test("a running fit is followed, and its cancelling seen", async () => {
  const page = await newPage(browser);
  const abort = new AbortController();
  const gone = fetch(`${fitd.url}/api/FitService/Fit`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(longRequest({ requestId: "long" })),
    signal: abort.signal,
  })
    .then((response) => response.text())
    .catch(() => "aborted");
  await open(page, fitd.url);
  await page.waitForSelector(".fits tr.running");
  await page.click(".fits tr.running a");
  await page.waitForSelector(".stop.busy");
  // The trace grows on the page.
  const points = () => Number(document.querySelector(".card-note")?.closest("section") && document.querySelectorAll(".tile-value")[2].textContent);
  await until(page, () => Number(document.querySelectorAll(".tile-value")[2]?.textContent) > 3);
  const before_ = await page.evaluate(points);
  await until(page, (than) => Number(document.querySelectorAll(".tile-value")[2].textContent) > than, before_);
  await page.waitForSelector(".courses li");
  await screenshot(page, "fit-running");
  abort.abort();
  assert.equal(await gone, "aborted");
  await page.waitForSelector(".fit-facts .badge.calm");
  assert.match(await textOf(page, ".stop"), /^Ended without a result/);
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("a fit that the server does not have is said not to be there", async () => {
  const page = await newPage(browser);
  await open(page, fitd.url, "#/fits/none-such");
  await page.waitForSelector(".empty");
  assert.match(await textOf(page, ".empty"), /cannot be shown/);
  await page.close();
});

test("a batch shows how far it is, and why data sets failed", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "fitd-"));
  const rows = Array.from({ length: 300 }, (_, seed) => peak(seed + 1).y.join(","));
  // Two that cannot be fitted.
  rows[7] = rows[7].replace(/^[^,]*/, "nan");
  rows[8] = rows[8].replace(/^[^,]*/, "nan");
  writeFileSync(join(scratch, "y.csv"), `${rows.join("\n")}\n`);
  writeFileSync(join(scratch, "x.csv"), `${peak().x.join("\n")}\n`);
  const page = await newPage(browser);
  await open(page, fitd.url, "#/batches");
  const batch = spawn(process.env.TEST_FITCTL, ["batch", "gaussian", "y.csv", "--x", "x.csv", "--server", fitd.grpc, "-o", "fits.csv"], {
    cwd: scratch,
    stdio: "ignore",
  });
  await new Promise((resolve) => batch.once("exit", resolve));
  await page.waitForSelector(".batch .badge.good");
  const text = await textOf(page, ".batch");
  assert.match(text, /gaussian/);
  assert.match(text, /Fitted300of 300 received/);
  assert.match(text, /298/);
  assert.match(text, /invalid data 2/);
  await screenshot(page, "batches");
  rmSync(scratch, { recursive: true });
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("the server's page has its figures over time", async () => {
  const page = await newPage(browser);
  await open(page, fitd.url, "#/server");
  await until(page, () => document.querySelectorAll(".plot canvas").length === 4);
  await until(page, () => document.querySelector('[aria-label^="Memory over time"]')?.getAttribute("aria-label").includes("MiB"));
  const info = await call(fitd.url, "MonitorService/GetServerInfo", {});
  assert.match(await textOf(page, ".lead"), new RegExp(`fitd ${info.version}, up for .*${info.simdTarget}`));
  await screenshot(page, "server", { fullPage: true });
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("the list can be held still", async () => {
  const page = await newPage(browser);
  await open(page, fitd.url);
  await page.waitForSelector(".fits tbody tr");
  const count = () => page.$$eval(".fits tbody tr", (rows) => rows.length);
  const known = await count();
  await press(page, "Pause");
  await runFit(fitd.url, peakRequest(99, { requestId: "while-paused" }));
  // A later event has come, and this fit with it.
  const fits = await textOf(page, ".tiles");
  await until(page, (before) => document.querySelector(".tiles").textContent !== before, fits);
  assert.equal(await count(), known);
  await press(page, "Go on");
  await until(page, (before) => document.querySelectorAll(".fits tbody tr").length === before + 1, known);
  await page.close();
});

test("a server that ends and comes back", async () => {
  const page = await newPage(browser);
  await open(page, fitd.url);
  await page.waitForSelector(".fits tbody tr");
  const port = new URL(fitd.url).port;
  assert.equal(await fitd.close(), 0);
  await page.waitForSelector(".connection.reconnecting");
  assert.ok((await page.$$(".fits tbody tr")).length > 0);
  fitd = await startFitd([`--http=127.0.0.1:${port}`]);
  await page.waitForSelector(".connection.live");
  // Another server, that knows nothing of these fits.
  await page.waitForSelector(".empty");
  await runFit(fitd.url, peakRequest(1));
  await page.waitForSelector(".fits tbody tr");
  assert.deepEqual(page.complaints, []);
  await page.close();
});
