import type { Tone } from "../text/reasons";

export function Badge({ short, tone }: { short: string; tone: Tone }) {
  return <span class={`badge ${tone}`}>{short}</span>;
}

export function Labels({ labels }: { labels: Record<string, string> | undefined }) {
  const all = Object.entries(labels ?? {}).sort(([a], [b]) => a.localeCompare(b));
  if (all.length === 0) return null;
  const text = all.map(([key, value]) => `${key}=${value}`);
  return (
    <span class="labels" title={text.join("\n")}>
      {text.map((one) => (
        <span class="label" key={one}>
          {one}
        </span>
      ))}
    </span>
  );
}
