// The messages of proto/fitd/v1 as they come in the protos' canonical JSON, as far as they are shown
// here. There, what has its default value is left out, int64 is text, and numbers that are not finite are
// the texts NaN, Infinity and -Infinity. tests/dashboard holds these names against the .proto files.

export type * from "./json_model";
export type * from "./json_monitor";

export type Int64 = string | number;
export type Double = number | "NaN" | "Infinity" | "-Infinity";
// RFC 3339.
export type Timestamp = string;
// Seconds with an s, such as "0.001068202s".
export type Duration = string;

export interface DoublesJson {
  values?: Double[];
}

export interface ArrayJson {
  shape?: Int64[];
  values?: DoublesJson;
  f64Le?: string;
}

export interface Progress {
  iteration?: Int64;
  nfev?: Int64;
  njev?: Int64;
  residualNorm?: Double;
  gradientCosine?: Double;
  lambda?: Double;
  radius?: Double;
  gainRatio?: Double;
  parameters?: Double[];
  elapsed?: Duration;
}

export interface FittedParameter {
  name: string;
  value?: Double;
  standardError?: Double;
  fixed?: boolean;
  start?: Double;
  atBound?: string;
  min?: Double;
  max?: Double;
}

export interface Infodict {
  nfev?: Int64;
  njev?: Int64;
  ipvt?: number[];
  qtf?: Double[];
}

export interface Statistics {
  chiSquare?: Double;
  reducedChiSquare?: Double;
  degreesOfFreedom?: Int64;
  rSquared?: Double;
  aic?: Double;
  bic?: Double;
  residualNorm?: Double;
}

export interface Timing {
  queueWait?: Duration;
  solve?: Duration;
}

export interface Provenance {
  fitdVersion?: string;
  model?: string;
  modelVersion?: number;
  jacobian?: string;
  arithmetic?: string;
}

export interface FitResult {
  termination?: string;
  ier?: number;
  mesg?: string;
  freeNames?: string[];
  infodict?: Infodict;
  covariance?: ArrayJson;
  correlation?: ArrayJson;
  parameters?: FittedParameter[];
  statistics?: Statistics;
  bestFit?: ArrayJson;
  timing?: Timing;
  provenance?: Provenance;
}

export interface Accepted {
  fitId?: string;
  model?: string;
  queuePosition?: Int64;
}

export interface FitEvent {
  sequence?: Int64;
  accepted?: Accepted;
  progress?: Progress;
  result?: FitResult;
}
