// When to stop: each rule its own predicate, their precedence in two functions.
#ifndef FITD_SOLVER_LM_CONVERGENCE_H_
#define FITD_SOLVER_LM_CONVERGENCE_H_

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include "solver/lm/options.h"
#include "solver/lm/result.h"

namespace fitd::lm {

// Whether neither the step nor the model promises a reduction of the sum of squares above
// `tolerance`.
inline bool reductions_are_small(double actual, double predicted, double ratio, double tolerance) {
  return std::fabs(actual) <= tolerance && predicted <= tolerance && 0.5 * ratio <= 1;
}

// Whether the trust region has shrunk to `tolerance` of the scaled iterate.
//
// DEVIATION(minpack): a norm that overflowed says nothing of the region; MINPACK stops on it (info
// 2) wherever the iterate is. Test: convergence_test, OverflowedNormIsNoReason.
inline bool radius_is_small(double radius, double scaled_x_norm, double tolerance) {
  return std::isfinite(scaled_x_norm) && radius <= tolerance * scaled_x_norm;
}

// Whether the residuals are orthogonal to every column of the Jacobian, by the largest cosine.
inline bool gradient_is_orthogonal(double gradient_cosine, double tolerance) {
  return gradient_cosine <= tolerance;
}

// What the stopping rules look at after a trial step.
struct StepState {
  double actual_reduction;
  double predicted_reduction;
  double gain_ratio;
  double radius;
  double scaled_x_norm;
  double gradient_cosine;
  std::int64_t nfev;
};

// MINPACK's 1, 2 and 3.
inline std::optional<Termination> convergence(const StepState& s, const Options& options) {
  const bool by_ftol =
      reductions_are_small(s.actual_reduction, s.predicted_reduction, s.gain_ratio, options.ftol);
  const bool by_xtol = radius_is_small(s.radius, s.scaled_x_norm, options.xtol);
  if (by_ftol && by_xtol) return Termination::kFtolAndXtol;
  if (by_xtol) return Termination::kXtol;
  if (by_ftol) return Termination::kFtol;
  return std::nullopt;
}

// MINPACK's 5 to 8: going on is of no use. The last that holds is the one named.
inline std::optional<Termination> exhaustion(const StepState& s, const Options& options) {
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  if (gradient_is_orthogonal(s.gradient_cosine, kEpsilon)) return Termination::kGtolTooSmall;
  if (radius_is_small(s.radius, s.scaled_x_norm, kEpsilon)) return Termination::kXtolTooSmall;
  if (reductions_are_small(s.actual_reduction, s.predicted_reduction, s.gain_ratio, kEpsilon)) {
    return Termination::kFtolTooSmall;
  }
  if (s.nfev >= options.maxfev) return Termination::kMaxfev;
  return std::nullopt;
}

// The verdict after a trial step; none: go on.
inline std::optional<Termination> verdict(const StepState& s, const Options& options) {
  const std::optional<Termination> converged = convergence(s, options);
  return converged ? converged : exhaustion(s, options);
}

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_CONVERGENCE_H_
