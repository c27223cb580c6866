// A model's parameters as the workbench sets them.
import { double } from "../api/numbers";
import type { Model, ModelParameter } from "../api/json";

export interface Setting {
  name: string;
  description: string;
  role: string;
  value: number;
  fixed: boolean;
  // As typed; empty: no bound.
  min: string;
  max: string;
  // The ends of the slider.
  low: number;
  high: number;
}

export interface Extent {
  low: number;
  high: number;
}

export function extent(values: readonly number[]): Extent {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

export function newSettings(model: Model, x: Extent, y: Extent): Setting[] {
  const example = model.example?.parameters ?? [];
  return (model.parameters ?? []).map((parameter, i) => {
    const value = double(parameter.fixedDefault ?? parameter.start ?? example[i] ?? 1);
    return {
      name: parameter.name,
      description: parameter.description ?? "",
      role: parameter.role ?? "",
      value,
      fixed: parameter.fixedDefault !== undefined,
      min: "",
      max: "",
      ...sliderRange(value, parameter, x, y),
    };
  });
}

// A range in which it makes sense to drag, with the value inside.
export function sliderRange(value: number, parameter: ModelParameter | undefined, x: Extent, y: Extent): Extent {
  const own: Extent = { low: double(parameter?.min ?? "-Infinity"), high: double(parameter?.max ?? "Infinity") };
  let half = Math.abs(value);
  switch (parameter?.role) {
    case "ROLE_LOCATION":
      half = Math.max((x.high - x.low) / 2, half * 0.05);
      break;
    case "ROLE_OFFSET":
      half = Math.max((y.high - y.low) / 2, half * 0.05);
      break;
    case "ROLE_HEIGHT":
      half = half || y.high - y.low;
      break;
    case "ROLE_SCALE":
      half = half || (x.high - x.low) / 4;
      break;
  }
  if (half === 0) half = 1;
  const low = Math.max(own.low, value - half);
  const high = Math.min(own.high, value + half);
  return low < high ? { low, high } : { low: value - half, high: value + half };
}

// A typed number; undefined for an empty text, NaN for what is none.
export function typed(text: string): number | undefined {
  const trimmed = text.trim().replace("\u2212", "-");
  if (trimmed === "") return undefined;
  return Number(/^[^,.]*,[^,.]*$/.test(trimmed) ? trimmed.replace(",", ".") : trimmed);
}

// A number to be edited: short, and the same number again when it is read.
export function editable(value: number): string {
  return String(Number(value.toPrecision(8)));
}
