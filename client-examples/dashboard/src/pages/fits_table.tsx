import { double, int, millis, seconds } from "../api/numbers";
import type { FitInfo } from "../api/json";
import { serverNow } from "../live/live";
import type { FitRow } from "../live/table";
import { Badge, Labels } from "../parts/badge";
import { Spark } from "../parts/spark";
import { fitAddress } from "../route";
import { clock, count, duration, number, plural } from "../text/numbers";
import { outcome } from "../text/reasons";

const kColumns = ["State", "Model", "Size", "Progress", "Time", "Arrived"];

// Roles are written out, since a phone's layout would take them away.
export function FitsTable({ rows, total }: { rows: readonly FitRow[]; total: number }) {
  const now = serverNow();
  return (
    <table class="fits" role="table">
      <caption class="unseen">
        {rows.length} of {plural(total, "fit")}: running, queued, then ended, the newest first
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {kColumns.map((name) => (
            <th key={name} role="columnheader" scope="col" class={`col-${name.toLowerCase()}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.info.fitId} row={row} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, now }: { row: FitRow; now: number }) {
  const { info } = row;
  return (
    <tr role="row" class={info.state === "WORK_STATE_RUNNING" ? "running" : ""}>
      <td role="cell" class="col-state">
        <Badge {...outcome(info)} />
      </td>
      <td role="cell" class="col-model">
        <a href={fitAddress(info.fitId)} title={info.model}>
          {info.model || "client's function"}
        </a>
        <span class="sub">
          <span class="id">{info.requestId || info.fitId}</span>
          <Labels labels={info.labels} />
        </span>
      </td>
      <td role="cell" class="col-size">
        <span>{int(info.numPoints) > 0 ? plural(int(info.numPoints), "point") : "–"}</span>
        <span class="sub">{plural(info.numFree ?? 0, "parameter")}</span>
      </td>
      <td role="cell" class="col-progress">
        <Course row={row} />
      </td>
      <td role="cell" class="col-time">
        {duration(time(info, now))}
      </td>
      <td role="cell" class="col-arrived">
        {clock(millis(info.arriveTime), now)}
      </td>
    </tr>
  );
}

// Seconds: how long it has run, or waited; of an ended fit, how long the solver took.
function time(info: FitInfo, now: number): number {
  const solve = seconds(info.result?.timing?.solve);
  if (Number.isFinite(solve)) return solve;
  const from = millis(info.startTime ?? info.arriveTime);
  const to = info.endTime === undefined ? now : millis(info.endTime);
  return Math.max(0, to - from) / 1e3;
}

function Course({ row }: { row: FitRow }) {
  const { info, progress, trail } = row;
  const statistics = info.result?.statistics;
  if (statistics) {
    const nfev = int(info.result?.infodict?.nfev);
    return (
      <span class="course">
        {trail.length > 1 && <Spark values={trail} log />}
        <span>‖r‖ {number(double(statistics.residualNorm), 4)}</span>
        <span class="sub">{plural(nfev, "evaluation")}</span>
      </span>
    );
  }
  if (progress) {
    return (
      <span class="course">
        <Spark values={trail} log />
        <span>‖r‖ {number(double(progress.residualNorm), 4)}</span>
        <span class="sub">{count(int(progress.nfev))} evaluations</span>
      </span>
    );
  }
  return <span class="sub">{info.statusMessage || "–"}</span>;
}
