// The rules of the trust region for one fit.
#ifndef FITD_SOLVER_LM_TRUST_REGION_H_
#define FITD_SOLVER_LM_TRUST_REGION_H_

#include "solver/lm/scalar.h"

namespace fitd::lm {

#include "solver/lm/trust_region.inc"

// `model_norm` = ||J p||, `scaled_step_norm` = ||D p||, `root_lambda` = sqrt(lambda).
inline Prediction predict(double model_norm, double scaled_step_norm, double root_lambda,
                          double norm) {
  const double linear = model_norm / norm;
  const double damping = (root_lambda * scaled_step_norm) / norm;
  return {.reduction = linear * linear + (damping * damping) / 0.5,
          .directional_derivative = -(linear * linear + damping * damping)};
}

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_TRUST_REGION_H_
