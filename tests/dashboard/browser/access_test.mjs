// For everyone: axe on every page in both themes, the keyboard, 320 pixels, nothing that jumps.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { peakRequest } from "./data.mjs";
import { kDesktop, kPhone, launch, newPage, open, press, runFit, screenshot, settled, startFitd, until } from "./harness.mjs";

const kAxe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
let fitd;
let fitId;

before(async () => {
  browser = await launch();
  fitd = await startFitd();
  for (let seed = 1; seed <= 8; ++seed) {
    const events = await runFit(fitd.url, peakRequest(seed, { labels: { run: "access" } }));
    fitId = events.find((event) => event.accepted).accepted.fitId;
  }
});
after(async () => {
  await browser?.close();
  await fitd?.close();
});

// Every page, and what it looks like once all of it is there.
const kPages = [
  { name: "fits", hash: "#/", ready: ".fits tbody tr" },
  { name: "fit", hash: () => `#/fits/${fitId}`, ready: ".matrix" },
  { name: "batches", hash: "#/batches", ready: ".empty" },
  { name: "server", hash: "#/server", ready: '[aria-label^="Memory over time"]:not([aria-label*="0\u2009B"])' },
  { name: "workbench", hash: "#/workbench", ready: '.picker input[placeholder^="Search"]' },
];

async function visit(page, { hash, ready }) {
  await open(page, fitd.url, typeof hash === "function" ? hash() : hash);
  await page.waitForSelector(ready);
}

async function fillWorkbench(page) {
  await page.select('select[aria-label="Data measured at NIST"]', "Eckerle4");
  await page.waitForSelector(".setting");
  await settled(page);
  await press(page, "Fit");
  await page.waitForSelector(".bench-result .matrix");
}

for (const theme of ["light", "dark"]) {
  for (const viewport of [kDesktop, kPhone]) {
    test(`axe finds nothing: ${theme}, ${viewport.width} pixels; nothing is wider than the screen`, async () => {
      const page = await newPage(browser, { viewport, theme });
      for (const where of kPages) {
        await visit(page, where);
        if (where.name === "workbench") await fillWorkbench(page);
        await screenshot(page, `${where.name}-${theme}-${viewport.width}`, { fullPage: true });
        await page.evaluate(kAxe);
        const { violations } = await page.evaluate(() => window.axe.run());
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
        assert.deepEqual(found, [], where.name);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wider <= 0, `${where.name} is ${wider} pixels wider than the screen`);
      }
      assert.deepEqual(page.complaints, []);
      await page.close();
    });
  }
}

test("by keyboard: past the navigation, to a page, through a list, to a model", async () => {
  const page = await newPage(browser);
  await visit(page, kPages[0]);
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.getAttribute("aria-label"));
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to content");
  await screenshot(page, "skip-link", { clip: { x: 0, y: 0, width: 500, height: 120 } });
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("Tab");
  assert.match(await focused(), /^Search fits/);
  // What has the focus shows it.
  for (let i = 0; i < 4; ++i) {
    const outline = await page.evaluate(() => {
      const element = document.activeElement;
      const shown = element.matches("input[type=radio]") ? element.nextElementSibling : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1.5;
    });
    assert.ok(outline, await focused());
    await page.keyboard.press("Tab");
  }

  // A new page begins at its heading.
  await page.focus('a[href="#/workbench"]');
  await page.keyboard.press("Enter");
  await until(page, () => document.activeElement.tagName === "H1");
  assert.equal(await focused(), "Workbench");
  assert.match(await page.title(), /^Workbench/);

  await page.waitForSelector('.picker input[placeholder^="Search"]');
  await page.focus(".picker input");
  await page.keyboard.type("lorentz");
  await page.waitForSelector('[role="option"]');
  await page.keyboard.press("ArrowDown");
  const active = await page.$eval(".picker input", (input) => input.getAttribute("aria-activedescendant"));
  const name = await page.$eval(`#${active} .picker-name`, (option) => option.firstChild.textContent.trim());
  await page.keyboard.press("Enter");
  await until(page, (wanted) => document.querySelector(".picker input").value === wanted, name);
  assert.equal(await page.$('[role="option"]'), null);

  // Tabs by arrows.
  await fillWorkbench(page);
  await page.focus("#tab-python");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-curl");
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("nothing jumps while a page fills", async () => {
  const page = await newPage(browser);
  await page.evaluateOnNewDocument(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const where of kPages) {
    await page.evaluate(() => (window.shift = 0));
    await visit(page, where);
    await runFit(fitd.url, peakRequest(1));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const shift = await page.evaluate(() => window.shift);
    // What Chromium calls good.
    assert.ok(shift < 0.1, `${where.name}: ${shift}`);
  }
  await page.close();
});

test("the theme is the system's until another is chosen, and stays chosen", async () => {
  const page = await newPage(browser, { theme: "dark" });
  await visit(page, kPages[0]);
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  await page.click(".icon-button");
  assert.notEqual(await paper(), dark);
  await page.reload();
  await page.waitForSelector(".connection.live");
  assert.notEqual(await paper(), dark);
  await page.click(".icon-button");
  assert.equal(await paper(), dark);
  await page.close();
});
