// The guess of the decaying waves.
#ifndef FITD_SOLVER_MODELS_OSCILLATION_DAMPED_SINE_GUESS_H_
#define FITD_SOLVER_MODELS_OSCILLATION_DAMPED_SINE_GUESS_H_

#include <cmath>
#include <span>

#include "solver/models/estimates.h"

namespace fitd::models {

// amplitude*exp(-decay*x)*sin(frequency*x + phase) + offset.
struct DampedSineEstimate {
  double amplitude;
  double decay;
  double frequency;
  double phase;
  double offset;
};

inline DampedSineEstimate estimate_damped_sine(std::span<const double> x, std::span<const double> y,
                                               Baseline offset) {
  const SineEstimate sine = estimate_sine(x, y);
  const Points points = sorted_points(x, y);
  const Basis basis = [](double u, const double* s, double* phi) {
    phi[0] = std::exp(-s[1] * u) * std::sin(s[0] * u);
    phi[1] = std::exp(-s[1] * u) * std::cos(s[0] * u);
    phi[2] = 1;
  };
  const double span = points.span();
  const Projection best = project(
      points, offset == Baseline::kFree ? 3 : 2, basis,
      all_pairs({sine.frequency}, scaled(1 / span, {0.1, 0.3, 1, 2, 4, 8, 16})), {0.5 / span});
  return {std::hypot(best.c[0], best.c[1]), best.s[1], best.s[0], std::atan2(best.c[1], best.c[0]),
          offset == Baseline::kFree ? best.c[2] : 0};
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_OSCILLATION_DAMPED_SINE_GUESS_H_
