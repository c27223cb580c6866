// How a fit ended: parameters, goodness of fit, correlations, infodict.
import { double, doubles, int, rows, seconds } from "../api/numbers";
import type { FitResult } from "../api/json";
import { Matrix, summary } from "../parts/matrix";
import { ParameterTable } from "../parts/parameter_table";
import { Card } from "../parts/tile";
import { count, duration, number } from "../text/numbers";
import { plainEnum } from "../text/reasons";

export function ResultCards({ result }: { result: FitResult }) {
  const free = result.freeNames ?? [];
  const correlation = rows(result.correlation, free.length);
  return (
    <>
      <Card title="Final parameters" wide={(result.parameters ?? []).length > 12}>
        <ParameterTable result={result} />
      </Card>
      {correlation.length > 0 && (
        <Card title="Correlations">
          <Matrix names={free} values={correlation} />
          <p class="hint">{summary(free, correlation)}</p>
        </Card>
      )}
      <Card title="Goodness of fit">
        <Facts facts={statistics(result)} />
      </Card>
      <Card title="Infodict and provenance">
        <Facts facts={infodict(result)} />
      </Card>
    </>
  );
}

type Fact = [name: string, value: string];

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function statistics(result: FitResult): Fact[] {
  const found = result.statistics ?? {};
  const some = (value: number | string | undefined) =>
    value === undefined ? "does not exist" : number(double(value as number), 7);
  return [
    ["Chi-square", number(double(found.chiSquare), 7)],
    ["Reduced chi-square", some(found.reducedChiSquare)],
    ["Degrees of freedom", count(int(found.degreesOfFreedom))],
    ["R²", some(found.rSquared)],
    ["Akaike (AIC)", some(found.aic)],
    ["Bayes (BIC)", some(found.bic)],
  ];
}

function infodict(result: FitResult): Fact[] {
  const found = result.infodict ?? {};
  const from = result.provenance ?? {};
  return [
    ["ier", result.ier === undefined ? "–" : String(result.ier)],
    ["mesg", (result.mesg ?? "").replace(/\s+/g, " ")],
    ["nfev", count(int(found.nfev))],
    ["njev", count(int(found.njev))],
    ["ipvt", (found.ipvt ?? []).join(", ") || "–"],
    ["qtf", doubles(found.qtf).map((value) => number(value, 4)).join(", ") || "–"],
    ["Solved in", duration(seconds(result.timing?.solve))],
    ["Waited", duration(seconds(result.timing?.queueWait))],
    ["Derivatives", plainEnum(from.jacobian, "JACOBIAN_")],
    ["Arithmetic", plainEnum(from.arithmetic, "ARITHMETIC_")],
    ["Model", `${from.model ?? ""}, version ${from.modelVersion ?? 0}`],
    ["Server", `fitd ${from.fitdVersion ?? ""}`],
  ];
}
