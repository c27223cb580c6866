#include <algorithm>
#include <cmath>
#include <cstddef>

#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

// Sums of weights and of weighted deviations, over the points above half the height.
struct Moments {
  double weight = 0;
  double x = 0;
  double y = 0;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  std::size_t count = 0;
};

struct Frame {
  double origin;
  double scale;  // positive
};

Frame frame_of(std::span<const double> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double scale = *high / 2 - *low / 2;
  return {*low + scale, scale > 0 ? scale : 1};
}

// Coordinates in frames, so within [-1, 1].
Moments moments_above(std::span<const double> x, Frame fx, std::span<const double> y, Frame fy,
                      std::span<const double> upright, double level) {
  Moments sums;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double w = upright[i] - level;
    if (!(w > 0)) continue;
    const double u = (x[i] - fx.origin) / fx.scale;
    const double v = (y[i] - fy.origin) / fy.scale;
    ++sums.count;
    sums.weight += w;
    sums.x += w * u;
    sums.y += w * v;
    sums.xx += w * u * u;
    sums.yy += w * v * v;
    sums.xy += w * u * v;
  }
  return sums;
}

}  // namespace

SurfacePeakEstimate estimate_surface_peak(std::span<const double> x, std::span<const double> y,
                                          std::span<const double> z, Baseline baseline) {
  const std::vector<double> values(z.begin(), z.end());
  const double low = quantile(values, 0.0);
  const double high = quantile(values, 1.0);
  const double middle = baseline == Baseline::kZero ? 0 : quantile(values, 0.5);
  const double sign = high / 2 - middle / 2 >= middle / 2 - low / 2 ? 1 : -1;
  const double level = baseline == Baseline::kZero ? 0 : quantile(values, sign > 0 ? 0.1 : 0.9);
  const double top = sign > 0 ? high - level : level - low;  // >= 0
  const Frame fx = frame_of(x);
  const Frame fy = frame_of(y);
  std::vector<double> upright(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    upright[i] = top > 0 ? sign * (z[i] / top - level / top) : 0;
  }
  const Moments sums = moments_above(x, fx, y, fy, upright, 0.5);
  const double height = std::isfinite(top) ? sign * top : level;
  if (sums.count == 0) {
    return {height, fx.origin, fy.origin, fx.scale / 2, fy.scale / 2, 0, level};
  }
  const double u = sums.x / sums.weight;
  const double v = sums.y / sums.weight;
  // The part of a Gaussian above half its height, less that half, has 0.2171 of its variance:
  // (1 - (1 + L)/2 - L^2/4)/(1/2 - L/2) with L = log 2.
  constexpr double kPart = 0.2171;
  const double uu = (sums.xx / sums.weight - u * u) / kPart;
  const double vv = (sums.yy / sums.weight - v * v) / kPart;
  const double uv = (sums.xy / sums.weight - u * v) / kPart;
  constexpr double kLeast = 1e-4;  // variance of a peak of a single point
  const double su = std::sqrt(uu > kLeast ? uu : 0.04);
  const double sv = std::sqrt(vv > kLeast ? vv : 0.04);
  const double correlation = std::clamp(uv / (su * sv), -0.95, 0.95);
  return {height,
          fx.origin + u * fx.scale,
          fy.origin + v * fy.scale,
          su * fx.scale,
          sv * fy.scale,
          correlation,
          level};
}

}  // namespace fitd::models
