// What became of the fit.
import { double, int, rows } from "../api/numbers";
import { statistics, Facts } from "../pages/fit_result";
import { Badge } from "../parts/badge";
import { Matrix } from "../parts/matrix";
import { ParameterTable } from "../parts/parameter_table";
import { fitAddress } from "../route";
import { number, plural } from "../text/numbers";
import { reason } from "../text/reasons";
import type { Bench } from "./bench";

export function RunPanel({ bench }: { bench: Bench }) {
  const { run } = bench;
  const running = run.state === "running";
  return (
    <div class="run">
      <div class="row">
        {running ? (
          <button type="button" class="button" onClick={() => run.cancel()}>
            Cancel
          </button>
        ) : (
          <button type="button" class="button primary" disabled={!bench.ready} onClick={() => void run.start()}>
            Fit
          </button>
        )}
        <p class="run-state" role="status">
          <RunState bench={bench} />
        </p>
      </div>
      {run.trace.length > 1 && <Iterations bench={bench} />}
      {run.state === "failed" && (
        <div class="notice bad">
          {run.error}
          {run.violations.length > 0 && (
            <ul>
              {run.violations.map(({ field, description }) => (
                <li key={field + description}>
                  <code>{field}</code> {description}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}

function RunState({ bench }: { bench: Bench }) {
  const { run } = bench;
  if (run.state === "running") {
    const last = run.trace.at(-1);
    if (run.queuePosition > 0) return <>waits, number {run.queuePosition} in the queue</>;
    if (!last) return <>begins</>;
    return (
      <>
        iteration {int(last.iteration)}, ‖r‖ {number(double(last.residualNorm), 5)}
      </>
    );
  }
  if (run.result) {
    const why = reason(run.result.termination);
    return (
      <>
        <Badge {...why} /> {why.long}
      </>
    );
  }
  if (!bench.model) return <>A model is missing.</>;
  if (bench.formulaError !== "") return <>The formula is none yet.</>;
  if (bench.y.length === 0) return <>Data are missing.</>;
  return null;
}

// The way of the fit, to look back at.
function Iterations({ bench }: { bench: Bench }) {
  const { run } = bench;
  const shown = run.trace[run.shown];
  return (
    <label class="iterations">
      <span>Iteration {int(shown?.iteration)}</span>
      <input
        type="range"
        class="slider"
        min={0}
        max={run.trace.length - 1}
        step={1}
        value={run.shown}
        disabled={run.state === "running"}
        onInput={(event) => run.show(Number(event.currentTarget.value))}
      />
      <span class="iterations-norm">‖r‖ {number(double(shown?.residualNorm), 5)}</span>
    </label>
  );
}

export function ResultPanel({ bench }: { bench: Bench }) {
  const { run } = bench;
  const result = run.result;
  if (!result) return null;
  const free = result.freeNames ?? [];
  const correlation = rows(result.correlation, free.length);
  return (
    <section class="card" aria-labelledby="result-title">
      <div class="card-head">
        <h2 id="result-title">Result</h2>
        <div class="row">
          <span class="hint">
            {plural(int(result.infodict?.nfev), "evaluation")}, {plural(int(result.infodict?.njev), "Jacobian")}
          </span>
          <button type="button" class="button small" onClick={() => run.adopt()}>
            Take as start
          </button>
          {run.fitId !== "" && <a class="small-link" href={fitAddress(run.fitId)}>Details</a>}
        </div>
      </div>
      <ParameterTable result={result} />
      <h3>Goodness of fit</h3>
      <Facts facts={statistics(result)} />
      {correlation.length > 1 && (
        <>
          <h3>Correlations</h3>
          <Matrix names={free} values={correlation} />
        </>
      )}
    </section>
  );
}
