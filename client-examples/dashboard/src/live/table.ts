// What a server is known to do: the tables that the comment on ServerEvent in monitor.proto asks for.
import { double, int, millis } from "../api/numbers";
import type { BatchInfo, FitInfo, Progress, ServerEvent, ServerLoad } from "../api/json";

export interface FitRow {
  info: FitInfo;
  // The newest iterate, while it runs.
  progress?: Progress;
  // Residual norms of the iterates seen, at most kTrail.
  trail: number[];
}

// The load at a time, for plots.
export interface LoadPoint {
  // Seconds since 1970, by the server's clock.
  time: number;
  load: ServerLoad;
  // Fits, and data sets of batches, that ended per second since the point before.
  rate: number;
  // Processors used since the point before.
  cpu: number;
}

const kTrail = 40;
// Ten minutes.
const kLoadPoints = 600;
const kEndedBatches = 200;

export class LiveTable {
  // Wait or run; those that changed last come last.
  readonly active = new Map<string, FitRow>();
  // Ended; the last come last.
  readonly ended = new Map<string, FitRow>();
  readonly activeBatches = new Map<string, BatchInfo>();
  readonly endedBatches = new Map<string, BatchInfo>();
  readonly loads: LoadPoint[] = [];
  // Whether a snapshot has come whole.
  complete = false;
  // Milliseconds by which the server's clock is ahead of ours.
  clockOffset = 0;

  // As many ended fits are kept as the server keeps (ServerInfo.kept_fits).
  constructor(public keptFits = 1_000) {}

  get load(): ServerLoad | undefined {
    return this.loads.at(-1)?.load;
  }

  apply(event: ServerEvent, now = Date.now()): void {
    if (event.reset) this.clear();
    const time = millis(event.time);
    if (!Number.isNaN(time)) this.clockOffset = time - now;
    for (const info of event.fits ?? []) this.putFit(info);
    for (const { fitId, progress } of event.progress ?? []) this.putProgress(fitId, progress);
    for (const batch of event.batches ?? []) this.putBatch(batch);
    if (event.load) this.putLoad(event.load, Number.isNaN(time) ? now : time);
    if (event.caughtUp) this.complete = true;
  }

  private clear(): void {
    this.active.clear();
    this.ended.clear();
    this.activeBatches.clear();
    this.endedBatches.clear();
    // The loads stay: a plot over time shows an interruption as a gap.
    this.complete = false;
  }

  private putFit(info: FitInfo): void {
    const before = this.active.get(info.fitId);
    this.active.delete(info.fitId);
    this.ended.delete(info.fitId);
    const row: FitRow = { ...before, info, trail: before?.trail ?? [] };
    if (!hasEnded(info)) {
      this.active.set(info.fitId, row);
      return;
    }
    this.ended.set(info.fitId, row);
    dropOldest(this.ended, this.keptFits);
  }

  private putProgress(fitId: string, progress: Progress | undefined): void {
    const row = this.active.get(fitId);
    if (row === undefined || progress === undefined) return;
    row.progress = progress;
    row.trail.push(double(progress.residualNorm));
    if (row.trail.length > kTrail) row.trail.shift();
  }

  private putBatch(batch: BatchInfo): void {
    this.activeBatches.delete(batch.batchId);
    this.endedBatches.delete(batch.batchId);
    (hasEnded(batch) ? this.endedBatches : this.activeBatches).set(batch.batchId, batch);
    dropOldest(this.endedBatches, kEndedBatches);
  }

  private putLoad(load: ServerLoad, time: number): void {
    const before = this.loads.at(-1);
    const span = before ? time / 1e3 - before.time : 0;
    const per = (now: number, then: number) => (span > 0 ? Math.max(0, now - then) / span : 0);
    this.loads.push({
      time: time / 1e3,
      load,
      rate: per(work(load), work(before?.load)),
      cpu: per(cpu(load), cpu(before?.load)),
    });
    if (this.loads.length > kLoadPoints) this.loads.shift();
  }
}

export function hasEnded(work: { state?: string }): boolean {
  return work.state === "WORK_STATE_DONE" || work.state === "WORK_STATE_FAILED";
}

function work(load: ServerLoad | undefined): number {
  return int(load?.fits) + int(load?.dataSets);
}

function cpu(load: ServerLoad | undefined): number {
  return Number((load?.cpuTime ?? "0s").replace("s", ""));
}

// Map keeps the order of insertion.
function dropOldest(map: Map<string, unknown>, kept: number): void {
  for (const key of map.keys()) {
    if (map.size <= kept) return;
    map.delete(key);
  }
}
