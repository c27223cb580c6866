// From what is to be drawn to uPlot's options.
import type uPlot from "uplot";

import { number } from "../text/numbers";
import { colour } from "../theme";

export interface Series {
  name: string;
  // A path is a line with its points.
  kind: "line" | "dashes" | "path" | "points" | "steps" | "edge";
  // A colour of tokens.css.
  colour: string;
  // One for each x; null where there is none.
  values: (number | null)[];
}

export interface PlotShape {
  xLabel: string;
  yLabel?: string;
  series: Series[];
  // From one edge to the other, by their places in `series`.
  band?: [number, number];
  logY?: boolean;
  // Abscissae, ordinates are whole numbers.
  wholeX?: boolean;
  wholeY?: boolean;
  // Ordinates are bytes: marks stand at powers of 2.
  bytesY?: boolean;
  // Abscissae are seconds since 1970.
  time?: boolean;
  // y begins at 0.
  fromZero?: boolean;
  // A line at y = 0.
  zeroLine?: boolean;
  axisNumber?: (value: number) => string;
  // Standard deviations of the first series' points.
  errors?: (number | null)[];
}

const kFont = '12px "Inter Variable", system-ui, sans-serif';
const kAxisWidth = 56;
const kPowers = Array.from({ length: 16 }, (_, power) => power);
const kWholeSteps = kPowers.flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));
// Seconds.
const kTimeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600];
const kByteSteps = Array.from({ length: 50 }, (_, power) => 2 ** power);
// Of fewer, a path's points are marked.
const kMarked = 80;
// Of so many, points are drawn smaller.
const kManyPoints = 900;

// What cannot be changed without a new plot.
export function signature(shape: PlotShape): string {
  const series = shape.series.map(({ name, kind, colour }) => [name, kind, colour]);
  const { errors, axisNumber, series: _, ...rest } = shape;
  return JSON.stringify([series, rest]);
}

export function plotData(x: readonly number[], shape: PlotShape): uPlot.AlignedData {
  const visible = (value: number | null) =>
    value === null || !Number.isFinite(value) || (shape.logY && value <= 0) ? null : value;
  return [x as number[], ...shape.series.map(({ values }) => values.map(visible))];
}

export function plotOptions(
  shape: PlotShape,
  size: { width: number; height: number },
  hooks: uPlot.Hooks.Arrays,
): uPlot.Options {
  const text = colour("text-soft");
  const line = colour("line");
  const axis = (label: string | undefined): uPlot.Axis => ({
    stroke: text,
    font: kFont,
    labelFont: kFont,
    labelSize: 18,
    labelGap: 2,
    ...(label ? { label } : {}),
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1, size: 4 },
  });
  const shown = shape.axisNumber ?? ((value: number) => number(value, 4));
  const values = (_: uPlot, splits: number[]) =>
    splits.map((value) => (value === null ? "" : shown(value)));
  return {
    ...size,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false } },
    scales: {
      x: { time: shape.time ?? false },
      y: {
        distr: shape.logY ? 3 : 1,
        ...(shape.fromZero ? { range: (_u, _low, high) => [0, high > 0 ? high * 1.1 : 1] } : {}),
      },
    },
    axes: [
      {
        ...axis(shape.xLabel),
        values: shape.time ? clockTimes : values,
        ...(shape.time ? { space: 80, incrs: kTimeSteps } : {}),
        ...(shape.wholeX ? { incrs: kWholeSteps } : {}),
        size: 28,
      },
      { ...axis(shape.yLabel), values, size: axisWidth, ...steps(shape) },
    ],
    series: [{}, ...shape.series.map(toSeries)],
    ...(shape.band
      ? { bands: [{ series: [shape.band[0] + 1, shape.band[1] + 1], fill: colour("band") }] }
      : {}),
    hooks,
  };
}

function steps({ wholeY, bytesY }: PlotShape): { incrs?: number[] } {
  if (bytesY) return { incrs: kByteSteps };
  return wholeY ? { incrs: kWholeSteps } : {};
}

// As wide as the longest number; the same for plots that stand above each other, mostly.
function axisWidth(_: uPlot, values: string[] | null): number {
  const longest = (values ?? []).reduce((most, text) => Math.max(most, text.length), 0);
  return Math.max(kAxisWidth, 12 + 7 * longest);
}

function clockTimes(_: uPlot, splits: number[]): string[] {
  return splits.map((at) => new Date(at * 1e3).toLocaleTimeString("en-GB"));
}

function toSeries({ name, kind, colour: token, values }: Series): uPlot.Series {
  const stroke = colour(token);
  if (kind === "points") {
    const size = values.length > kManyPoints ? 3 : 5;
    return {
      label: name,
      stroke,
      paths: () => null,
      points: { show: true, size, fill: stroke, width: 0, space: 0 },
    };
  }
  return {
    label: name,
    stroke: kind === "edge" ? "transparent" : stroke,
    width: kind === "edge" ? 0 : 2,
    ...(kind === "dashes" ? { dash: [6, 5] } : {}),
    spanGaps: kind !== "steps",
    points: { show: kind === "path" && values.length < kMarked, size: 6, fill: stroke },
  };
}

// Vertical lines of one standard deviation to both sides.
export function drawErrors(u: uPlot, errors: readonly (number | null)[], token: string): void {
  const [x, y] = u.data;
  if (!y) return;
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  u.ctx.clip();
  u.ctx.beginPath();
  errors.forEach((error, i) => {
    const value = y[i];
    if (error === null || value === null || value === undefined) return;
    const at = Math.round(u.valToPos(x[i] as number, "x", true)) + 0.5;
    u.ctx.moveTo(at, u.valToPos(value - error, "y", true));
    u.ctx.lineTo(at, u.valToPos(value + error, "y", true));
  });
  u.ctx.globalAlpha = 0.5;
  u.ctx.lineWidth = devicePixelRatio;
  u.ctx.strokeStyle = colour(token);
  u.ctx.stroke();
  u.ctx.restore();
}

export function drawZero(u: uPlot): void {
  const at = Math.round(u.valToPos(0, "y", true)) + 0.5;
  if (at < u.bbox.top || at > u.bbox.top + u.bbox.height) return;
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.moveTo(u.bbox.left, at);
  u.ctx.lineTo(u.bbox.left + u.bbox.width, at);
  u.ctx.lineWidth = devicePixelRatio;
  u.ctx.strokeStyle = colour("text-soft");
  u.ctx.stroke();
  u.ctx.restore();
}
