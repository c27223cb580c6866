// The FitRequest that the workbench stands for.
import { toArray } from "../api/numbers";
import type { Bench } from "./bench";
import { typed } from "./parameters";

interface ParameterJson {
  name: string;
  start: number;
  fixed?: boolean;
  min?: number;
  max?: number;
}

export function fitRequest(bench: Bench): Record<string, unknown> {
  const { options, sigma } = bench;
  const maxfev = typed(options.maxfev);
  const fitOptions = {
    ...(maxfev !== undefined ? { maxfev } : {}),
    ...(options.reference ? { arithmetic: "ARITHMETIC_REFERENCE" } : {}),
  };
  return {
    model: bench.modelName,
    predictors: bench.predictors(),
    y: toArray(bench.y),
    ...(sigma ? { sigma: toArray(sigma) } : {}),
    ...(sigma && options.absoluteSigma ? { absoluteSigma: true } : {}),
    parameters: bench.settings.map((setting): ParameterJson => {
      const min = typed(setting.min);
      const max = typed(setting.max);
      return {
        name: setting.name,
        start: setting.value,
        // A constant of the model is held unless it is said that it is not.
        fixed: setting.fixed,
        ...(min !== undefined && !setting.fixed ? { min } : {}),
        ...(max !== undefined && !setting.fixed ? { max } : {}),
      };
    }),
    ...(Object.keys(fitOptions).length > 0 ? { options: fitOptions } : {}),
    ...(options.naturalBounds ? { naturalBounds: true } : {}),
  };
}
