// The trust region: what a step was worth, and how far to trust the next. Plain values in and out.
#ifndef FITD_SOLVER_LM_TRUST_REGION_H_
#define FITD_SOLVER_LM_TRUST_REGION_H_

#include <algorithm>

namespace fitd::lm {

// The reduction of the sum of squares from `norm` to `trial_norm`, relative to norm^2; -1 where the
// trial norm is ten times larger or not finite, so that such a step is rejected.
inline double actual_reduction(double norm, double trial_norm) {
  if (!(0.1 * trial_norm < norm)) return -1;
  const double ratio = trial_norm / norm;
  return 1 - ratio * ratio;
}

// What the linear model says of a step p, relative to norm^2.
struct Prediction {
  double reduction;               // (||J p||^2 + 2 lambda ||D p||^2) / norm^2
  double directional_derivative;  // of half the sum of squares along p; <= 0
};

// `model_norm` = ||J p||, `scaled_step_norm` = ||D p||, `root_lambda` = sqrt(lambda).
inline Prediction predict(double model_norm, double scaled_step_norm, double root_lambda,
                          double norm) {
  const double linear = model_norm / norm;
  const double damping = (root_lambda * scaled_step_norm) / norm;
  return {.reduction = linear * linear + (damping * damping) / 0.5,
          .directional_derivative = -(linear * linear + damping * damping)};
}

inline double gain_ratio(double actual, double predicted) {
  return predicted != 0 ? actual / predicted : 0;
}

// A step is taken when it brings a ten-thousandth of what was predicted; false for NaN.
inline bool step_is_acceptable(double ratio) { return ratio >= 1e-4; }

struct TrustRegion {
  double radius;  // bound on ||D p||
  double lambda;
};

// The factor in [0.1, 0.5] by which a disappointing step shrinks the region: the minimiser of the
// parabola through both norms and the derivative.
inline double shrink_factor(double actual, double directional_derivative, double norm,
                            double trial_norm) {
  const double factor =
      actual >= 0 ? 0.5 : 0.5 * directional_derivative / (directional_derivative + 0.5 * actual);
  return (0.1 * trial_norm >= norm || factor < 0.1) ? 0.1 : factor;
}

inline TrustRegion shrunk(TrustRegion region, double factor, double scaled_step_norm) {
  return {.radius = factor * std::min(region.radius, scaled_step_norm / 0.1),
          .lambda = region.lambda / factor};
}

// The region around twice the step just made.
inline TrustRegion around_step(TrustRegion region, double scaled_step_norm) {
  return {.radius = scaled_step_norm / 0.5, .lambda = 0.5 * region.lambda};
}

// The comparisons are written so that a NaN ratio shrinks the region.
inline bool step_disappoints(double ratio) { return !(ratio > 0.25); }
inline bool step_earns_trust(double ratio, double lambda) { return lambda == 0 || ratio >= 0.75; }

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_TRUST_REGION_H_
