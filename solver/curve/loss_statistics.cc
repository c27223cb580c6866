#include "solver/curve/loss_statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <vector>

#include "solver/lm/norm.h"
#include "solver/special/gamma.h"

namespace fitd::curve {
namespace {

std::optional<double> if_finite(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

// The logarithm of the likelihood of the counts y.
double log_likelihood(std::span<const double> y, std::span<const double> mu) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    sum -= mu[i];
    if (y[i] > 0) sum += y[i] * std::log(mu[i]) - special::log_gamma(y[i] + 1).value;
  }
  return sum;
}

double pearson_chi_square(std::span<const double> y, std::span<const double> mu) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    // A mean of 0 goes with a count of 0.
    if (mu[i] > 0) sum += (y[i] - mu[i]) / mu[i] * (y[i] - mu[i]);
  }
  return sum;
}

double deviance_of_constant(std::span<const double> y) {
  const auto m = static_cast<double>(y.size());
  const double mean = std::accumulate(y.begin(), y.end(), 0.0) / m;
  const std::vector<double> means(y.size(), mean);
  std::vector<double> roots(y.size());
  CurveLoss({.kind = LossKind::kPoisson}, y).roots(means, 0, roots);
  const double norm = lm::euclidean_norm(roots);
  return norm * norm;
}

}  // namespace

std::optional<Statistics> robust_statistics(const CurveData& data, std::span<const double> r,
                                            double norm, int n) {
  const double residual_norm = lm::euclidean_norm(r);
  if (!std::isfinite(residual_norm * residual_norm)) return std::nullopt;
  Statistics s = goodness_of_fit(data, residual_norm, n);
  s.aic = s.bic = std::nullopt;
  s.objective = norm * norm;
  return s;
}

std::optional<double> robust_variance(const Loss& loss, std::span<const double> r, int n) {
  const auto m = static_cast<double>(r.size());
  if (std::ssize(r) <= n) return std::nullopt;
  double psi_squares = 0;
  double slopes = 0;
  double slope_squares = 0;
  for (const double residual : r) {
    const Influence at = influence(loss, residual);
    psi_squares += at.psi * at.psi;
    slopes += at.slope;
    slope_squares += at.slope * at.slope;
  }
  const double mean = slopes / m;
  if (!(mean > 0)) return std::nullopt;
  const double spread = std::max(slope_squares / m / (mean * mean) - 1, 0.0);
  const double correction = 1 + n / m * spread;
  return if_finite(correction * correction * (psi_squares / (m - n)) / (mean * mean));
}

Statistics poisson_statistics(std::span<const double> y, std::span<const double> mu, double norm,
                              int n) {
  Statistics s;
  s.objective = norm * norm;
  s.chi_square = pearson_chi_square(y, mu);
  s.degrees_of_freedom = std::ssize(y) - n;
  if (s.degrees_of_freedom > 0) {
    s.reduced_chi_square = if_finite(s.chi_square / static_cast<double>(s.degrees_of_freedom));
  }
  const double of_constant = deviance_of_constant(y);
  if (of_constant > 0) s.r_squared = if_finite(1 - *s.objective / of_constant);
  const double twice = -2 * log_likelihood(y, mu);
  s.aic = if_finite(twice + 2 * n);
  s.bic = if_finite(twice + n * std::log(static_cast<double>(y.size())));
  return s;
}

}  // namespace fitd::curve
