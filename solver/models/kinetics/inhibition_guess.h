// The guess of the inhibition models, whose predictors are s and i and whose parameters are Vmax,
// Km, Ki and perhaps Alpha.
#ifndef FITD_SOLVER_MODELS_KINETICS_INHIBITION_GUESS_H_
#define FITD_SOLVER_MODELS_KINETICS_INHIBITION_GUESS_H_

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "solver/models/model.h"
#include "solver/models/projection.h"

namespace fitd::models {

// The largest |x|, or 1.
inline double largest_size(std::span<const double> x) {
  double largest = 0;
  for (const double v : x) largest = std::max(largest, std::abs(v));
  return largest > 0 ? largest : 1;
}

// The best of a grid of constants that span three decades, Vmax by least squares.
template <class Inhibition>
std::vector<double> guess_inhibition(Predictors x, std::span<const double> y) {
  constexpr std::array<double, 6> kParts = {0.01, 0.03, 0.1, 0.3, 1, 3};
  // Enough points to tell the constants apart.
  const std::size_t stride = y.size() / 500 + 1;
  const double scale = largest_size(y);
  std::array<double, Inhibition::kParameters> best{};
  best.fill(1);
  double least = std::numeric_limits<double>::infinity();
  for (const double km : kParts) {
    for (const double ki : kParts) {
      std::array<double, Inhibition::kParameters> p;
      p.fill(1);
      p[1] = km * largest_size(x[0]);
      p[2] = ki * largest_size(x[1]);
      double fy = 0;
      double ff = 0;
      double yy = 0;
      for (std::size_t i = 0; i < y.size(); i += stride) {
        const double f = Inhibition::template value<double, double>({x[0][i], x[1][i]}, p);
        fy += f * (y[i] / scale);
        ff += f * f;
        yy += (y[i] / scale) * (y[i] / scale);
      }
      const double misfit = ff > 0 ? yy - fy * fy / ff : yy;
      if (!(misfit < least)) continue;
      least = misfit;
      best = p;
      best[0] = ff > 0 ? fy / ff * scale : scale;
    }
  }
  return {best.begin(), best.end()};
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_KINETICS_INHIBITION_GUESS_H_
