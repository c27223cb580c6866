#include "solver/curve/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "solver/curve/whitening.h"
#include "solver/lm/norm.h"

namespace fitd::curve {
namespace {

double sigma_at(std::span<const double> sigma, std::size_t i) {
  return sigma.empty() ? 1 : sigma[i];
}

// The sum of term(i) for i < count, in several sums side by side: one alone would wait for each of
// its additions.
template <class Term>
double sum_of(std::size_t count, const Term& term) {
  std::array<double, 8> sums{};
  std::size_t i = 0;
  for (; i + sums.size() <= count; i += sums.size()) {
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += term(i + k);
  }
  for (std::size_t k = 0; i < count; ++i, ++k) sums[k] += term(i);
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

// The mean of y weighted by 1/sigma^2, updated point by point so that nothing overflows.
double careful_mean(std::span<const double> y, std::span<const double> sigma, double smallest) {
  double mean = y[0];
  double total = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double ratio = smallest / sigma_at(sigma, i);
    const double weight = ratio * ratio;
    total += weight;
    if (weight > 0) mean += (weight / total) * (y[i] - mean);
  }
  return mean;
}

// The same. A constant y is its own mean to the bit.
double weighted_mean(std::span<const double> y, std::span<const double> sigma) {
  const double smallest = sigma.empty() ? 1 : *std::min_element(sigma.begin(), sigma.end());
  const auto weight = [&](std::size_t i) {
    const double ratio = sigma.empty() ? 1 : smallest / sigma[i];
    return ratio * ratio;
  };
  const double origin = y[0];
  const double moment =
      sum_of(y.size(), [&](std::size_t i) { return weight(i) * (y[i] - origin); });
  const double mean = origin + moment / sum_of(y.size(), weight);
  return std::isfinite(mean) ? mean : careful_mean(y, sigma, smallest);
}

// `value`, or none where it is not finite.
std::optional<double> if_finite(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

double norm_about_mean(std::span<const double> y, std::span<const double> sigma) {
  const double mean = weighted_mean(y, sigma);
  const double squares = sum_of(y.size(), [&](std::size_t i) {
    const double deviation = (y[i] - mean) / sigma_at(sigma, i);
    return deviation * deviation;
  });
  if (squares > 0x1p-900 && squares < 0x1p900) return std::sqrt(squares);
  lm::NormSum sum(std::ssize(y));
  for (std::size_t i = 0; i < y.size(); ++i) sum.add((y[i] - mean) / sigma_at(sigma, i));
  return sum.norm();
}

namespace {

// The same of correlated y: the norm of what is left of the whitened y besides the whitened
// constant.
double whitened_norm_about_mean(const CurveData& data) {
  const std::size_t m = data.y.size();
  std::vector<double> columns(2 * m, 1.0);
  // The mean does not depend on the origin, which keeps a constant y constant to the bit.
  for (std::size_t i = 0; i < m; ++i) columns[m + i] = data.y[i] - data.y[0];
  whiten(data.whitening, columns, {});
  const auto constant = std::span(columns).first(m);
  const auto y = std::span(columns).subspan(m);
  const auto product = [&](std::span<const double> a, std::span<const double> b) {
    return sum_of(m, [&](std::size_t i) { return a[i] * b[i]; });
  };
  const double mean = product(constant, y) / product(constant, constant);
  for (std::size_t i = 0; i < m; ++i) y[i] -= mean * constant[i];
  return lm::euclidean_norm(y);
}

// `norm_of_y`: about its mean.
void add_r_squared(double residual_norm, double norm_of_y, Statistics& s) {
  if (!(norm_of_y > 0) || !std::isfinite(norm_of_y)) return;
  const double ratio = residual_norm / norm_of_y;
  s.r_squared = if_finite(1 - ratio * ratio);
}

}  // namespace

Statistics goodness_of_fit(std::int64_t m, double residual_norm, int n) {
  Statistics s;
  s.chi_square = residual_norm * residual_norm;
  s.degrees_of_freedom = m - n;
  if (s.degrees_of_freedom > 0) {
    s.reduced_chi_square = s.chi_square / static_cast<double>(s.degrees_of_freedom);
  }
  if (s.chi_square > 0) {
    const auto points = static_cast<double>(m);
    const double minus_twice_log_likelihood = points * std::log(s.chi_square / points);
    s.aic = if_finite(minus_twice_log_likelihood + 2 * n);
    s.bic = if_finite(minus_twice_log_likelihood + n * std::log(points));
  }
  return s;
}

Statistics goodness_of_fit(std::span<const double> y, std::span<const double> sigma,
                           double residual_norm, int n) {
  Statistics s = goodness_of_fit(std::ssize(y), residual_norm, n);
  add_r_squared(residual_norm, norm_about_mean(y, sigma), s);
  return s;
}

Statistics goodness_of_fit(const CurveData& data, double residual_norm, int n) {
  if (data.whitening.empty()) return goodness_of_fit(data.y, data.sigma, residual_norm, n);
  Statistics s = goodness_of_fit(std::ssize(data.y), residual_norm, n);
  add_r_squared(residual_norm, whitened_norm_about_mean(data), s);
  return s;
}

}  // namespace fitd::curve
