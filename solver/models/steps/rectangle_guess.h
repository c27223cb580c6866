// The guess of the four rectangle models, whose parameters are amplitude, center1, sigma1, center2,
// sigma2.
#ifndef FITD_SOLVER_MODELS_STEPS_RECTANGLE_GUESS_H_
#define FITD_SOLVER_MODELS_STEPS_RECTANGLE_GUESS_H_

#include <cmath>
#include <span>
#include <vector>

#include "solver/models/estimates.h"

namespace fitd::models {

template <class Rectangle>
std::vector<double> guess_rectangle(std::span<const double> x, std::span<const double> y) {
  const PeakEstimate peak = estimate_peak(x, y);
  const double left = peak.center - peak.fwhm / 2;
  const double right = peak.center + peak.fwhm / 2;
  const Basis basis = [](double u, const double* s, double* phi) {
    phi[0] = Rectangle::template value<double, double>(
        {u}, {1, s[0], std::abs(s[1]), s[2], std::abs(s[3])});
  };
  std::vector<Candidate> candidates;
  for (const double part : {0.03, 0.1, 0.25}) {
    candidates.push_back({left, part * peak.fwhm, right, part * peak.fwhm});
  }
  const double step = peak.fwhm / 10;
  const Projection best = project(sorted_points(x, y), 1, basis, candidates, {step, 0, step, 0});
  return {best.c[0], best.s[0], std::abs(best.s[1]), best.s[2], std::abs(best.s[3])};
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_STEPS_RECTANGLE_GUESS_H_
