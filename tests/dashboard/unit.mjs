// Bundles unit/*_test.ts, with the dashboard's own esbuild, and runs them by Node's test runner.
//
//   node unit.mjs DASHBOARD OUTPUT
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [dashboard, output] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(dashboard, "package.json"));
const { buildSync } = require("esbuild");
const folder = new URL("unit/", import.meta.url).pathname;
const tests = readdirSync(folder).filter((name) => name.endsWith("_test.ts"));

buildSync({
  entryPoints: tests.map((name) => join(folder, name)),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
  jsx: "automatic",
  jsxImportSource: "preact",
  nodePaths: [join(dashboard, "node_modules")],
  outdir: output,
  outExtension: { ".js": ".mjs" },
  logLevel: "warning",
});
const files = tests.map((name) => join(output, name.replace(/\.ts$/, ".mjs")));
const { status } = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
process.exit(status ?? 1);
