// Numbers as they are shown. A true minus sign, which is as wide as a digit where digits are tabular.

const kMinus = "\u2212";
const kThinSpace = "\u2009";

function sign(text: string): string {
  return text.replaceAll("-", kMinus);
}

// To `digits` significant digits, with a power of ten where the number is very large or small.
export function number(value: number, digits = 6): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${kMinus}∞`;
  if (value === 0) return "0";
  const [mantissa, power] = value.toExponential(digits - 1).split("e") as [string, string];
  const exponent = Number(power);
  if (exponent < -4 || exponent >= Math.max(digits, 6)) {
    return sign(`${trim(mantissa)}e${exponent}`);
  }
  return sign(trim(value.toFixed(Math.max(0, digits - 1 - exponent))));
}

function trim(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

// A value with the digits that its standard error leaves: 451.542 ± 0.047.
export function withError(value: number, error: number | undefined): { value: string; error: string } {
  if (error === undefined || !Number.isFinite(error) || !Number.isFinite(value)) {
    return { value: number(value, 8), error: "" };
  }
  // An exact fit.
  if (error === 0) return { value: number(value, 10), error: "0" };
  // The error's first digit, after it has been rounded to two.
  const last = Number(error.toExponential(1).split("e")[1]) - 1;
  const largest = Math.max(Math.abs(value), error);
  const first = Math.floor(Math.log10(largest));
  // More than a double holds.
  if (first - last > 15) return { value: number(value, 15), error: number(error, 2) };
  if (first > 6 || first < -4) {
    const scale = 10 ** first;
    const places = Math.min(100, Math.max(0, first - last));
    return {
      value: sign(`${(value / scale).toFixed(places)}e${first}`),
      error: sign(`${(error / scale).toFixed(places)}e${first}`),
    };
  }
  const places = Math.max(0, -last);
  return { value: sign(value.toFixed(places)), error: error.toFixed(places) };
}

// 1,234,567
export function count(value: number): string {
  return value.toLocaleString("en");
}

// 1 fit, 2 fits
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

// 950, 12.3 k, 4.56 M
export function compact(value: number): string {
  for (const [unit, size] of [["G", 1e9], ["M", 1e6], ["k", 1e3]] as const) {
    if (Math.abs(value) >= size * 0.9995) return `${(value / size).toPrecision(3)}${kThinSpace}${unit}`;
  }
  return Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(2);
}

// 12.3 MiB
export function bytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let size = value;
  let unit = 0;
  while (size >= 1_023.5 && unit < units.length - 1) {
    size /= 1_024;
    unit += 1;
  }
  const places = unit === 0 || size >= 99.95 ? 0 : 1;
  return `${size.toFixed(places)}${kThinSpace}${units[unit]}`;
}

// 187 µs, 3.2 ms, 1.4 s, 2 min 05 s, 3 h 07 min
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  const space = kThinSpace;
  if (seconds < 0.000_999_5) return `${(seconds * 1e6).toFixed(0)}${space}µs`;
  if (seconds < 0.999_5) return `${(seconds * 1e3).toPrecision(seconds < 0.1 ? 2 : 3)}${space}ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)}${space}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${space}s`;
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 3_600) return `${Math.floor(whole / 60)}${space}min ${two(whole % 60)}${space}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)}${space}h ${two(minutes % 60)}${space}min`;
  return `${Math.floor(minutes / 1_440)}${space}days`;
}

// 14:03:27 of today, 23 Nov 14:03 of other days.
export function clock(time: number, now: number): string {
  if (!Number.isFinite(time)) return "–";
  const date = new Date(time);
  const hours = (seconds: boolean) =>
    date.toLocaleTimeString("en-GB", seconds ? {} : { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === new Date(now).toDateString()) return hours(true);
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${hours(false)}`;
}
