// A line without axes.

const kWidth = 100;
const kHeight = 28;
const kEdge = 2;

// A path through the values, evenly apart, from the lowest at the bottom to the highest at the top.
export function sparkPath(values: readonly number[]): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return "";
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  const step = kWidth / (values.length - 1);
  const y = (value: number) =>
    high === low
      ? kHeight / 2
      : kHeight - kEdge - ((value - low) / (high - low)) * (kHeight - 2 * kEdge);
  let pen = "M";
  let path = "";
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      pen = "M";
      return;
    }
    path += `${pen}${(i * step).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = "L";
  });
  return path;
}

// On a logarithmic scale where `log`. Its text alternative stands beside it, in words.
export function Spark({ values, log = false }: { values: readonly number[]; log?: boolean }) {
  const shown = log ? values.map((value) => (value > 0 ? Math.log(value) : NaN)) : values;
  return (
    <svg class="spark" viewBox={`0 0 ${kWidth} ${kHeight}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={sparkPath(shown)} />
    </svg>
  );
}
