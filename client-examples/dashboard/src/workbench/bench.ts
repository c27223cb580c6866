// What stands on the workbench. One for the page: it is still there when one comes back to it.
import { useEffect, useReducer } from "preact/hooks";

import { CallError, getModel, guessParameters, listModels } from "../api/call";
import { doubles, toArray } from "../api/numbers";
import type { Model } from "../api/json";
import { frames } from "../live/live";
import { type Choice, type Table, guessColumns, parseCsv } from "./csv";
import { Curves } from "./curves";
import { FitRun } from "./fit_run";
import { type Setting, extent, newSettings, sliderRange } from "./parameters";

export interface Options {
  absoluteSigma: boolean;
  naturalBounds: boolean;
  reference: boolean;
  // As typed; empty: the server's default.
  maxfev: string;
}

// A longer text is not shown for editing.
const kEditable = 200_000;
// Milliseconds after the last letter of a formula.
const kTyping = 250;

export class Bench {
  fileName = "";
  // Whether the text is shown, for editing.
  editing = true;
  text = "";
  table: Table | undefined;
  choice: Choice = { predictors: [], y: 1, sigma: -1 };
  models: Model[] = [];
  modelsError = "";
  byFormula = false;
  formula = "";
  // Why the formula is none, with the place marked.
  formulaError = "";
  model: Model | undefined;
  settings: Setting[] = [];
  options: Options = { absoluteSigma: false, naturalBounds: false, reference: false, maxfev: "" };
  guessing = false;
  // What went wrong with an estimate.
  note = "";
  readonly curves = new Curves(this);
  readonly run = new FitRun(this);
  private typing: ReturnType<typeof setTimeout> | undefined;

  changed(): void {
    frames.mark();
  }

  get editable(): boolean {
    return this.text.length <= kEditable;
  }

  get x(): number[] {
    return this.table?.columns[this.choice.predictors[0] ?? 0] ?? [];
  }

  get y(): number[] {
    return this.table?.columns[this.choice.y] ?? [];
  }

  get sigma(): number[] | undefined {
    return this.choice.sigma < 0 ? undefined : this.table?.columns[this.choice.sigma];
  }

  get modelName(): string {
    return this.byFormula ? this.formula.trim() : (this.model?.name ?? "");
  }

  get ready(): boolean {
    return this.model !== undefined && this.y.length > 0 && this.formulaError === "";
  }

  // The predictors' columns by name, as requests take them; of these points, or of all.
  predictors(points?: readonly number[]): Record<string, { values?: { values?: unknown[] } }> {
    const names = this.model?.predictors ?? [];
    return Object.fromEntries(
      names.map(({ name }, i) => {
        const column = this.table?.columns[this.choice.predictors[i] ?? 0] ?? [];
        return [name, toArray(points ? points.map((at) => column[at] ?? NaN) : column)];
      }),
    );
  }

  async load(): Promise<void> {
    if (this.models.length > 0) return;
    try {
      this.models = (await listModels()).models ?? [];
      this.modelsError = "";
    } catch (error) {
      this.modelsError = (error as Error).message;
    }
    this.changed();
  }

  setText(text: string, fileName = ""): void {
    this.text = text;
    this.fileName = fileName;
    if (fileName !== "") this.editing = false;
    if (text === "") this.editing = true;
    const table = text.trim() === "" ? undefined : parseCsv(text);
    const same = table?.names.join() === this.table?.names.join();
    this.table = table;
    if (table && !same) this.choice = guessColumns(table, this.predictorNames());
    this.run.forget();
    if (this.model && table) void this.guess();
    this.changed();
  }

  // Shows the file's name in place of its text, and the text again.
  fold(): void {
    this.editing = this.table === undefined || this.table.skipped > 0;
    this.changed();
  }

  unfold(): void {
    this.editing = true;
    this.changed();
  }

  choose(choice: Partial<Choice>): void {
    this.choice = { ...this.choice, ...choice };
    this.run.forget();
    if (this.byFormula && this.formula !== "") this.setFormula(this.formula);
    else if (this.model) void this.guess();
    this.changed();
  }

  private predictorNames(): string[] {
    return (this.model?.predictors ?? [{ name: "x" }]).map(({ name }) => name);
  }

  setByFormula(byFormula: boolean): void {
    this.byFormula = byFormula;
    this.formulaError = "";
    // The catalogue's formula is where one begins.
    if (byFormula && this.formula === "" && this.model?.formula) this.formula = this.model.formula;
    if (byFormula && this.formula !== "") this.setFormula(this.formula);
    this.changed();
  }

  setModel(model: Model): void {
    const before = this.settings;
    this.model = model;
    const width = model.predictors?.length ?? 1;
    if (this.table && this.choice.predictors.length !== width) {
      this.choice = guessColumns(this.table, this.predictorNames());
    }
    this.settings = newSettings(model, extent(this.x), extent(this.y));
    // Of a formula that was changed a little, the parameters keep what they were.
    if (this.byFormula) this.settings.forEach((setting, i) => this.keep(setting, i, before));
    this.run.forget();
    if (this.y.length > 0 && !(this.byFormula && before.length > 0)) void this.guess();
    else this.curves.refresh();
    this.changed();
  }

  private keep(setting: Setting, i: number, before: readonly Setting[]): void {
    const old = before.find(({ name }) => name === setting.name);
    if (old) this.settings[i] = { ...old, description: setting.description, role: setting.role };
  }

  setFormula(formula: string): void {
    this.formula = formula;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.read(formula), kTyping);
    this.changed();
  }

  private async read(formula: string): Promise<void> {
    if (formula.trim() === "") {
      this.formulaError = "";
      return this.changed();
    }
    try {
      const model = await getModel({ name: formula.trim(), predictors: this.dataNames(formula) });
      if (this.formula !== formula || !this.byFormula) return;
      this.formulaError = "";
      this.setModel(model);
    } catch (error) {
      if (this.formula !== formula) return;
      const violation = error instanceof CallError ? error.violations[0] : undefined;
      this.formulaError = (violation?.description ?? (error as Error).message).replace(/^is no expression: /, "");
    }
    this.changed();
  }

  // Names in a formula that are columns of the data: predictors, not parameters.
  private dataNames(formula: string): string[] {
    const names = new Set(formula.match(/[A-Za-z_]\w*/g) ?? []);
    return (this.table?.names ?? []).filter(
      (name, i) => names.has(name) && i !== this.choice.y && i !== this.choice.sigma,
    );
  }

  // Starting values from the data, where the model has an estimate.
  async guess(): Promise<void> {
    const model = this.model;
    if (!model || this.y.length === 0) return;
    this.note = "";
    if (!model.canGuess) {
      this.note = "This model has no estimate of starting values: set them by hand.";
      this.curves.refresh();
      return this.changed();
    }
    this.guessing = true;
    this.changed();
    try {
      const { parameters } = await guessParameters({
        model: this.modelName,
        predictors: this.predictors(),
        y: toArray(this.y),
      });
      // No more digits than an estimate has.
      const rounded = doubles(parameters).map((value) => Number(value.toPrecision(6)));
      if (this.model === model) this.setValues(rounded);
    } catch (error) {
      this.note = (error as Error).message;
    }
    this.guessing = false;
    this.curves.refresh();
    this.changed();
  }

  setValues(values: readonly number[]): void {
    const [x, y] = [extent(this.x), extent(this.y)];
    this.settings = this.settings.map((setting, i) => {
      const value = values[i] ?? setting.value;
      return { ...setting, value, ...sliderRange(value, this.model?.parameters?.[i], x, y) };
    });
    this.curves.refresh();
    this.changed();
  }

  set(i: number, change: Partial<Setting>): void {
    const setting = this.settings[i];
    if (!setting) return;
    const next = { ...setting, ...change };
    if (next.value < next.low || next.value > next.high) {
      Object.assign(next, sliderRange(next.value, this.model?.parameters?.[i], extent(this.x), extent(this.y)));
    }
    this.settings = this.settings.map((one, k) => (k === i ? next : one));
    this.curves.refresh();
    this.changed();
  }

  setOptions(options: Partial<Options>): void {
    this.options = { ...this.options, ...options };
    this.changed();
  }
}

export const bench = new Bench();

export function useBench(): Bench {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => frames.subscribe(() => draw(undefined)), []);
  return bench;
}
