// Which of many points are drawn: all up to kAll; of more, the smallest and the largest y in each of kParts
// parts of the range of x. As the server thins what it shows.

const kAll = 2_048;
const kParts = 1_024;

export function thin(x: readonly number[], y: readonly number[]): number[] {
  if (y.length <= kAll) return y.map((_, i) => i);
  let low = Infinity;
  let high = -Infinity;
  for (const value of x) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const least: number[] = [];
  const most: number[] = [];
  for (let i = 0; i < y.length; ++i) {
    const part = high > low ? Math.min(kParts - 1, Math.floor((((x[i] ?? 0) - low) / (high - low)) * kParts)) : 0;
    if (least[part] === undefined || (y[i] as number) < (y[least[part]] as number)) least[part] = i;
    if (most[part] === undefined || (y[i] as number) > (y[most[part]] as number)) most[part] = i;
  }
  const kept = new Set([...least, ...most].filter((i) => i !== undefined));
  return [...kept].sort((a, b) => (x[a] as number) - (x[b] as number));
}
