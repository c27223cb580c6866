// Disks and rings of even height, for guesses.
#ifndef FITD_SOLVER_MODELS_SURFACES_DISK_ESTIMATE_H_
#define FITD_SOLVER_MODELS_SURFACES_DISK_ESTIMATE_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "solver/models/estimates.h"
#include "solver/models/model.h"

namespace fitd::models {

struct RingEstimate {
  double height;
  double x0;
  double y0;
  double inner;
  double outer;
};

// The run of radii around (x0, y0) whose mean explains most of the squares of z; from the center
// where `filled`. `explained` is that part, for z over its largest size.
struct RingFit {
  RingEstimate ring;
  double explained = 0;
};

inline RingFit fit_ring(Predictors at, const std::vector<double>& z, double x0, double y0,
                        bool filled) {
  std::vector<std::pair<double, double>> by_radius;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double r = std::hypot(at[0][i] - x0, at[1][i] - y0);
    by_radius.emplace_back(std::isfinite(r) ? r : 0, z[i]);
  }
  std::sort(by_radius.begin(), by_radius.end());
  constexpr std::size_t kBins = 60;
  const std::size_t m = z.size();
  std::vector<double> sums = {0};
  for (const auto& point : by_radius) sums.push_back(sums.back() + point.second);
  RingFit best{{z[0], x0, y0, 0, by_radius.back().first}};
  const auto edge = [&](std::size_t k) {
    if (k == 0) return 0.0;
    return k < m ? by_radius[k - 1].first / 2 + by_radius[k].first / 2 : by_radius[m - 1].first;
  };
  const std::size_t stride = m / kBins + 1;
  for (std::size_t i = 0; i < (filled ? 1 : m); i += stride) {
    for (std::size_t end = i + 1; end <= m; end += stride) {
      const double sum = sums[end] - sums[i];
      const double explained = sum * sum / static_cast<double>(end - i);
      if (!(explained > best.explained)) continue;
      best = {{sum / static_cast<double>(end - i), x0, y0, edge(i), edge(end)}, explained};
    }
  }
  return best;
}

// From the center of gravity, moved while that explains more.
inline RingEstimate estimate_ring(Predictors at, std::span<const double> values,
                                  bool filled = false) {
  constexpr std::size_t kMostPoints = 2500;
  const std::size_t stride = values.size() / kMostPoints + 1;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> z;
  double scale = 0;
  for (const double v : values) scale = std::max(scale, std::abs(v));
  for (std::size_t i = 0; i < values.size(); i += stride) {
    x.push_back(at[0][i]);
    y.push_back(at[1][i]);
    z.push_back(scale > 0 ? values[i] / scale : 0);
  }
  const std::span<const double> columns[] = {x, y};
  double weight = 0;
  double x0 = 0;
  double y0 = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double w = std::abs(z[i]) > 0.5 ? 1 : 0;
    weight += w;
    x0 += (x[i] - x0) * (w / std::max(weight, 1.0));
    y0 += (y[i] - y0) * (w / std::max(weight, 1.0));
  }
  RingFit best = fit_ring(columns, z, x0, y0, filled);
  double step = best.ring.outer / 4;
  int moves = 60;
  for (int halvings = 0; halvings < 6; ++halvings, step /= 2) {
    for (bool moved = true; moved && moves > 0; --moves) {
      moved = false;
      for (const auto& [dx, dy] : {std::pair{1.0, 0.0}, {-1.0, 0.0}, {0.0, 1.0}, {0.0, -1.0}}) {
        const RingFit trial =
            fit_ring(columns, z, best.ring.x0 + dx * step, best.ring.y0 + dy * step, filled);
        if (trial.explained > best.explained * (1 + 1e-12)) {
          best = trial;
          moved = true;
        }
      }
    }
  }
  best.ring.height *= scale;
  return best.ring;
}

struct DiskEstimate {
  double height;
  double x0;
  double y0;
  double radius;
};

inline DiskEstimate estimate_disk(Predictors at, std::span<const double> values) {
  const RingEstimate ring = estimate_ring(at, values, true);
  return {ring.height, ring.x0, ring.y0, ring.outer};
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_SURFACES_DISK_ESTIMATE_H_
