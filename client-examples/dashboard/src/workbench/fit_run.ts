// A fit of what stands on the workbench, from the press of the button to its result.
import { CallError, type Violation, fit } from "../api/call";
import { doubles, int } from "../api/numbers";
import type { FitResult, Progress } from "../api/json";
import type { Bench } from "./bench";
import { fitRequest } from "./request";

// Iterates that are kept.
const kTrace = 1_000;

export class FitRun {
  state: "none" | "running" | "done" | "failed" = "none";
  fitId = "";
  // Where it waits; 0: it runs.
  queuePosition = 0;
  trace: Progress[] = [];
  // Which iterate of the trace is shown.
  shown = 0;
  result: FitResult | undefined;
  error = "";
  violations: Violation[] = [];
  private abort: AbortController | undefined;

  constructor(private readonly bench: Bench) {}

  async start(): Promise<void> {
    this.forget();
    const abort = new AbortController();
    this.abort = abort;
    this.state = "running";
    this.bench.changed();
    const current = () => this.abort === abort;
    // Every iteration is reported: a short fit is over before the first interval would be.
    const body = {
      ...fitRequest(this.bench),
      progress: { minInterval: "0s" },
      returnMask: "covariance,correlation",
      labels: { source: "workbench" },
    };
    try {
      for await (const event of fit(body, abort.signal)) {
        if (!current()) return;
        if (event.accepted) {
          this.fitId = event.accepted.fitId ?? "";
          this.queuePosition = int(event.accepted.queuePosition);
        }
        if (event.progress) this.take(event.progress, current);
        if (event.result) this.end(event.result, current);
        this.bench.changed();
      }
    } catch (error) {
      if (current()) this.fail(error as Error);
    }
    this.bench.changed();
  }

  private take(progress: Progress, current: () => boolean): void {
    this.queuePosition = 0;
    this.trace = [...this.trace, progress].slice(-kTrace);
    this.shown = this.trace.length - 1;
    this.bench.curves.follow(doubles(progress.parameters), current);
  }

  private end(result: FitResult, current: () => boolean): void {
    this.result = result;
    this.state = "done";
    this.bench.curves.finish(result, current);
  }

  private fail(error: Error): void {
    this.state = "failed";
    this.error = error.name === "AbortError" ? "Cancelled." : error.message;
    if (error instanceof CallError && error.violations.length > 0) {
      this.violations = error.violations;
      this.error = "The server refused the request:";
    }
  }

  cancel(): void {
    this.abort?.abort();
  }

  // Draws the curve of an iterate that is past.
  show(iterate: number): void {
    const abort = this.abort;
    this.shown = iterate;
    this.bench.curves.follow(doubles(this.trace[iterate]?.parameters), () => this.abort === abort);
    this.bench.changed();
  }

  // The result as the next fit's start.
  adopt(): void {
    const values = (this.result?.parameters ?? []).map(({ value }) => Number(value ?? 0));
    if (values.length > 0) this.bench.setValues(values);
  }

  forget(): void {
    this.abort?.abort();
    this.abort = undefined;
    this.state = "none";
    this.fitId = this.error = "";
    this.trace = [];
    this.result = undefined;
    this.violations = [];
    this.bench.curves.forget();
  }
}
