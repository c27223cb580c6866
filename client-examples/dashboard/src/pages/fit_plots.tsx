// The plots of a fit.
import { useMemo } from "preact/hooks";

import { double, doubles, int } from "../api/numbers";
import type { FitCurve, FitData, FitDetail, Progress } from "../api/json";
import { merge } from "../parts/merge";
import { Plot } from "../parts/plot";
import type { PlotShape } from "../parts/plot_options";
import { Spark } from "../parts/spark";
import { Card } from "../parts/tile";
import { count, number, plural } from "../text/numbers";

export function DataCard({ detail }: { detail: FitDetail }) {
  const { data, curve } = detail;
  if (!data?.y?.length) {
    return (
      <Card title="Data and curve" wide>
        <p class="hint">
          There are no data to show: the fit waits, its function is the client's, or the server keeps data to itself.
        </p>
      </Card>
    );
  }
  const shown = data.y.length;
  const all = int(data.numPoints);
  const note = shown < all ? `${count(shown)} of ${count(all)} points, with every extreme` : plural(all, "point");
  return (
    <Card title="Data and curve" note={note} wide>
      {data.predictors?.length === 1 ? (
        <CurvePlots data={data} curve={curve} />
      ) : (
        <FittedPlots data={data} curve={curve} />
      )}
    </Card>
  );
}

// The residuals (model - y)/sigma at the points shown.
export function residuals(y: readonly number[], values: readonly number[], sigma: readonly number[]): number[] {
  return y.map((one, i) => ((values[i] ?? NaN) - one) / (sigma[i] ?? 1));
}

function CurvePlots({ data, curve }: { data: FitData; curve: FitCurve | undefined }) {
  const name = data.predictors?.[0]?.name || "x";
  const { upper, lower } = useMemo(() => {
    const x = doubles(data.predictors?.[0]?.values);
    const y = doubles(data.y);
    const sigma = doubles(data.sigma);
    const merged = merge([
      { x, columns: sigma.length > 0 ? [y, sigma] : [y] },
      { x: doubles(curve?.gridX), columns: [doubles(curve?.gridY)] },
    ]);
    const fit = merged.columns.at(-1) ?? [];
    const upper: { x: number[]; shape: PlotShape } = {
      x: merged.x,
      shape: {
        xLabel: name,
        yLabel: "y",
        series: [
          { name: "data", kind: "points", colour: "data", values: merged.columns[0] ?? [] },
          { name: "curve", kind: "line", colour: "curve", values: fit },
        ],
        ...(sigma.length > 0 ? { errors: merged.columns[1] ?? [] } : {}),
      },
    };
    const values = curve?.values ? residuals(y, doubles(curve.values), sigma) : y.map(() => null);
    const lower: { x: number[]; shape: PlotShape } = {
      x,
      shape: {
        xLabel: name,
        yLabel: sigma.length > 0 ? "residual / σ" : "residual",
        series: [{ name: "residual", kind: "points", colour: "data", values }],
        zeroLine: true,
      },
    };
    return { upper, lower };
  }, [data, curve, name]);
  return (
    <>
      <Plot
        summary={`The data and the curve of iteration ${int(curve?.iteration)} over ${name}.`}
        {...upper}
        height={300}
        legend
      />
      <Plot summary={residualSummary(lower.shape)} {...lower} height={150} />
    </>
  );
}

// With several predictors: fitted against measured, which meet on the diagonal.
function FittedPlots({ data, curve }: { data: FitData; curve: FitCurve | undefined }) {
  const plot = useMemo(() => {
    const y = doubles(data.y);
    const fitted = doubles(curve?.values);
    const ends = [y.reduce((a, b) => Math.min(a, b), Infinity), y.reduce((a, b) => Math.max(a, b), -Infinity)];
    const merged = merge([
      { x: y, columns: [y.map((_, i) => fitted[i] ?? NaN)] },
      { x: ends, columns: [ends] },
    ]);
    const shape: PlotShape = {
      xLabel: "measured y",
      yLabel: "fitted y",
      series: [
        { name: "points", kind: "points", colour: "data", values: merged.columns[0] ?? [] },
        { name: "equal", kind: "line", colour: "curve", values: merged.columns[1] ?? [] },
      ],
    };
    return { x: merged.x, shape };
  }, [data, curve]);
  return <Plot summary="Fitted against measured values." {...plot} height={300} legend />;
}

export function residualSummary(shape: PlotShape): string {
  const values = (shape.series[0]?.values ?? []).filter((value): value is number => value !== null);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return `Residuals, the largest ${number(largest, 3)}.`;
}

export function TraceCards({ detail }: { detail: FitDetail }) {
  const points = detail.trace?.points ?? [];
  if (points.length === 0) return null;
  return (
    <>
      <NormCard points={points} />
      <CourseCard points={points} names={detail.info?.parameterNames ?? []} />
    </>
  );
}

// Over less than so much a logarithmic axis has no marks of its own, and looks linear.
const kMuch = 4;

function spansMuch(points: readonly Progress[]): boolean {
  const norms = points.map((point) => double(point.residualNorm)).filter((norm) => norm > 0);
  const low = norms.reduce((a, b) => Math.min(a, b), Infinity);
  const high = norms.reduce((a, b) => Math.max(a, b), 0);
  return high / low > kMuch;
}

function NormCard({ points }: { points: readonly Progress[] }) {
  const x = useMemo(() => points.map((point) => int(point.nfev)), [points]);
  const shape = useMemo<PlotShape>(
    () => ({
      xLabel: "evaluations",
      yLabel: "‖r‖",
      logY: spansMuch(points),
      wholeX: true,
      series: [
        { name: "‖r‖", kind: "path", colour: "curve", values: points.map((one) => double(one.residualNorm)) },
      ],
    }),
    [points],
  );
  const first = double(points[0]?.residualNorm);
  const last = double(points.at(-1)?.residualNorm);
  const summary = `The residual norm fell from ${number(first, 4)} to ${number(last, 4)} in ${plural(x.at(-1) ?? 0, "evaluation")}.`;
  return (
    <Card title="Residual norm" note={`${number(first, 3)} → ${number(last, 3)}`}>
      <Plot summary={summary} x={x} shape={shape} height={220} />
    </Card>
  );
}

// The parameters over the iterations, each on a scale of its own.
function CourseCard({ points, names }: { points: readonly Progress[]; names: readonly string[] }) {
  const courses = useMemo(() => {
    const table = points.map((point) => doubles(point.parameters));
    return (table.at(-1) ?? []).map((_, k) => table.map((row) => row[k] ?? NaN));
  }, [points]);
  return (
    <Card title="Parameters" note={`over ${plural(int(points.at(-1)?.iteration), "iteration")}`}>
      <ul class="courses">
        {courses.map((values, k) => (
          <li key={k}>
            <span class="course-name" title={names[k]}>
              {names[k] ?? `p${k + 1}`}
            </span>
            <Spark values={values} />
            <span class="course-values">
              <span class="unseen">from </span>
              <span class="sub">{number(values[0] ?? NaN, 4)}</span>
              <span aria-hidden="true"> → </span>
              <span class="unseen"> to </span>
              {number(values.at(-1) ?? NaN, 5)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
