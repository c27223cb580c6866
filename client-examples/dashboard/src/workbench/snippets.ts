// The same fit as a call from elsewhere.
import { plural } from "../text/numbers";
import type { Bench } from "./bench";
import { typed } from "./parameters";
import { fitRequest } from "./request";

export type Language = "python" | "fitctl" | "buf" | "curl";

export const kLanguages: { language: Language; name: string }[] = [
  { language: "python", name: "Python" },
  { language: "fitctl", name: "fitctl" },
  { language: "buf", name: "buf curl" },
  { language: "curl", name: "HTTP" },
];

const kGrpc = "127.0.0.1:50051";

export function snippet(bench: Bench, language: Language): string {
  switch (language) {
    case "python":
      return python(bench);
    case "fitctl":
      return fitctl(bench);
    case "buf":
      return heredoc(
        `buf curl --protocol grpc --http2-prior-knowledge --schema proto -d @- \\\n  http://${kGrpc}/fitd.v1.FitService/Fit`,
        bench,
      );
    case "curl":
      return heredoc(
        `curl -N -H 'Content-Type: application/json' --data-binary @- \\\n  ${location.origin}/api/FitService/Fit`,
        bench,
      );
  }
}

// The name of the file; of what was pasted, one to save it under.
function file(bench: Bench): string {
  return bench.fileName === "" ? "data.csv" : bench.fileName;
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

// Starts, held values and bounds, each with those parameters that have them.
function parts(bench: Bench) {
  const free = bench.settings.filter(({ fixed }) => !fixed);
  const constants = new Set(
    (bench.model?.parameters ?? []).filter((one) => one.fixedDefault !== undefined).map(({ name }) => name),
  );
  return {
    start: free,
    fixed: bench.settings.filter(({ fixed }) => fixed),
    freed: free.filter(({ name }) => constants.has(name)).map(({ name }) => name),
    bounds: free
      .map(({ name, min, max }) => ({ name, min: typed(min), max: typed(max) }))
      .filter(({ min, max }) => min !== undefined || max !== undefined),
  };
}

function python(bench: Bench): string {
  const { start, fixed, freed, bounds } = parts(bench);
  const names = bench.model?.predictors?.map(({ name }) => name) ?? ["x"];
  const several = names.length > 1;
  const columns = [...bench.choice.predictors.slice(0, names.length), bench.choice.y];
  const variables = [...names, "y"];
  if (bench.sigma) {
    columns.push(bench.choice.sigma);
    variables.push("sigma");
  }
  const dict = (pairs: string[]) => `{${pairs.join(", ")}}`;
  const named = (list: { name: string; value: number }[]) =>
    dict(list.map(({ name, value }) => `"${name}": ${value}`));
  const x = several ? dict(names.map((name) => `"${name}": ${name}`)) : names[0];
  const words = [
    [JSON.stringify(bench.modelName), x, "y", ...(bench.sigma ? ["sigma"] : [])].join(", "),
    ...(start.length > 0 ? [`start=${named(start)}`] : []),
    ...(fixed.length > 0 ? [`fixed=${named(fixed)}`] : []),
    ...(freed.length > 0 ? [`free=${JSON.stringify(freed)}`] : []),
    ...(bounds.length > 0
      ? [`bounds=${dict(bounds.map(({ name, min, max }) => `"${name}": (${min ?? "None"}, ${max ?? "None"})`))}`]
      : []),
    ...(bench.sigma && bench.options.absoluteSigma ? ["absolute_sigma=True"] : []),
    ...(bench.options.naturalBounds ? ["natural_bounds=True"] : []),
    ...(typed(bench.options.maxfev) !== undefined ? [`maxfev=${typed(bench.options.maxfev)}`] : []),
    ...(bench.options.reference ? ['arithmetic="reference"'] : []),
  ];
  const separator = bench.table?.separator ?? ",";
  const delimiter = separator === " " ? "" : `, delimiter=${JSON.stringify(separator)}`;
  const skip = bench.table?.headLines ?? 0;
  const reading = [
    `${JSON.stringify(file(bench))}${delimiter}${skip > 0 ? `, skiprows=${skip}` : ""}`,
    `usecols=(${columns.join(", ")}), unpack=True`,
    ...(bench.table?.decimalComma ? ['converters=lambda text: float(text.replace(",", "."))'] : []),
  ];
  const left = bench.table?.skipped ?? 0;
  const warning = left > 0 ? `# Take out the ${plural(left, "line")} that cannot be read.\n` : "";
  return `import fitd
import numpy as np

${warning}${variables.join(", ")} = np.loadtxt(
    ${reading.join(", ")}
)
with fitd.Client("${kGrpc}") as client:
    result = client.fit(
${words.map((word) => `        ${word},`).join("\n")}
    )
print(result)
`;
}

function fitctl(bench: Bench): string {
  const { start, fixed, freed, bounds } = parts(bench);
  const { choice, options } = bench;
  const count = bench.model?.predictors?.length ?? 1;
  const list = (pairs: { name: string; value: number }[]) =>
    pairs.map(({ name, value }) => `${name}=${value}`).join(",");
  const words = [
    `fitctl fit ${quote(bench.modelName)} ${quote(file(bench))}`,
    `--x ${choice.predictors
      .slice(0, count)
      .map((i) => i + 1)
      .join(",")} --y ${choice.y + 1}${bench.sigma ? ` --sigma ${choice.sigma + 1}` : ""}`,
    ...(start.length > 0 ? [`--start ${quote(list(start))}`] : []),
    ...(fixed.length > 0 ? [`--fix ${quote(list(fixed))}`] : []),
    ...(freed.length > 0 ? [`--free ${freed.join(",")}`] : []),
    ...(bounds.length > 0
      ? [`--bounds ${bounds.map(({ name, min, max }) => `${name}=${min ?? ""}:${max ?? ""}`).join(",")}`]
      : []),
    ...(bench.sigma && options.absoluteSigma ? ["--absolute-sigma"] : []),
    ...(options.naturalBounds ? ["--natural-bounds"] : []),
    ...(typed(options.maxfev) !== undefined ? [`--maxfev ${typed(options.maxfev)}`] : []),
    ...(options.reference ? ["--arithmetic reference"] : []),
  ];
  return `${words.join(" \\\n  ")}\n`;
}

// A request on standard input, whose text needs no quoting there.
function heredoc(command: string, bench: Bench): string {
  return `${command} <<'END'\n${JSON.stringify(fitRequest(bench), null, 1).replaceAll(/\n\s*(?=[-\d.]|\]\n)/g, "")}\nEND\n`;
}
