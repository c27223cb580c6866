import type { ComponentChildren } from "preact";

// A figure with its name.
export function Tile(props: { name: string; value: string; note?: string; children?: ComponentChildren }) {
  return (
    <div class="tile">
      <dt>{props.name}</dt>
      <dd>
        <span class="tile-value">{props.value}</span>
        <span class="tile-note">{props.note}</span>
        {props.children}
      </dd>
    </div>
  );
}

// How much of a limit is used.
export function Meter({ name, part, whole }: { name: string; part: number; whole: number }) {
  const share = whole > 0 ? Math.min(1, part / whole) : 0;
  return (
    <div
      class="meter"
      role="meter"
      aria-label={name}
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <svg viewBox="0 0 120 48" width="120" height="48" aria-hidden="true" class="empty-art">
        <path d="M4 42c22 0 30-4 40-22S58 6 60 6s6-4 16 14 18 22 40 22" />
        <circle cx="22" cy="39" r="2" />
        <circle cx="41" cy="27" r="2" />
        <circle cx="60" cy="4" r="2" />
        <circle cx="80" cy="29" r="2" />
        <circle cx="99" cy="38" r="2" />
      </svg>
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

// A heading with what belongs to it.
export function Card(props: {
  title: string;
  note?: ComponentChildren;
  wide?: boolean;
  children: ComponentChildren;
}) {
  return (
    <section class={props.wide ? "card wide" : "card"} aria-label={props.title}>
      <div class="card-head">
        <h2>{props.title}</h2>
        {props.note !== undefined && <div class="card-note">{props.note}</div>}
      </div>
      {props.children}
    </section>
  );
}
