// Data, starting curve, fitted curve with its band; residuals below.
import { useMemo } from "preact/hooks";

import { residualSummary, residuals } from "../pages/fit_plots";
import { merge } from "../parts/merge";
import { Plot } from "../parts/plot";
import type { PlotShape, Series } from "../parts/plot_options";
import { Empty } from "../parts/tile";
import { number } from "../text/numbers";
import type { Bench } from "./bench";

// As in workbench.css.
const kNarrow = "(max-width: 899px)";

export function BenchPlots({ bench }: { bench: Bench }) {
  const { curves, run } = bench;
  const last = run.result !== undefined && run.shown === run.trace.length - 1;
  const band = last ? curves.band : undefined;
  const shown = curves.fit ?? curves.start;
  const parts = { points: curves.points, x: bench.x, y: bench.y, sigma: bench.sigma };
  const name = bench.table?.names[bench.choice.predictors[0] ?? 0] ?? "x";
  const measured = bench.table?.names[bench.choice.y] ?? "y";
  const single = (bench.model?.predictors?.length ?? 1) === 1;
  const upper = useMemo(
    () => (single ? curvePlot([name, measured], parts, curves.grid, curves.start?.line, curves.fit?.line, band) : fittedPlot(parts, shown?.values)),
    [single, name, measured, parts.points, parts.x, parts.y, parts.sigma, curves.start, curves.fit, band],
  );
  const lower = useMemo(
    () => residualPlot(name, parts, shown?.values),
    [name, parts.points, parts.x, parts.y, parts.sigma, shown],
  );
  if (bench.table === undefined && bench.model === undefined) {
    return (
      <Empty title="Data and a model make a curve">
        <p>Paste a table, drop a file, or begin with sample data.</p>
      </Empty>
    );
  }
  return (
    <>
      <Plot summary={upperSummary(bench)} {...upper} height={matchMedia(kNarrow).matches ? 210 : 300} legend />
      <div class="lower">
        <Plot summary={residualSummary(lower.shape)} {...lower} height={130} />
      </div>
      {curves.error !== "" && <p class="notice warn">{curves.error}</p>}
    </>
  );
}

interface Parts {
  points: readonly number[];
  x: readonly number[];
  y: readonly number[];
  sigma: readonly number[] | undefined;
}

const pick = (column: readonly number[], points: readonly number[]) => points.map((at) => column[at] ?? NaN);

function curvePlot(
  [xLabel, yLabel]: [string, string],
  { points, x, y, sigma }: Parts,
  grid: readonly number[],
  start: readonly number[] | undefined,
  fit: readonly number[] | undefined,
  band: readonly number[] | undefined,
): { x: number[]; shape: PlotShape } {
  const edge = (sign: number) => fit?.map((value, i) => value + sign * (band?.[i] ?? NaN)) ?? [];
  const lines = [start ?? [], fit ?? [], band ? edge(1) : [], band ? edge(-1) : []];
  const merged = merge([
    { x: pick(x, points), columns: [pick(y, points), sigma ? pick(sigma, points) : []] },
    { x: grid, columns: lines },
  ]);
  const column = (i: number) => merged.columns[i] ?? [];
  const series: Series[] = [
    { name: "data", kind: "points", colour: "data", values: column(0) },
    { name: "start", kind: "dashes", colour: "ghost", values: column(2) },
    { name: "fit", kind: "line", colour: "curve", values: column(3) },
    { name: "± 2 standard errors", kind: "edge", colour: "curve", values: column(4) },
    { name: "lower edge", kind: "edge", colour: "curve", values: column(5) },
  ];
  return {
    x: merged.x,
    shape: { xLabel, yLabel, series, band: [3, 4], ...(sigma ? { errors: column(1) } : {}) },
  };
}

function fittedPlot({ points, y }: Parts, values: readonly number[] | undefined): { x: number[]; shape: PlotShape } {
  const measured = pick(y, points);
  const low = measured.reduce((a, b) => Math.min(a, b), Infinity);
  const high = measured.reduce((a, b) => Math.max(a, b), -Infinity);
  const merged = merge([
    { x: measured, columns: [measured.map((_, i) => values?.[i] ?? NaN)] },
    { x: [low, high], columns: [[low, high]] },
  ]);
  const series: Series[] = [
    { name: "points", kind: "points", colour: "data", values: merged.columns[0] ?? [] },
    { name: "equal", kind: "line", colour: "curve", values: merged.columns[1] ?? [] },
  ];
  return { x: merged.x, shape: { xLabel: "measured y", yLabel: "fitted y", series } };
}

function residualPlot(
  name: string,
  { points, x, y, sigma }: Parts,
  values: readonly number[] | undefined,
): { x: number[]; shape: PlotShape } {
  const order = points.map((_, k) => k).sort((a, b) => (x[points[a] as number] ?? 0) - (x[points[b] as number] ?? 0));
  const all = values ? residuals(pick(y, points), values, sigma ? pick(sigma, points) : []) : [];
  return {
    x: order.map((k) => x[points[k] as number] ?? NaN),
    shape: {
      xLabel: name,
      yLabel: sigma ? "residual / σ" : "residual",
      zeroLine: true,
      series: [{ name: "residual", kind: "points", colour: "data", values: order.map((k) => all[k] ?? null) }],
    },
  };
}

function upperSummary({ run, y, settings }: Bench): string {
  const data = y.length > 0 ? `${y.length} points of data` : "No data";
  if (run.result) return `${data} and the fitted curve.`;
  const values = settings.map(({ name, value }) => `${name} ${number(value, 4)}`).join(", ");
  return `${data} and the curve at ${values}.`;
}
