// A headless Chromium, pages in it that must neither fail nor ask other hosts, and a fitd behind them.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";

import puppeteer from "puppeteer-core";

export const kPatience = 60_000; // milliseconds until a test gives up
const kArtefacts = process.env.TEST_SCREENSHOTS ?? "screenshots";

export async function launch() {
  return await puppeteer.launch({
    executablePath: process.env.TEST_CHROMIUM ?? "/usr/bin/chromium",
    // Containers and root have no sandbox of Chromium's; the pages are our own.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb", "--font-render-hinting=none"],
    protocolTimeout: 4 * kPatience,
  });
}

export const kDesktop = { width: 1280, height: 900 };
export const kPhone = { width: 320, height: 640, isMobile: true, hasTouch: true };

// A page; `complaints` are what it must not do.
export async function newPage(browser, { viewport = kDesktop, theme = "light" } = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(kPatience);
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // That a server is away is what some tests are about; the browser says so by itself.
    const text = message.text();
    if (["error", "warn"].includes(message.type()) && !text.startsWith("Failed to load resource")) {
      page.complaints.push(`console: ${text}`);
    }
  });
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) page.complaints.push(`asked ${request.url()}`);
  });
  return page;
}

// Goes to a page of the dashboard and waits until it is connected.
export async function open(page, url, hash = "") {
  await page.goto(`${url}/${hash}`, { waitUntil: "load" });
  await page.waitForSelector(".connection.live");
  await page.evaluate(() => document.fonts.ready);
}

// Waits until `predicate`, which runs in the page, is true of what stands there.
export function until(page, predicate, ...values) {
  return page.waitForFunction(predicate, { polling: "raf", timeout: kPatience }, ...values);
}

export function textOf(page, selector) {
  return page.$eval(selector, (element) => element.textContent);
}

// Presses the button with this text.
export async function press(page, text) {
  const button = await page.waitForSelector(`::-p-xpath(//button[normalize-space()="${text}" and not(@disabled)])`);
  await button.click();
}

// Nothing is being asked of the server but its events.
export function settled(page) {
  return page.waitForNetworkIdle({ idleTime: 200, concurrency: 1, timeout: kPatience });
}

// For people to look at.
export async function screenshot(page, name, options = {}) {
  mkdirSync(kArtefacts, { recursive: true });
  await twoFrames(page);
  await page.screenshot({ path: join(kArtefacts, `${name}.png`), ...options });
}

export function twoFrames(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

// A fitd of this test, until close().
export async function startFitd(flags = []) {
  const process_ = spawn(process.env.TEST_FITD, ["--listen=127.0.0.1:0", "--http=127.0.0.1:0", "--log_level=warn", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => process_.once("exit", resolve));
  // Whatever becomes of the test.
  const kill = () => process_.kill("SIGKILL");
  process.once("exit", kill);
  const found = {};
  const lines = createInterface({ input: process_.stdout });
  await new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      const grpc = /fitd listening on (127\.0\.0\.1:\d+)/.exec(line);
      const http = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line);
      if (grpc) found.grpc = grpc[1];
      if (http) found.url = http[1];
      if (found.grpc && found.url) resolve();
    });
    void ended.then((code) => reject(new Error(`fitd ended with ${code}`)));
  });
  return {
    ...found,
    async close() {
      process_.kill("SIGTERM");
      const code = await ended;
      process.removeListener("exit", kill);
      return code;
    },
  };
}

// A call of the server's, as a program would make it.
export async function call(url, method, body) {
  const response = await fetch(`${url}/api/${method}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method}: ${response.status} ${text}`);
  return response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text;
}

// A fit, to its end: the events of its stream.
export async function runFit(url, request) {
  const text = await call(url, "FitService/Fit", request);
  return [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1]));
}
