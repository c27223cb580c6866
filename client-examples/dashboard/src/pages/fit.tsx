// One fit: the way it takes, its data and curve, and how it ended.
import { int, millis, seconds } from "../api/numbers";
import type { FitDetail, FitInfo } from "../api/json";
import { serverNow, useLive } from "../live/live";
import { Badge, Labels } from "../parts/badge";
import { Empty, Tile } from "../parts/tile";
import { clock, duration, number, plural } from "../text/numbers";
import { outcome, reason } from "../text/reasons";
import { DataCard, TraceCards } from "./fit_plots";
import { ResultCards } from "./fit_result";
import { useFitDetail } from "./use_fit_detail";

export function FitPage({ id }: { id: string }) {
  const live = useLive();
  const row = live.active.get(id) ?? live.ended.get(id);
  const { detail, error } = useFitDetail(id, row);
  // The list knows of states sooner; what was asked for knows the whole result.
  const info = detail?.info?.state === row?.info.state ? (detail?.info ?? row?.info) : row?.info;
  const shown = info ?? detail?.info;
  return (
    <div class="page">
      <p class="crumbs">
        <a href="#/fits">Fits</a>
      </p>
      {shown ? <Head info={shown} /> : <h1>Fit {id}</h1>}
      {error !== "" && !detail && <Missing error={error} />}
      {shown && <Stop info={shown} />}
      {shown && <Figures info={shown} detail={detail} />}
      {detail && (
        <div class="cards">
          <DataCard detail={detail} />
          <TraceCards detail={detail} />
          {detail.info?.result && <ResultCards result={detail.info.result} />}
        </div>
      )}
    </div>
  );
}

function Missing({ error }: { error: string }) {
  return (
    <Empty title="This fit cannot be shown">
      <p>{error}</p>
      <p>A server keeps its last fits for a while, and none over a restart.</p>
    </Empty>
  );
}

function Head({ info }: { info: FitInfo }) {
  return (
    <div class="page-head">
      <h1 class="formula-title">{info.model || "A function of the client's"}</h1>
      <p class="lead fit-facts">
        <Badge {...outcome(info)} />
        <span class="id">{info.fitId}</span>
        {info.requestId && <span class="id">{info.requestId}</span>}
        <Labels labels={info.labels} />
        <span class="sub">arrived {clock(millis(info.arriveTime), serverNow())}</span>
      </p>
    </div>
  );
}

// Why it ended, in plain words; spoken when it does.
function Stop({ info }: { info: FitInfo }) {
  let text = "";
  let tone = "";
  if (info.state === "WORK_STATE_DONE") {
    const why = reason(info.result?.termination);
    text = why.long;
    tone = why.tone;
  } else if (info.state === "WORK_STATE_FAILED") {
    text = `Ended without a result: ${info.statusMessage || outcome(info).short}.`;
    tone = info.statusCode === 1 ? "calm" : "bad";
  } else if (info.state === "WORK_STATE_QUEUED") {
    text = "Waits for a worker.";
    tone = "calm";
  } else {
    text = "Running. Everything below follows it.";
    tone = "busy";
  }
  return (
    <p class={`stop ${tone}`} role="status">
      {text}
    </p>
  );
}

function Figures({ info, detail }: { info: FitInfo; detail: FitDetail | undefined }) {
  const last = detail?.trace?.points?.at(-1);
  const result = info.result;
  const nfev = result ? int(result.infodict?.nfev) : int(last?.nfev);
  const njev = result ? int(result.infodict?.njev) : int(last?.njev);
  const norm = Number(result?.statistics?.residualNorm ?? last?.residualNorm ?? NaN);
  const from = millis(info.startTime);
  const until = info.endTime === undefined ? serverNow() : millis(info.endTime);
  const solve = seconds(result?.timing?.solve);
  const wait = (millis(info.startTime ?? info.endTime) || serverNow()) - millis(info.arriveTime);
  return (
    <dl class="tiles">
      <Tile
        name="Data"
        value={int(info.numPoints) > 0 ? plural(int(info.numPoints), "point") : "–"}
        note={plural(info.numFree ?? 0, "free parameter")}
      />
      <Tile name="Residual norm ‖r‖" value={Number.isNaN(norm) ? "–" : number(norm, 6)} note="√ of chi-square" />
      <Tile name="Evaluations" value={nfev > 0 ? String(nfev) : "–"} note={plural(njev, "Jacobian")} />
      <Tile
        name="Time"
        value={duration(Number.isFinite(solve) ? solve : Math.max(0, until - from) / 1e3)}
        note={`waited ${duration(Math.max(0, wait) / 1e3)}`}
      />
    </dl>
  );
}
