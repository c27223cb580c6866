// Enumerations of the protos in plain words.
import type { FitInfo, WorkState } from "../api/json";

export type Tone = "good" | "warn" | "bad" | "busy" | "calm";

interface Reason {
  // For a badge.
  short: string;
  tone: Tone;
  // A sentence or two.
  long: string;
}

const kReasons: Record<string, Reason> = {
  TERMINATION_FTOL: {
    short: "converged",
    tone: "good",
    long: "Converged: another step would hardly lower the sum of squares (ftol).",
  },
  TERMINATION_XTOL: {
    short: "converged",
    tone: "good",
    long: "Converged: the parameters hardly change any more (xtol).",
  },
  TERMINATION_FTOL_AND_XTOL: {
    short: "converged",
    tone: "good",
    long: "Converged: neither the sum of squares (ftol) nor the parameters (xtol) change any more.",
  },
  TERMINATION_GTOL: {
    short: "converged",
    tone: "good",
    long: "Converged: the residuals are orthogonal to every direction in which the curve can move (gtol), or the curve meets every point.",
  },
  TERMINATION_MAXFEV: {
    short: "evaluations spent",
    tone: "warn",
    long: "Not converged: the fit used all the evaluations that it was allowed (maxfev). Allow more, or start closer.",
  },
  TERMINATION_FTOL_TOO_SMALL: {
    short: "ftol too small",
    tone: "warn",
    long: "Stopped at the limit of arithmetic: the sum of squares cannot be lowered further. The result is likely as good as it gets; ftol is smaller than the numbers allow.",
  },
  TERMINATION_XTOL_TOO_SMALL: {
    short: "xtol too small",
    tone: "warn",
    long: "Stopped at the limit of arithmetic: the parameters cannot be improved further. The result is likely as good as it gets; xtol is smaller than the numbers allow.",
  },
  TERMINATION_GTOL_TOO_SMALL: {
    short: "gtol too small",
    tone: "warn",
    long: "Stopped at the limit of arithmetic: the residuals are orthogonal to the derivatives to the last digit. The result is likely as good as it gets.",
  },
  TERMINATION_TIME_LIMIT: {
    short: "time limit",
    tone: "warn",
    long: "Not converged: the time that the request allowed was over. These are the best parameters until then.",
  },
  TERMINATION_NON_FINITE: {
    short: "not finite",
    tone: "bad",
    long: "The model, or one of its derivatives, has no finite value here. Other starting values, or bounds, may keep it where it has.",
  },
  TERMINATION_INVALID_DATA: {
    short: "invalid data",
    tone: "bad",
    long: "The data hold a value that is not finite, or a standard deviation that is not positive.",
  },
};

export function reason(termination: string | undefined): Reason {
  const name = termination ?? "TERMINATION_UNSPECIFIED";
  const known = kReasons[name];
  if (known) return known;
  // Of a newer server.
  const words = name.replace("TERMINATION_", "").toLowerCase().replaceAll("_", " ");
  return { short: words, tone: "warn", long: `The fit ended: ${words}.` };
}

const kCodes: Record<number, string> = {
  1: "cancelled",
  2: "unknown error",
  3: "invalid request",
  4: "deadline over",
  5: "not found",
  7: "not permitted",
  8: "server full",
  9: "not possible",
  10: "aborted",
  12: "not implemented",
  13: "internal error",
  14: "server ended",
};

export function codeInWords(code: number | undefined): string {
  return kCodes[code ?? 0] ?? `status ${code ?? 0}`;
}

// What a badge says of a fit.
export function outcome(info: FitInfo): { short: string; tone: Tone } {
  if (info.state === "WORK_STATE_DONE") return reason(info.result?.termination);
  if (info.state !== "WORK_STATE_FAILED") return stateInWords(info.state);
  return { short: codeInWords(info.statusCode), tone: info.statusCode === 1 ? "calm" : "bad" };
}

export function stateInWords(state: WorkState | undefined): { short: string; tone: Tone } {
  switch (state) {
    case "WORK_STATE_QUEUED":
      return { short: "queued", tone: "calm" };
    case "WORK_STATE_RUNNING":
      return { short: "running", tone: "busy" };
    case "WORK_STATE_DONE":
      return { short: "done", tone: "good" };
    case "WORK_STATE_FAILED":
      return { short: "failed", tone: "bad" };
    default:
      return { short: "unknown", tone: "calm" };
  }
}

// JACOBIAN_FORWARD_DIFFERENCE: "forward difference"
export function plainEnum(value: string | undefined, prefix: string): string {
  return (value ?? "").replace(prefix, "").toLowerCase().replaceAll("_", " ");
}
