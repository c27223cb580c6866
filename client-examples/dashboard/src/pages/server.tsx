// The server as a whole: workers, queue and memory over time, and what it takes.
import { useMemo } from "preact/hooks";

import { int, millis } from "../api/numbers";
import type { ServerInfo } from "../api/json";
import { server, serverNow, useLive } from "../live/live";
import type { LoadPoint } from "../live/table";
import { Plot } from "../parts/plot";
import type { PlotShape } from "../parts/plot_options";
import { Card, Meter, Tile } from "../parts/tile";
import { bytes, compact, count, duration } from "../text/numbers";
import { Facts } from "./fit_result";

export function ServerPage() {
  const live = useLive();
  const { info } = server;
  const load = live.load;
  return (
    <div class="page">
      <div class="page-head">
        <h1>Server</h1>
        <p class="lead">{info ? describe(info) : "Asking the server …"}</p>
      </div>
      {load?.draining && (
        <p class="stop warn" role="status">
          The server is about to end and takes no more calls.
        </p>
      )}
      <Now point={live.loads.at(-1)} info={info} />
      <div class="cards">
        <Courses points={live.loads} />
        <Card title="What it takes" wide>
          <Facts facts={limits(info)} />
        </Card>
      </div>
    </div>
  );
}

function describe(info: ServerInfo): string {
  const up = (serverNow() - millis(info.startTime)) / 1e3;
  return `fitd ${info.version ?? ""}, up for ${duration(up)}, ${info.simdTarget ?? ""} on ${count(info.processors ?? 0)} processors`;
}

// Before the first load has come, everything is there already, without its figures: nothing jumps.
function Now({ point, info }: { point: LoadPoint | undefined; info: ServerInfo | undefined }) {
  const { load, rate, cpu } = point ?? { load: {}, rate: 0, cpu: 0 };
  const limit = info?.limits ?? {};
  const busy = (load.busyWorkers ?? 0) + (load.busyExpressWorkers ?? 0);
  const workers = (load.workers ?? 0) + (load.expressWorkers ?? 0);
  return (
    <dl class="tiles">
      <Tile name="Workers" value={`${busy} / ${workers}`} note={`${cpu.toFixed(1)} processors used`}>
        <Meter name="Busy workers" part={busy} whole={workers} />
      </Tile>
      <Tile name="Queue" value={count(int(load.queueLength))} note={bytes(int(load.queueBytes))}>
        <Meter name="Queue" part={int(load.queueLength)} whole={int(limit.queueLength)} />
      </Tile>
      <Tile
        name="Memory"
        value={bytes(int(load.residentMemory))}
        note={`${bytes(int(load.workingMemory))} for fits`}
      >
        <Meter name="Working memory" part={int(load.workingMemory)} whole={int(limit.workingMemory)} />
      </Tile>
      <Tile
        name="Rate"
        value={`${compact(rate)}/s`}
        note={`${compact(int(load.fits) + int(load.dataSets))} since the start`}
      />
    </dl>
  );
}

function Courses({ points }: { points: LoadPoint[] }) {
  const last = points.at(-1)?.time;
  // A new array for each point, or the plots would not know of it.
  const plots = useMemo(() => courses(points), [last]);
  return (
    <>
      {plots.map(({ title, summary, x, shape }) => (
        <Card key={title} title={title}>
          <Plot summary={summary} x={x} shape={shape} height={180} legend={shape.series.length > 1} />
        </Card>
      ))}
    </>
  );
}

// Seconds between two loads from which a gap is shown.
const kGap = 5;

function courses(points: readonly LoadPoint[]) {
  const x: number[] = [];
  const shown: (LoadPoint | undefined)[] = [];
  for (const point of points) {
    const before = x.at(-1);
    if (before !== undefined && point.time - before > kGap) {
      x.push(before + 1);
      shown.push(undefined);
    }
    x.push(point.time);
    shown.push(point);
  }
  const newestPoint = points.at(-1) ?? { time: 0, load: {}, rate: 0, cpu: 0 };
  const course = (
    title: string,
    series: [name: string, colour: string, of: (point: LoadPoint) => number][],
    more: Partial<PlotShape> = {},
  ) => {
    const shape: PlotShape = {
      xLabel: "",
      time: true,
      fromZero: true,
      series: series.map(([name, colour, of]) => ({
        name,
        kind: "steps",
        colour,
        values: shown.map((point) => (point ? of(point) : null)),
      })),
      ...more,
    };
    const write = more.axisNumber ?? ((value: number) => compact(value));
    const newest = series.map(([name, , of]) => `${name} ${write(of(newestPoint))}`);
    return { title, summary: `${title} over time; now ${newest.join(", ")}.`, x, shape };
  };
  return [
    course("Workers and processors", [
      ["busy workers", "curve", ({ load }) => (load.busyWorkers ?? 0) + (load.busyExpressWorkers ?? 0)],
      ["processors used", "data", ({ cpu }) => cpu],
    ]),
    course("Queue", [["waiting", "curve", ({ load }) => int(load.queueLength)]], { wholeY: true }),
    course("Memory", [["resident", "curve", ({ load }) => int(load.residentMemory)]], {
      axisNumber: bytes,
      bytesY: true,
    }),
    course("Fits per second", [["fits per second", "curve", ({ rate }) => rate]], { axisNumber: compact }),
  ];
}

function limits(info: ServerInfo = {}): [string, string][] {
  const limit = info.limits ?? {};
  return [
    ["Points of a fit", count(int(limit.maxPoints))],
    ["Free parameters", count(int(limit.maxParameters))],
    ["Message", bytes(int(limit.maxMessageBytes))],
    ["Requests waiting", count(int(limit.queueLength))],
    ["Of one client", count(int(limit.clientQueueLength))],
    ["Their messages", bytes(int(limit.queueBytes))],
    ["Working memory", bytes(int(limit.workingMemory))],
    ["Workers", `${limit.workers ?? 0} and ${limit.expressWorkers ?? 0} for short fits`],
    ["Functions of clients", count(limit.maxFunctions ?? 0)],
    ["Chunks of a batch", `${limit.batchChunks ?? 0} of ${count(int(limit.batchChunkFits))} data sets`],
    ["Watchers", count(limit.maxWatchers ?? 0)],
    ["Fits kept", `${count(info.keptFits ?? 0)}, ${bytes(int(info.keptBytes))}`],
    ["Models", count(info.catalogueModels ?? 0)],
    ["Instance", info.instanceId ?? ""],
  ];
}
