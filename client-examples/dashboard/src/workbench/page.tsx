// From a table of numbers to a fitted curve.
import { useEffect } from "preact/hooks";

import { server } from "../live/live";
import { BenchPlots } from "./bench_plots";
import { useBench } from "./bench";
import { DataPanel } from "./data_panel";
import { ModelPanel } from "./model_panel";
import { ParameterPanel } from "./parameter_panel";
import { ResultPanel, RunPanel } from "./result_panel";
import { SnippetPanel } from "./snippet_panel";

export function WorkbenchPage() {
  const bench = useBench();
  useEffect(() => void bench.load(), [server.connection.state]);
  return (
    <div class="page">
      <div class="page-head">
        <h1>Workbench</h1>
        <p class="lead">Bring data, choose a curve, drag it near, fit.</p>
      </div>
      <div class="bench">
        <div class="bench-left">
          <div class="bench-data">
            <DataPanel bench={bench} />
            <ModelPanel bench={bench} />
          </div>
          <div class="bench-parameters">
            <ParameterPanel bench={bench} />
          </div>
        </div>
        <div class={bench.run.result ? "bench-right" : "bench-right follows"}>
          <section class="card bench-plot" aria-label="Curve">
            <BenchPlots bench={bench} />
          </section>
          <section class="card bench-run" aria-label="Fit">
            <RunPanel bench={bench} />
          </section>
          <div class="bench-result">
            <ResultPanel bench={bench} />
            <SnippetPanel bench={bench} />
          </div>
        </div>
      </div>
    </div>
  );
}
