// Batches: how far they are, how fast, and why fits in them failed.
import { double, int, millis } from "../api/numbers";
import type { BatchInfo } from "../api/json";
import { serverNow, useLive } from "../live/live";
import { hasEnded } from "../live/table";
import { Badge, Labels } from "../parts/badge";
import { Empty } from "../parts/tile";
import { clock, compact, count, duration, plural } from "../text/numbers";
import { codeInWords, reason, stateInWords } from "../text/reasons";

// The ended ones that are shown.
const kShown = 40;

export function BatchesPage() {
  const live = useLive();
  const active = [...live.activeBatches.values()].sort((a, b) =>
    (b.arriveTime ?? "").localeCompare(a.arriveTime ?? ""),
  );
  const ended = [...live.endedBatches.values()].reverse().slice(0, kShown);
  const all = [...active, ...ended];
  return (
    <div class="page">
      <div class="page-head">
        <h1>Batches</h1>
        <p class="lead">Many data sets in one call.</p>
      </div>
      {all.length === 0 && (
        <Empty title="No batches yet">
          <p>
            <code>fitctl batch</code>, or <code>client.batch(…)</code> in Python, sends one.
          </p>
        </Empty>
      )}
      <ul class="batches">
        {all.map((batch) => (
          <Batch key={batch.batchId} batch={batch} />
        ))}
      </ul>
    </div>
  );
}

function Batch({ batch }: { batch: BatchInfo }) {
  const now = serverNow();
  const received = int(batch.received);
  const done = int(batch.done);
  const converged = int(batch.converged);
  const rate = double(batch.fitsPerSecond);
  const ended = hasEnded(batch);
  const state = stateInWords(batch.state);
  const badge =
    batch.state === "WORK_STATE_FAILED" ? { ...state, short: codeInWords(batch.statusCode) } : state;
  const spent = ((batch.endTime ? millis(batch.endTime) : now) - millis(batch.arriveTime)) / 1e3;
  return (
    <li class="batch card" aria-label={`Batch ${batch.batchId}, ${batch.model}`}>
      <div class="batch-head">
        <Badge {...badge} />
        <span class="batch-model">{batch.model}</span>
        <span class="id">{batch.requestId || batch.batchId}</span>
        <Labels labels={batch.labels} />
        <span class="sub end">{clock(millis(batch.arriveTime), now)}</span>
      </div>
      <Bar converged={converged} failed={done - converged} received={received} />
      <dl class="batch-figures">
        <Figure name="Fitted" value={count(done)} note={`of ${count(received)} received`} />
        <Figure name="Converged" value={share(converged, done)} note={count(converged)} />
        <Figure name="Rate" value={`${compact(rate)}/s`} note={plural(int(batch.numPoints), "point") + " each"} />
        {ended ? (
          <Figure name="Took" value={duration(spent)} note={`${compact(int(batch.nfev))} evaluations`} />
        ) : (
          <Figure name="ETA" value={eta(received - done, rate)} note="for what has been received" />
        )}
      </dl>
      <Failures batch={batch} />
      {batch.statusMessage && <p class="hint">{batch.statusMessage}</p>}
    </li>
  );
}

// How many will come nobody knows; when those that are here are done can be said.
export function eta(waiting: number, rate: number): string {
  if (waiting <= 0) return "now";
  return rate > 0 ? duration(waiting / rate) : "–";
}

function share(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (100 * part) / whole;
  // Not 100 % while one has failed.
  return `${part < whole ? Math.min(percent, 99.99).toFixed(2) : "100"} %`;
}

function Bar({ converged, failed, received }: { converged: number; failed: number; received: number }) {
  const part = (value: number) => `${received > 0 ? (100 * value) / received : 0}%`;
  return (
    <div
      class="bar"
      role="img"
      aria-label={`${count(converged)} converged, ${count(failed)} did not, of ${count(received)} received`}
    >
      <span class="good" style={{ width: part(converged) }} />
      <span class="bad" style={{ width: part(failed) }} />
    </div>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      <dd class="sub">{note}</dd>
    </div>
  );
}

function Failures({ batch }: { batch: BatchInfo }) {
  const failures = batch.failures ?? [];
  if (failures.length === 0) return null;
  return (
    <p class="failures">
      <span class="sub">Not converged:</span>
      {failures.map(({ termination, count: many }) => (
        <span class="failure" key={termination} title={reason(termination).long}>
          {reason(termination).short} <b>{count(int(many))}</b>
        </span>
      ))}
    </p>
  );
}
