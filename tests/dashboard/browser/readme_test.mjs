// The two pictures of README.md, of a server at work. client-examples/dashboard/screenshots holds copies.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { longRequest, noise, peak, values } from "./data.mjs";
import { call, launch, newPage, open, press, runFit, screenshot, settled, startFitd, until } from "./harness.mjs";

const kSize = { width: 1200, height: 780 };
const kModels = ["voigt", "exponential", "logistic_4pl", "gaussian", "damped_sine", "michaelis_menten", "lorentzian", "nist_mgh17"];
let browser;
let fitd;

before(async () => {
  browser = await launch();
  fitd = await startFitd(["--workers=2"]);
});
after(async () => {
  await browser?.close();
  await fitd?.close();
});

// The model's own example, with noise.
async function exampleRequest(model, seed) {
  const { from = 0, to } = model.example.ranges[0];
  const random = noise(seed);
  const x = Array.from({ length: 120 + 37 * seed }, (_, i, all) => from + ((to - from) * (i + 0.5)) / (120 + 37 * seed));
  const predictors = { [model.predictors[0].name]: values(x) };
  const exact = (await call(fitd.url, "ModelService/EvaluateModel", { model: model.name, predictors, parameters: model.example.parameters }))
    .values.values.values;
  const span = Math.max(...exact) - Math.min(...exact);
  const y = exact.map((value) => value + 0.05 * span * random());
  const labels = { detector: "ABC"[seed % 3], run: seed % 2 === 0 ? "evening" : "morning" };
  return { model: model.name, predictors, y: values(y), labels, requestId: `scan-${2400 + seed}` };
}

test("fits", async () => {
  const { models } = await call(fitd.url, "ModelService/ListModels", {});
  const wanted = kModels.flatMap((name) => models.find((model) => model.name === name && model.canGuess) ?? []);
  for (const [i, model] of wanted.entries()) await runFit(fitd.url, await exampleRequest(model, i + 1));
  const abort = new AbortController();
  const long = fetch(`${fitd.url}/api/FitService/Fit`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(longRequest({ labels: { detector: "B", run: "calibration" }, requestId: "scan-2431" })),
    signal: abort.signal,
  })
    .then((response) => response.text())
    .catch(() => "aborted");
  const page = await newPage(browser, { viewport: kSize });
  await open(page, fitd.url);
  await page.waitForSelector('.fits tr.running .spark path:not([d=""])');
  await until(page, (least) => document.querySelectorAll(".fits tbody tr").length > least, wanted.length);
  await screenshot(page, "readme-fits");
  abort.abort();
  await long;
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("workbench", async () => {
  const { x, y } = peak(4, 90);
  const page = await newPage(browser, { viewport: kSize });
  await open(page, fitd.url, "#/workbench");
  await page.waitForSelector('.picker input[placeholder^="Search"]');
  await page.evaluate(
    (text) => {
      const field = document.querySelector(".data-text");
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    `energy,counts,sigma\n${x.map((at, i) => `${at.toFixed(3)},${y[i].toFixed(4)},0.09`).join("\n")}`,
  );
  await page.click(".picker input");
  await page.type(".picker input", "gaussian_offset");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".setting");
  await settled(page);
  const slider = await page.$('input[type="range"][aria-label^="center"]');
  await slider.focus();
  for (let i = 0; i < 24; ++i) await page.keyboard.press("ArrowLeft");
  await settled(page);
  await press(page, "Fit");
  await page.waitForSelector(".bench-result .figures");
  await settled(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.evaluate(() => scrollTo(0, 0));
  await screenshot(page, "readme-workbench");
  assert.deepEqual(page.complaints, []);
  await page.close();
});
