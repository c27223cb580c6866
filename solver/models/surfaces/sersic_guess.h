// The guess of sersic2d.
#ifndef FITD_SOLVER_MODELS_SURFACES_SERSIC_GUESS_H_
#define FITD_SOLVER_MODELS_SURFACES_SERSIC_GUESS_H_

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "solver/models/estimates.h"
#include "solver/models/model.h"

namespace fitd::models {

// amplitude, r_eff, n, x_0, y_0, ellip, theta. Center, axes and angle from moments, the profile
// from a grid of radii and indices with the amplitude by least squares.
template <class Sersic>
std::vector<double> guess_sersic2d(Predictors x, std::span<const double> y) {
  const SurfacePeakEstimate peak = estimate_surface_peak(x[0], x[1], y);
  const double scale = std::max(peak.sigma_x, peak.sigma_y);
  const double a = peak.sigma_x / scale * (peak.sigma_x / scale);
  const double b = peak.sigma_y / scale * (peak.sigma_y / scale);
  const double c = peak.correlation * std::sqrt(a * b);
  const double middle = (a + b) / 2;
  const double radius = std::hypot((a - b) / 2, c);
  const double major = std::sqrt(middle + radius);
  const double minor = std::sqrt(std::max(middle - radius, 1e-4 * middle));
  const double theta = 0.5 * std::atan2(2 * c, a - b);
  const std::size_t stride = y.size() / 800 + 1;
  double largest = 0;
  for (const double v : y) largest = std::max(largest, std::abs(v));
  largest = largest > 0 ? largest : 1;
  std::vector<double> best = {peak.height, scale, 1, peak.x0, peak.y0, 1 - minor / major, theta};
  double least = std::numeric_limits<double>::infinity();
  for (const double size : {0.5, 1.0, 2.0, 4.0, 8.0}) {
    for (const double n : {0.6, 1.0, 2.0, 4.0}) {
      const std::array<double, 7> p = {1,       size * scale * major, n,    peak.x0,
                                       peak.y0, 1 - minor / major,    theta};
      double fy = 0;
      double ff = 0;
      double yy = 0;
      for (std::size_t i = 0; i < y.size(); i += stride) {
        const double f = Sersic::template value<double, double>({x[0][i], x[1][i]}, p);
        fy += f * (y[i] / largest);
        ff += f * f;
        yy += (y[i] / largest) * (y[i] / largest);
      }
      const double misfit = ff > 0 ? yy - fy * fy / ff : yy;
      if (!(misfit < least)) continue;
      least = misfit;
      best = {p.begin(), p.end()};
      best[0] = ff > 0 ? fy / ff * largest : largest;
    }
  }
  return best;
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_SURFACES_SERSIC_GUESS_H_
