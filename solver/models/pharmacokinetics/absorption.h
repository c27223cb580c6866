// First-order absorption and elimination.
#ifndef FITD_SOLVER_MODELS_PHARMACOKINETICS_ABSORPTION_H_
#define FITD_SOLVER_MODELS_PHARMACOKINETICS_ABSORPTION_H_

#include <span>

#include "solver/models/estimates.h"
#include "solver/models/math.h"

namespace fitd::models {

// (exp(-a t) - exp(-b t))/(b - a) = t exp(-a t)/bernoulli(-(b - a) t), with the limit t exp(-a t)
// at a = b; written from the smaller rate, so that nothing overflows for t >= 0.
template <class X, class T>
T absorption(const T& a, const T& b, const X& t) {
  const auto from = [&t](const T& low, const T& high) {
    return t * exp(-low * t) / bernoulli((low - high) * t);
  };
  return select(a < b, from(a, b), from(b, a));
}

// amplitude*ka*absorption(ke, ka, x - lag), ka > ke.
struct AbsorptionEstimate {
  double amplitude;
  double ka;
  double ke;
  double lag;
};

inline AbsorptionEstimate estimate_absorption(std::span<const double> x, std::span<const double> y,
                                              bool with_lag = false) {
  const Points points = sorted_points(x, y);
  const Basis basis = [](double u, const double* s, double* phi) {
    const double t = u > s[2] ? u - s[2] : 0;
    phi[0] = s[1] * absorption(s[0], s[1], t);
  };
  std::vector<Candidate> candidates;
  for (const Candidate& rates : ordered_pairs(rate_grid(points))) {
    for (const double part : {0.0, 0.02, 0.05, 0.1, 0.2}) {
      if (part > 0 && !with_lag) break;
      candidates.push_back({rates[0], rates[1], part * points.span()});
    }
  }
  const Projection best = project(points, 1, basis, candidates);
  return {best.c[0], best.s[1], best.s[0], best.s[2]};
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_PHARMACOKINETICS_ABSORPTION_H_
