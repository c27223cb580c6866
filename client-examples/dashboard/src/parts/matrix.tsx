// A correlation matrix as a heat map: a table, so that it is read as well as seen.
import { number } from "../text/numbers";

// Beyond so many columns the numbers stand in tooltips alone.
const kWithNumbers = 8;

export function Matrix({ names, values }: { names: readonly string[]; values: readonly number[][] }) {
  const small = names.length > kWithNumbers;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Table of correlations">
      <table class={small ? "matrix dense" : "matrix"}>
        <caption class="unseen">{summary(names, values)}</caption>
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col" title={name}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {values.map((row, i) => (
            <tr key={names[i]}>
              <th scope="row" title={names[i]}>
                <span>{names[i]}</span>
              </th>
              {row.map((value, j) => (
                <Cell key={names[j]} value={value} title={`${names[i]}, ${names[j]}`} small={small} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ value, title, small }: { value: number; title: string; small: boolean }) {
  const text = number(Number(value.toFixed(3)), 3);
  const strength = Math.min(1, Math.abs(value));
  return (
    <td
      class={`${value < 0 ? "negative" : "positive"}${strength > 0.6 ? " strong" : ""}`}
      style={{ "--strength": `${(strength * 100).toFixed(0)}%` }}
      title={`${title}: ${text}`}
    >
      <span class={small ? "unseen" : undefined}>{text}</span>
    </td>
  );
}

// The strongest pair, in words.
export function summary(names: readonly string[], values: readonly number[][]): string {
  let best = { i: 0, j: 0, value: 0 };
  values.forEach((row, i) =>
    row.forEach((value, j) => {
      if (j < i && Math.abs(value) > Math.abs(best.value)) best = { i, j, value };
    }),
  );
  const head = `Correlations of ${names.length} parameters.`;
  if (best.i === best.j) return head;
  return `${head} The strongest is ${number(best.value, 3)}, of ${names[best.j]} and ${names[best.i]}.`;
}
