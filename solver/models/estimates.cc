#include "solver/models/estimates.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "solver/models/math.h"

namespace fitd::models {
namespace {

double finite_or(double value, double otherwise) {
  return std::isfinite(value) ? value : otherwise;
}

// Where y crosses `level` going from `top` in the direction of `end`; NaN if it does not. Linear
// between points. All relative to baseline, peak upright.
double crossing(const Points& points, std::size_t top, double level, bool rightwards) {
  const std::size_t steps = rightwards ? points.size() - 1 - top : top;
  for (std::size_t k = 1; k <= steps; ++k) {
    const std::size_t i = rightwards ? top + k : top - k;
    const std::size_t before = rightwards ? i - 1 : i + 1;
    if (points.y[i] <= level) {
      const double part = (points.y[before] - level) / (points.y[before] - points.y[i]);
      return points.x[before] + part * (points.x[i] - points.x[before]);
    }
  }
  return std::nan("");
}

struct Width {
  double center;
  double fwhm;
};

Width half_width(const Points& upright, std::size_t top) {
  const double half = upright.y[top] / 2;
  const double left = upright.x[top] - crossing(upright, top, half, false);
  const double right = crossing(upright, top, half, true) - upright.x[top];
  const double x = upright.x[top];
  if (left > 0 && right > 0) return {finite_or(x + (right - left) / 2, x), left + right};
  if (left > 0) return {x, 2 * left};
  if (right > 0) return {x, 2 * right};
  return {x, upright.span()};
}

// Which way a peak points: +1 or -1.
double peak_sign(const std::vector<double>& y, Baseline baseline) {
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  const double middle = baseline == Baseline::kZero ? 0 : quantile(y, 0.5);
  return *high / 2 - middle / 2 >= middle / 2 - *low / 2 ? 1 : -1;
}

// The level that most of the points lie at, beside a peak that points in the direction of `sign`.
double level_below(const std::vector<double>& y, double sign) {
  return quantile(y, sign > 0 ? 0.08 : 0.92);
}

// The frequencies that n points over `span` can tell apart, at a quarter of their natural spacing.
std::vector<Candidate> frequency_grid(std::size_t n, double span) {
  std::vector<Candidate> grid;
  const double spacing = kPi / 2 / span;
  for (std::size_t k = 1; k <= 2 * n; ++k) grid.push_back({spacing * static_cast<double>(k)});
  return grid;
}

void sine_basis(double x, const double* s, double* phi) {
  phi[0] = std::sin(s[0] * x);
  phi[1] = std::cos(s[0] * x);
  phi[2] = 1;
}

Projection scan_frequencies(const Points& points) {
  const double span = points.span();
  return project(points, 3, sine_basis, frequency_grid(points.size(), span), {kPi / 4 / span});
}

// Of the first `count` points every k-th, at most about `limit`.
Points some_of(const Points& points, std::size_t count, std::size_t limit) {
  Points some;
  count = std::min(count, points.size());
  for (std::size_t i = 0; i < count; i += count / limit + 1) {
    some.x.push_back(points.x[i]);
    some.y.push_back(points.y[i]);
  }
  return some;
}

}  // namespace

PeakEstimate estimate_peak(std::span<const double> x, std::span<const double> y,
                           Baseline baseline) {
  constexpr std::size_t kLimit = 4000;  // so fine that even a narrow peak survives the averaging
  Points points = sorted_points(x, y, kLimit);
  const double sign = peak_sign(points.y, baseline);
  const double level = baseline == Baseline::kZero ? 0 : level_below(points.y, sign);
  for (double& v : points.y) v = sign * (v - level);
  points = smoothed(points, points.size() / 100);
  const auto top = static_cast<std::size_t>(std::max_element(points.y.begin(), points.y.end()) -
                                            points.y.begin());
  const Width width = half_width(points, top);
  return {finite_or(sign * points.y[top], level), width.center,
          finite_or(width.fwhm, points.span()), level};
}

LineEstimate estimate_line(std::span<const double> x, std::span<const double> y) {
  const std::vector<double> c = estimate_polynomial(x, y, 1);
  return {c[1], c[0]};
}

std::vector<double> estimate_polynomial(std::span<const double> x, std::span<const double> y,
                                        int degree) {
  const Points points = sorted_points(x, y);
  const double scale = points.largest_x();
  std::vector<std::vector<double>> columns;
  std::vector<double> column(points.size(), 1.0);
  for (int k = 0; k <= degree; ++k) {
    columns.push_back(column);
    for (std::size_t i = 0; i < column.size(); ++i) column[i] *= points.x[i] / scale;
  }
  std::vector<double> c = linear_fit(columns, points.y);
  double power = 1;
  for (double& v : c) {
    v = finite_or(v / power, 0);
    power *= scale;
  }
  return c;
}

StepEstimate estimate_step(std::span<const double> x, std::span<const double> y, Baseline left) {
  const Points points = sorted_points(x, y);
  const double span = points.span();
  const std::vector<Candidate> candidates =
      all_pairs(location_grid(points), scaled(span, {0.3, 0.1, 0.03, 0.01, 0.002}));
  const Basis basis = [](double u, const double* s, double* phi) {
    phi[0] = s[1] > 0 ? logistic((u - s[0]) / s[1]) : std::nan("");
    phi[1] = 1;
  };
  const std::size_t terms = left == Baseline::kFree ? 2 : 1;
  const Projection best = project(points, terms, basis, candidates, {span / 24, 0});
  const double low = terms == 2 ? best.c[1] : 0;
  return {low, finite_or(low + best.c[0], low), best.s[0], best.s[1]};
}

LogStepEstimate estimate_log_step(std::span<const double> x, std::span<const double> y,
                                  Baseline left) {
  const Points points = sorted_points(x, y);
  std::vector<double> positive;
  for (const double v : points.x) {
    if (v > 0) positive.push_back(v);
  }
  if (positive.empty()) return {0, points.y.back(), 1, 1};
  const double low = std::log(positive.front());
  const double high = std::log(positive.back());
  std::vector<double> centers;
  for (int k = 0; k <= 12; ++k) centers.push_back(low + (high - low) * (k / 12.0));
  const Basis basis = [](double u, const double* s, double* phi) {
    phi[0] = u <= 0 ? 0 : s[1] > 0 ? logistic(s[1] * (std::log(u) - s[0])) : std::nan("");
    phi[1] = 1;
  };
  const std::size_t terms = left == Baseline::kFree ? 2 : 1;
  const double step = high > low ? (high - low) / 24 : 0.1;
  const Projection best =
      project(points, terms, basis, all_pairs(centers, {0.3, 0.5, 1, 1.5, 2, 3, 5, 10}), {step, 0});
  const double first = terms == 2 ? best.c[1] : 0;
  return {first, finite_or(first + best.c[0], first), finite_or(std::exp(best.s[0]), 1), best.s[1]};
}

ExponentialEstimate estimate_exponential(std::span<const double> x, std::span<const double> y,
                                         Baseline offset) {
  const Points points = sorted_points(x, y);
  // Measured from whichever end keeps the exponential at most 1, so that nothing overflows.
  const double first = points.x.front();
  const double last = points.x.back();
  const double span = points.span();
  const std::size_t terms = offset == Baseline::kFree ? 2 : 1;
  const Basis basis = [](double u, const double* s, double* phi) {
    phi[0] = std::exp(-s[0] * u);
    phi[1] = 1;
  };
  Points decay = points;
  Points growth = points;
  for (double& v : decay.x) v = v / span - first / span;
  for (double& v : growth.x) v = v / span - last / span;
  const std::vector<double> rates = {0.01, 0.03, 0.1, 0.3, 1, 2, 3, 6, 10, 30, 100, 300};
  const Projection down = project(decay, terms, basis, each(rates));
  std::vector<double> negative;
  for (const double r : rates) negative.push_back(-r);
  const Projection up = project(growth, terms, basis, each(negative));
  const bool falling = down.misfit <= up.misfit;
  const Projection& best = falling ? down : up;
  const double rate = best.s[0] / span;
  return {best.c[0] * std::exp(rate * (falling ? first : last)), rate, terms == 2 ? best.c[1] : 0};
}

PowerEstimate estimate_power(std::span<const double> x, std::span<const double> y) {
  const Points points = sorted_points(x, y);
  std::size_t positive = 0;
  for (const double v : points.y) positive += v > 0 ? 1 : 0;
  const double sign = 2 * positive >= points.size() ? 1 : -1;
  const double largest = points.largest_y();
  std::vector<double> log_x;
  std::vector<double> ones;
  std::vector<double> log_y;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points.x[i] <= 0 || sign * points.y[i] <= 0) continue;
    // d(log y) = dy/y: weights proportional to y make this least squares in y.
    const double weight = std::max(std::abs(points.y[i]) / largest, 1e-3);
    ones.push_back(weight);
    log_x.push_back(weight * std::log(points.x[i]));
    log_y.push_back(weight * std::log(sign * points.y[i]));
  }
  if (log_y.empty()) return {points.y.back(), 1};
  const std::vector<double> c = linear_fit({ones, log_x}, log_y);
  return {finite_or(sign * std::exp(c[0]), sign * largest), c[1]};
}

SineEstimate estimate_sine(std::span<const double> x, std::span<const double> y) {
  constexpr std::size_t kWindow = 300;
  const Points all = sorted_points(x, y, x.size());
  Projection best = scan_frequencies(some_of(all, kWindow, kWindow));
  if (all.size() > kWindow) {
    // Fine oscillations show in a window of neighbouring points. Doubling it, the frequency stays
    // known well enough to tell one cycle from the next.
    Points window;
    for (std::size_t count = 2 * kWindow; window.size() == 0 || count < 2 * all.size();
         count *= 2) {
      window = some_of(all, std::min(count, all.size()), kWindow);
      best = project(window, 3, sine_basis, {best.s}, {kPi / 4 / window.span()});
    }
    // Slow ones show in averages.
    const Projection slow = scan_frequencies(sorted_points(x, y, kWindow));
    best = project(window, 3, sine_basis, {best.s, slow.s}, {kPi / 8 / window.span()});
  }
  return {std::hypot(best.c[0], best.c[1]), best.s[0], std::atan2(best.c[1], best.c[0]), best.c[2]};
}

std::vector<double> location_grid(const Points& points) {
  const double low = points.x.front();
  const double high = points.x.back();
  std::vector<double> grid;
  for (int k = 0; k <= 12; ++k) grid.push_back(low * ((12 - k) / 12.0) + high * (k / 12.0));
  return grid;
}

std::vector<double> length_grid(const Points& points) {
  return scaled(points.span(), {0.003, 0.01, 0.03, 0.06, 0.1, 0.2, 0.35, 0.6, 1, 2, 5, 20});
}

std::vector<double> rate_grid(const Points& points) {
  return scaled(1 / points.span(), {0.05, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 40, 100, 300});
}

}  // namespace fitd::models
