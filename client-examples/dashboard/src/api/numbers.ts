// Numbers of the protos' JSON, as numbers.
import type { ArrayJson, Double, Duration, Int64, Timestamp } from "./json";

// What is absent is 0, as in proto3.
export function double(value: Double | undefined): number {
  return value === undefined ? 0 : Number(value);
}

export function doubles(values: Double[] | undefined): number[] {
  return (values ?? []).map(double);
}

export function int(value: Int64 | undefined): number {
  return value === undefined ? 0 : Number(value);
}

// Milliseconds; NaN where there is none.
export function millis(time: Timestamp | undefined): number {
  return time === undefined ? NaN : Date.parse(time);
}

// Seconds of "1.5s"; NaN where there is none.
export function seconds(duration: Duration | undefined): number {
  return duration === undefined ? NaN : Number(duration.replace(/s$/, ""));
}

// The elements of an array in any of the encodings that a server sends.
export function elements(array: ArrayJson | undefined): number[] {
  if (array?.f64Le === undefined) return doubles(array?.values?.values);
  const bytes = Uint8Array.from(atob(array.f64Le), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

// The rows of a matrix of `columns` columns; none of an empty one.
export function rows(array: ArrayJson | undefined, columns: number): number[][] {
  const flat = elements(array);
  if (columns === 0) return [];
  return Array.from({ length: flat.length / columns }, (_, i) =>
    flat.slice(i * columns, (i + 1) * columns),
  );
}

export function toArray(values: readonly number[]): ArrayJson {
  return { values: { values: values as number[] } };
}
