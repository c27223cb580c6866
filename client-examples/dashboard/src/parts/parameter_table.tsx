// The final parameters with their standard errors.
import { double } from "../api/numbers";
import type { FitResult, FittedParameter } from "../api/json";
import { number, withError } from "../text/numbers";
import { plainEnum } from "../text/reasons";
import { Copy } from "./copy";

export function ParameterTable({ result }: { result: FitResult }) {
  const parameters = result.parameters ?? [];
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of parameters">
        <table class="figures">
          <caption class="unseen">Parameters with standard errors</caption>
          <thead>
            <tr>
              <th scope="col">Parameter</th>
              <th scope="col">Value</th>
              <th scope="col">Std. error</th>
              <th scope="col">Relative</th>
              <th scope="col">Start</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map((parameter) => (
              <Row key={parameter.name} parameter={parameter} />
            ))}
          </tbody>
        </table>
      </div>
      <div class="card-foot">
        <Copy name="Copy table" text={() => asTable(parameters)} />
      </div>
    </>
  );
}

function Row({ parameter }: { parameter: FittedParameter }) {
  const value = double(parameter.value);
  const has = parameter.standardError !== undefined;
  const shown = withError(value, has ? double(parameter.standardError) : undefined);
  const relative = Math.abs(double(parameter.standardError) / value) * 100;
  return (
    <tr>
      <th scope="row">
        {parameter.name}
        {parameter.fixed && <span class="hint"> fixed</span>}
        {parameter.atBound !== undefined && (
          <span class="hint warn"> at its {plainEnum(parameter.atBound, "BOUND_")}</span>
        )}
      </th>
      <td title={String(value)}>{shown.value}</td>
      <td>{has ? `± ${shown.error}` : "–"}</td>
      <td>{has && Number.isFinite(relative) ? `${number(relative, 2)} %` : "–"}</td>
      <td>{number(double(parameter.start), 6)}</td>
    </tr>
  );
}

// As a spreadsheet takes it, with all digits.
export function asTable(parameters: readonly FittedParameter[]): string {
  const lines = parameters.map(({ name, value, standardError }) =>
    [name, double(value), standardError === undefined ? "" : double(standardError)].join("\t"),
  );
  return ["parameter\tvalue\tstandard error", ...lines].join("\n");
}
