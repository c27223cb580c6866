// The messages of model_service.proto; see json.ts.
import type { ArrayJson, Double } from "./json";

export interface ModelParameter {
  name: string;
  description?: string;
  role?: string;
  min?: Double;
  max?: Double;
  fixedDefault?: Double;
  start?: Double;
}

export interface Predictor {
  name: string;
  description?: string;
}

export interface Range {
  from?: Double;
  to?: Double;
}

export interface Example {
  parameters?: Double[];
  ranges?: Range[];
}

export interface Model {
  name: string;
  version?: number;
  group?: string;
  description?: string;
  formula?: string;
  parameters?: ModelParameter[];
  predictors?: Predictor[];
  aliases?: string[];
  canGuess?: boolean;
  example?: Example;
}

export interface ListModelsResponse {
  models?: Model[];
  nextPageToken?: string;
}

export interface EvaluateModelResponse {
  values?: ArrayJson;
  jacobian?: ArrayJson;
}

export interface GuessParametersResponse {
  parameters?: Double[];
  names?: string[];
}
