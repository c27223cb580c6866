// The curve at the starting values and at the fit's, kept up with both.
import { evaluateModel } from "../api/call";
import { double, elements, rows, toArray } from "../api/numbers";
import type { FitResult } from "../api/json";
import { bandHalfWidth } from "./band";
import type { Bench } from "./bench";
import { Latest } from "./latest";
import { extent } from "./parameters";
import { thin } from "./thin";

// Points of a curve.
const kGrid = 300;

export interface Curve {
  // Over `grid`.
  line: number[];
  // At the points shown.
  values: number[];
}

export class Curves {
  // Indices of the points that are drawn.
  points: number[] = [];
  grid: number[] = [];
  start: Curve | undefined;
  fit: Curve | undefined;
  // Half widths of the band around the fit, over `grid`.
  band: number[] | undefined;
  error = "";
  private thinned: readonly number[] | undefined;
  private readonly starts = new Latest();
  private readonly fits = new Latest();

  constructor(private readonly bench: Bench) {}

  // The starting curve anew.
  refresh(): void {
    this.starts.run(async () => {
      if (!this.prepare()) {
        this.start = undefined;
        return this.bench.changed();
      }
      try {
        this.start = await this.evaluate(this.bench.settings.map(({ value }) => value));
        this.error = "";
      } catch (error) {
        this.start = undefined;
        this.error = (error as Error).message;
      }
      this.bench.changed();
    });
  }

  // The fit's curve at an iterate.
  follow(parameters: readonly number[], current: () => boolean): void {
    this.fits.run(async () => {
      if (!current() || !this.prepare()) return;
      const curve = await this.evaluate(parameters).catch(() => undefined);
      if (!current()) return;
      this.fit = curve;
      this.bench.changed();
    });
  }

  // The final curve, and the band around it: two standard errors of the curve, from the covariance of
  // the parameters and the derivatives of the model.
  finish(result: FitResult, current: () => boolean): void {
    this.fits.run(async () => {
      if (!current() || !this.prepare()) return;
      const parameters = (result.parameters ?? []).map(({ value }) => double(value));
      const curve = await this.evaluate(parameters).catch(() => undefined);
      if (!current()) return;
      this.fit = curve;
      this.bench.changed();
      const band = await this.bandAt(parameters, result).catch(() => undefined);
      if (!current()) return;
      this.band = band;
      this.bench.changed();
    });
  }

  private async bandAt(parameters: number[], result: FitResult): Promise<number[] | undefined> {
    const free = result.freeNames ?? [];
    const covariance = rows(result.covariance, free.length);
    if (covariance.length === 0 || this.grid.length === 0) return undefined;
    const { jacobian } = await evaluateModel({
      model: this.bench.modelName,
      predictors: this.onGrid([]),
      parameters,
      jacobian: true,
    });
    const names = (result.parameters ?? []).map(({ name }) => name);
    const columns = free.map((name) => names.indexOf(name));
    return bandHalfWidth(rows(jacobian, names.length), columns, covariance, 2);
  }

  forget(): void {
    this.fit = undefined;
    this.band = undefined;
  }

  // The points to draw, and the grid. False: there is nothing to evaluate.
  private prepare(): boolean {
    const { bench } = this;
    const x = bench.x;
    if (bench.model === undefined || !bench.settings.every(({ value }) => Number.isFinite(value))) return false;
    if (this.thinned !== bench.y) this.points = thin(x, bench.y);
    this.thinned = bench.y;
    this.grid = [];
    if ((bench.model.predictors?.length ?? 1) > 1) return x.length > 0;
    const range = x.length > 0 ? bench.model.example?.ranges?.[0] : undefined;
    const { low, high } = x.length > 0 ? extent(x) : { low: Number(range?.from ?? 0), high: Number(range?.to ?? 1) };
    this.grid = Array.from({ length: kGrid }, (_, i) => low + ((high - low) * i) / (kGrid - 1));
    return true;
  }

  // Of a model of one predictor: the grid, then these points.
  private onGrid(points: readonly number[]) {
    const name = this.bench.model?.predictors?.[0]?.name ?? "x";
    const x = this.bench.x;
    return { [name]: toArray([...this.grid, ...points.map((at) => x[at] ?? 0)]) };
  }

  private async evaluate(parameters: readonly number[]): Promise<Curve> {
    const { bench, grid, points } = this;
    const predictors = grid.length > 0 ? this.onGrid(points) : bench.predictors(points);
    const answer = await evaluateModel({ model: bench.modelName, predictors, parameters });
    const values = elements(answer.values);
    return { line: values.slice(0, grid.length), values: values.slice(grid.length) };
  }
}
