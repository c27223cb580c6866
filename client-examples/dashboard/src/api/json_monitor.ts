// The messages of monitor.proto; see json.ts.
import type { Double, Duration, FitResult, Int64, Progress, Timestamp } from "./json";

export type WorkState =
  | "WORK_STATE_UNSPECIFIED"
  | "WORK_STATE_QUEUED"
  | "WORK_STATE_RUNNING"
  | "WORK_STATE_DONE"
  | "WORK_STATE_FAILED";

export interface FitInfo {
  fitId: string;
  state?: WorkState;
  kind?: string;
  model?: string;
  numPoints?: Int64;
  numFree?: number;
  parameterNames?: string[];
  labels?: Record<string, string>;
  requestId?: string;
  client?: string;
  arriveTime?: Timestamp;
  startTime?: Timestamp;
  endTime?: Timestamp;
  statusCode?: number;
  statusMessage?: string;
  result?: FitResult;
}

export interface FitProgress {
  fitId: string;
  progress?: Progress;
}

export interface TerminationCount {
  termination?: string;
  count?: Int64;
}

export interface BatchInfo {
  batchId: string;
  state?: WorkState;
  model?: string;
  numPoints?: Int64;
  numFree?: number;
  labels?: Record<string, string>;
  requestId?: string;
  client?: string;
  arriveTime?: Timestamp;
  endTime?: Timestamp;
  statusCode?: number;
  statusMessage?: string;
  received?: Int64;
  done?: Int64;
  converged?: Int64;
  failures?: TerminationCount[];
  fitsPerSecond?: Double;
  nfev?: Int64;
}

export interface ServerLoad {
  workers?: number;
  busyWorkers?: number;
  expressWorkers?: number;
  busyExpressWorkers?: number;
  functions?: number;
  queueLength?: Int64;
  queueBytes?: Int64;
  workingMemory?: Int64;
  residentMemory?: Int64;
  cpuTime?: Duration;
  watchers?: number;
  calls?: number;
  fits?: Int64;
  dataSets?: Int64;
  evaluations?: Int64;
  draining?: boolean;
}

export interface ServerEvent {
  resumeToken?: string;
  time?: Timestamp;
  reset?: boolean;
  caughtUp?: boolean;
  fits?: FitInfo[];
  progress?: FitProgress[];
  batches?: BatchInfo[];
  load?: ServerLoad;
}

export interface Limits {
  maxPoints?: Int64;
  maxParameters?: Int64;
  maxMessageBytes?: Int64;
  queueLength?: Int64;
  queueBytes?: Int64;
  clientQueueLength?: Int64;
  workingMemory?: Int64;
  workers?: number;
  expressWorkers?: number;
  maxFunctions?: number;
  batchChunks?: number;
  batchChunkFits?: Int64;
  maxWatchers?: number;
}

export interface ServerInfo {
  version?: string;
  instanceId?: string;
  startTime?: Timestamp;
  simdTarget?: string;
  processors?: number;
  catalogueModels?: number;
  limits?: Limits;
  keptFits?: number;
  keptBytes?: Int64;
  watchData?: boolean;
}

export interface Column {
  name?: string;
  values?: Double[];
}

export interface FitData {
  numPoints?: Int64;
  predictors?: Column[];
  y?: Double[];
  sigma?: Double[];
  indices?: Int64[];
}

export interface FitCurve {
  iteration?: Int64;
  values?: Double[];
  gridX?: Double[];
  gridY?: Double[];
}

export interface FitTrace {
  points?: Progress[];
}

export interface FitDetail {
  info?: FitInfo;
  trace?: FitTrace;
  data?: FitData;
  curve?: FitCurve;
}
