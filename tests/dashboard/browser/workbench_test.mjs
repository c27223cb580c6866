// From a table to a fitted curve, by mouse and keyboard.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { kMgh17, longRequest, peak } from "./data.mjs";
import { kPhone, launch, newPage, open, press, screenshot, settled, startFitd, textOf, until } from "./harness.mjs";

let browser;
let fitd;
let page;
let scratch;

before(async () => {
  browser = await launch();
  fitd = await startFitd();
  scratch = mkdtempSync(join(tmpdir(), "fitd-"));
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true });
  assert.equal(await fitd?.close(), 0);
});
beforeEach(async () => {
  await page?.close();
  page = await newPage(browser);
  await start();
});

async function start() {
  await open(page, fitd.url, "#/workbench");
  await page.waitForSelector('.picker input[placeholder^="Search"]');
}

async function sample(name) {
  await page.select('select[aria-label="Data measured at NIST"]', name);
  await page.waitForSelector(".setting");
  await ready();
}

// Nothing is being estimated, and the curve at the starting values has been drawn.
async function ready() {
  await page.waitForSelector('::-p-xpath(//button[normalize-space()="Fit" and not(@disabled)])');
  await settled(page);
}

async function chooseModel(name) {
  await page.click(".picker input");
  await page.type(".picker input", name);
  await page.keyboard.press("Enter");
  await until(page, (wanted) => document.querySelector(".picker input").value === wanted, name);
}

async function upload(name, text) {
  writeFileSync(join(scratch, name), text);
  const input = await page.$('input[type="file"]');
  await input.uploadFile(join(scratch, name));
  await until(page, (wanted) => document.querySelector(".data-file")?.textContent.includes(wanted), name);
}

// The final values, with all digits.
async function fitted() {
  await page.waitForSelector(".bench-result .figures");
  const rows = await page.$$eval(".bench-result .figures tbody tr", (rows) =>
    rows.map((row) => [row.querySelector("th").firstChild.textContent, Number(row.querySelector("td").title)]),
  );
  return Object.fromEntries(rows);
}

function image() {
  return page.$eval(".bench-plot canvas", (canvas) => canvas.toDataURL());
}

test("NIST's MGH17: guessed, fitted, certified", async () => {
  await sample("MGH17");
  assert.equal(await page.$eval(".picker input", (input) => input.value), "nist_mgh17");
  assert.match(await textOf(page, ".model-about"), /b1 \+ b2\*exp\(-x\*b4\)/);
  await press(page, "Fit");
  const values = await fitted();
  for (const [name, certified] of Object.entries(kMgh17)) {
    assert.ok(Math.abs(values[name] / certified - 1) < 1e-6, `${name} ${values[name]}`);
  }
  assert.match(await textOf(page, ".run-state"), /converged/);
  await settled(page);
  await screenshot(page, "workbench", { fullPage: true });
  // Back to the start of it: another curve, without its band.
  const final = await image();
  const iterations = await page.$(".iterations input");
  await iterations.focus();
  await page.keyboard.press("Home");
  await until(page, () => /^Iteration 0/.test(document.querySelector(".iterations").textContent));
  await until(page, (before) => document.querySelector(".bench-plot canvas").toDataURL() !== before, final);
  await page.keyboard.press("End");
  await until(page, (before) => document.querySelector(".bench-plot canvas").toDataURL() === before, final);
  assert.deepEqual(page.complaints, []);
});

test("a slider moves the curve, a held parameter stays", async () => {
  await sample("Eckerle4");
  const before_ = await image();
  const slider = await page.$('input[type="range"][aria-label^="center"]');
  await slider.focus();
  const value = () => page.$eval("#setting-1", (input) => Number(input.value));
  const start_ = await value();
  for (let i = 0; i < 8; ++i) await page.keyboard.press("ArrowRight");
  assert.ok((await value()) > start_);
  await until(page, (before) => document.querySelector(".bench-plot canvas").toDataURL() !== before, before_);
  await screenshot(page, "workbench-dragged");

  await page.click('input[aria-label^="Hold center"]');
  const held = await value();
  await press(page, "Fit");
  assert.equal((await fitted()).center, held);
  assert.match(await textOf(page, ".bench-result .figures"), /center fixed/);
  await press(page, "Take as start");
  const { amplitude } = await fitted();
  // To the digits that are shown for editing.
  await until(page, (wanted) => Math.abs(document.querySelector("#setting-0").value / wanted - 1) < 1e-7, amplitude);
  assert.deepEqual(page.complaints, []);
});

test("a formula's mistake is shown where it is; mended, it is fitted", async () => {
  await sample("Eckerle4");
  await page.click('::-p-xpath(//label[normalize-space()="Formula"])');
  const field = await page.waitForSelector(".formula-text");
  const write = async (text) => {
    await field.click({ count: 3 });
    await page.keyboard.press("Backspace");
    await field.type(text);
  };
  await write("area*exq(-x)");
  await page.waitForSelector(".caret");
  assert.equal(await textOf(page, ".notice.bad p"), "column 6: there is no function 'exq'; did you mean exp?");
  const [line, mark] = (await textOf(page, ".caret")).split("\n");
  assert.equal(mark.indexOf("^"), line.indexOf("exq"));
  assert.equal(await field.evaluate((element) => element.getAttribute("aria-invalid")), "true");
  await screenshot(page, "workbench-mistake");

  await write("area*exp(-((x-mid)/width)^2/2)");
  await until(page, () => document.querySelectorAll(".setting").length === 3 && !document.querySelector(".caret"));
  const starts = { area: "0.2", mid: "450", width: "4" };
  for (const [i, value] of Object.values(starts).entries()) {
    await page.click(`#setting-${i}`, { count: 3 });
    await page.type(`#setting-${i}`, value);
  }
  await press(page, "Fit");
  const values = await fitted();
  assert.deepEqual(Object.keys(values), Object.keys(starts));
  assert.ok(Math.abs(values.mid - 451.54) < 0.01);
  assert.deepEqual(page.complaints, []);
});

test("a file with decimal commas, names and standard deviations", async () => {
  const { x, y } = peak();
  const comma = (value) => String(value).replace(".", ",");
  const rows = x.map((at, i) => `${comma(at)};${comma(y[i])};${comma(0.1 + 0.01 * (i % 3))}`);
  await upload("messung.csv", `# made\nt;signal;sigma\n${rows.join("\n")}\nbroken;1;2\n`);
  assert.match(await textOf(page, ".notice.warn"), /1 line was left out:line 63: ‘broken’ is no finite number/);
  const chosen = await page.$$eval(".columns select", (selects) => selects.map((one) => one.selectedOptions[0].textContent));
  assert.deepEqual(chosen, ["t", "signal", "sigma"]);
  await chooseModel("gaussian");
  await ready();
  await press(page, "Fit");
  assert.ok(Math.abs((await fitted()).center - 5) < 0.1);
  await screenshot(page, "workbench-sigma", { fullPage: true });
  // Without weights it is another fit.
  const weighted = (await fitted()).center;
  await page.select(".columns label:nth-child(3) select", "-1");
  await ready();
  await press(page, "Fit");
  assert.notEqual((await fitted()).center, weighted);
  assert.deepEqual(page.complaints, []);
});

test("what the server refuses is said, field by field", async () => {
  await sample("Eckerle4");
  await page.click('::-p-xpath(//label[normalize-space()="Bounds"])');
  await page.type('input[aria-label="Smallest center"]', "460");
  await page.type('input[aria-label="Largest center"]', "455");
  await press(page, "Fit");
  await page.waitForSelector(".run .notice.bad");
  assert.match(await textOf(page, ".run .notice.bad"), /parameters\[1\]/);
  assert.equal(await page.$(".bench-result .figures"), null);
});

test("a long fit is followed, and cancelled", async () => {
  const { predictors, y, model, parameters } = longRequest();
  const x = predictors.x.values.values;
  await upload("long.csv", `x,y\n${x.map((at, i) => `${at},${y.values.values[i]}`).join("\n")}\n`);
  await page.click('::-p-xpath(//label[normalize-space()="Formula"])');
  await page.waitForSelector(".formula-text");
  await page.type(".formula-text", model);
  await until(page, () => document.querySelectorAll(".setting").length === 3);
  for (const [i, { start }] of parameters.entries()) {
    await page.click(`#setting-${i}`, { count: 3 });
    await page.type(`#setting-${i}`, String(start));
  }
  await page.click(".options summary");
  await page.click('::-p-xpath(//label[contains(., "to the bit")])');
  await press(page, "Fit");
  await press(page, "Cancel");
  await page.waitForSelector('::-p-xpath(//button[normalize-space()="Fit"])');
  assert.match(await textOf(page, ".run"), /Cancelled\./);
  assert.deepEqual(page.complaints, []);
});

test("the call for fitctl does what the page did", async () => {
  await sample("Eckerle4");
  await press(page, "Fit");
  const values = await fitted();
  await page.click("#tab-fitctl");
  const text = await textOf(page, ".snippet");
  writeFileSync(join(scratch, "eckerle4.csv"), readSample());
  const command = `${text.trim().replace(/^fitctl/, '"$TEST_FITCTL"')} --server ${fitd.grpc} --json`;
  const printed = execFileSync("sh", ["-c", command], { cwd: scratch, encoding: "utf8", env: process.env });
  const result = JSON.parse(printed.slice(printed.indexOf("{")));
  for (const { name, value } of result.parameters) assert.equal(value, values[name]);
});

// The sample's rows, from the sources.
function readSample() {
  const source = readFileSync(`${process.env.TEST_SOURCE}/client-examples/dashboard/src/workbench/samples.ts`, "utf8");
  return /name: "Eckerle4"[^`]*`([^`]*)`/.exec(source)[1];
}

test("the call for Python is copied", async () => {
  await browser.defaultBrowserContext().overridePermissions(fitd.url, ["clipboard-read", "clipboard-sanitized-write"]);
  await sample("Eckerle4");
  await page.bringToFront();
  await press(page, "Copy");
  await until(page, () => document.querySelector('.copy [role="status"]').textContent !== "");
  assert.equal(await textOf(page, '.copy [role="status"]'), "copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^import fitd\n/);
  assert.equal(copied, await textOf(page, ".snippet"));
});

test("on a phone the plot stays in sight while a slider is dragged", async () => {
  await page.close();
  page = await newPage(browser, { viewport: kPhone, theme: "dark" });
  await start();
  await sample("Thurber");
  const slider = await page.$("#setting-6 ~ input[type=range]");
  await slider.focus();
  await slider.scrollIntoView();
  const seen = () =>
    page.evaluate(() => {
      const { top, bottom } = document.querySelector(".bench-plot").getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  assert.ok(await seen());
  await screenshot(page, "workbench-phone-drag");
  await press(page, "Fit");
  await page.waitForSelector(".bench-result .figures");
  await screenshot(page, "workbench-phone", { fullPage: true });
  assert.deepEqual(page.complaints, []);
});
