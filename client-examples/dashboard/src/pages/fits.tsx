// All fits, live: those that run first, then those that wait, then the ended, the newest first.
import { useMemo, useRef, useState } from "preact/hooks";

import { int } from "../api/numbers";
import { server, useLive } from "../live/live";
import { type FitRow, type LiveTable } from "../live/table";
import { Empty, Tile } from "../parts/tile";
import { matches, toWords } from "../text/search";
import { compact, count, plural } from "../text/numbers";
import { FitsTable } from "./fits_table";

const kStates = [
  { value: "all", name: "All" },
  { value: "WORK_STATE_RUNNING", name: "Running" },
  { value: "WORK_STATE_QUEUED", name: "Queued" },
  { value: "WORK_STATE_DONE", name: "Done" },
  { value: "WORK_STATE_FAILED", name: "Failed" },
] as const;

// So many more are shown with each press of the button.
const kPage = 50;

export function FitsPage() {
  const live = useLive();
  const [text, setText] = useState("");
  const [state, setState] = useState<string>("all");
  const [most, setMost] = useState(kPage);
  const [paused, setPaused] = useState(false);
  const words = useMemo(() => toWords(text), [text]);
  const held = useRef<FitRow[]>([]);

  const rows = paused ? held.current : ordered(live);
  held.current = rows;
  const found = rows.filter(
    ({ info }) => (state === "all" || info.state === state) && matches(info, words),
  );
  return (
    <div class="page">
      <div class="page-head">
        <h1>Fits</h1>
        <p class="lead">What this server is fitting, and what it has fitted.</p>
      </div>
      <Tiles live={live} />
      <div class="filters">
        <input
          type="search"
          class="search"
          placeholder="Search model, label, id"
          aria-label="Search fits by model, label, identifier or client"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setMost(kPage);
          }}
        />
        <StateFilter value={state} onChange={setState} />
        <button type="button" class="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? "Go on" : "Pause"}
        </button>
      </div>
      {found.length > 0 ? (
        <FitsTable rows={found.slice(0, most)} total={found.length} />
      ) : (
        <NoFits live={live} searching={words.length > 0 || state !== "all"} />
      )}
      {found.length > most && (
        <button type="button" class="button more" onClick={() => setMost(most + kPage)}>
          Show {Math.min(kPage, found.length - most)} more of {count(found.length)}
        </button>
      )}
    </div>
  );
}

// Running, queued in their order, ended.
function ordered(live: LiveTable): FitRow[] {
  const active = [...live.active.values()];
  const running = active.filter(({ info }) => info.state === "WORK_STATE_RUNNING");
  const queued = active.filter(({ info }) => info.state !== "WORK_STATE_RUNNING");
  return [...running.reverse(), ...queued, ...[...live.ended.values()].reverse()];
}

function Tiles({ live }: { live: LiveTable }) {
  const load = live.load;
  let running = 0;
  for (const { info } of live.active.values()) running += Number(info.state === "WORK_STATE_RUNNING");
  const queued = live.active.size - running;
  const busy = (load?.busyWorkers ?? 0) + (load?.busyExpressWorkers ?? 0);
  const workers = (load?.workers ?? 0) + (load?.expressWorkers ?? 0);
  return (
    <dl class="tiles">
      <Tile name="Running" value={count(running)} note={load ? `${busy} of ${workers} workers busy` : ""} />
      <Tile name="Queued" value={count(queued)} note="waiting for a worker" />
      <Tile name="Ended" value={compact(int(load?.fits))} note="fits since the start" />
      <Tile name="Rate" value={compact(live.loads.at(-1)?.rate ?? 0)} note="fits a second, batches too" />
    </dl>
  );
}

function StateFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <fieldset class="segments">
      <legend class="unseen">State</legend>
      {kStates.map((state) => (
        <label key={state.value}>
          <input
            type="radio"
            name="state"
            value={state.value}
            checked={value === state.value}
            onChange={() => onChange(state.value)}
          />
          <span>{state.name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function NoFits({ live, searching }: { live: LiveTable; searching: boolean }) {
  if (!live.complete) {
    const lost = server.connection.state === "reconnecting";
    return <Empty title={lost ? "The server does not answer" : "Asking the server …"} />;
  }
  if (searching) {
    const known = live.active.size + live.ended.size;
    return (
      <Empty title="No fit is like this">
        <p>{plural(known, "fit")} known. The search looks at models, labels, identifiers and clients.</p>
      </Empty>
    );
  }
  return (
    <Empty title="No fits yet">
      <p>
        Send one from any gRPC client, or make one in the <a href="#/workbench">workbench</a>.
      </p>
    </Empty>
  );
}
