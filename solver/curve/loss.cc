#include "solver/curve/loss.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace fitd::curve {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Beyond it a^2 is left alone: it overflows, and 1 is nothing beside it.
constexpr double kLarge = 1e150;

// A loss at a = |r|/C, in units of C: sqrt(rho), and rho'.
struct Root {
  double value;
  double weight;
};

Root soft_l1(double a) {
  const double h = a < kLarge ? std::sqrt(1 + a * a) : a;
  return {a * std::sqrt(2 / (1 + h)), 1 / h};
}

Root huber(double a) {
  if (a <= 1) return {a, 1};
  return {std::sqrt(a) * std::sqrt(2 - 1 / a), 1 / a};
}

Root cauchy(double a) {
  if (a < 1e-8) return {a, 1};
  if (a >= kLarge) return {std::sqrt(2 * std::log(a)), 0};
  const double z = a * a;
  return {std::sqrt(std::log1p(z)), 1 / (1 + z)};
}

Root arctan(double a) {
  if (a < 1e-4) return {a, 1};
  const double z = std::min(a, kLarge) * std::min(a, kLarge);
  return {std::sqrt(std::atan(z)), 1 / (1 + z * z)};
}

// One row of the linear model, and e.
struct Row {
  double root;
  double slope;
  double residual;
};

template <Root kRoot(double)>
Row robust_row(double r, double scale) {
  // An infinite residual has a finite loss, but is none to go on with.
  if (!std::isfinite(r)) return {r, kNan, r};
  const Root root = kRoot(std::fabs(r) / scale);
  const double d = std::sqrt(root.weight);
  return {std::copysign(scale * root.value, r), d, d * r};
}

// u - ln(1 + u) for u = (mu - y)/y; without cancellation around 0 by the series of
// ln(1 + u) = 2 artanh(x), x = u/(2 + u).
double log_gap(double u, double ratio) {
  if (std::fabs(u) > 0.25) return u - std::log(ratio);
  const double x = u / (2 + u);
  const double s = x * x;
  // 1/3 + s/5 + s^2/7 + ...; |x| <= 1/7.
  double series = 0;
  for (int k = 19; k >= 3; k -= 2) series = series * s + 1.0 / k;
  return x * (u - 2 * s * series);
}

// The signed root of the deviance of a mean mu >= 0 at the count y >= 0.
double deviance_root(double mu, double y) {
  if (!std::isfinite(mu)) return mu;
  if (y == 0) return mu >= 0 ? std::sqrt(2 * mu) : kNan;
  if (!(mu > 0)) return kNan;
  const double excess = mu - y;
  const double u = excess / y;
  const double term =
      std::isfinite(u) ? y * log_gap(u, mu / y) : excess - y * (std::log(mu) - std::log(y));
  return std::copysign(std::sqrt(2 * std::max(term, 0.0)), excess);
}

Row poisson_row(double mu, double y) {
  // A mean that has underflowed where nothing was counted has no weight of its own; any serves.
  constexpr double kNoCount = 1e-12;
  const double root = std::sqrt(y == 0 ? std::max(mu, kNoCount) : mu);
  return {deviance_root(mu, y), 1 / root, y == 0 ? root : (mu - y) / root};
}

// Calls visit(i, row) for the rows of `r`.
template <class Visit>
void for_each_row(const Loss& loss, std::span<const double> r, const double* y,
                  const Visit& visit) {
  const auto all = [&](const auto& row) {
    for (std::size_t i = 0; i < r.size(); ++i) visit(i, row(i));
  };
  switch (loss.kind) {
    case LossKind::kLinear:
      return all([&](std::size_t i) { return Row{r[i], 1, r[i]}; });
    case LossKind::kSoftL1:
      return all([&](std::size_t i) { return robust_row<soft_l1>(r[i], loss.scale); });
    case LossKind::kHuber:
      return all([&](std::size_t i) { return robust_row<huber>(r[i], loss.scale); });
    case LossKind::kCauchy:
      return all([&](std::size_t i) { return robust_row<cauchy>(r[i], loss.scale); });
    case LossKind::kArctan:
      return all([&](std::size_t i) { return robust_row<arctan>(r[i], loss.scale); });
    case LossKind::kPoisson:
      return all([&](std::size_t i) { return poisson_row(r[i], y[i]); });
  }
}

}  // namespace

void CurveLoss::roots(std::span<const double> r, std::size_t first, std::span<double> e) const {
  for_each_row(loss_, r, y_.data() + first,
               [&](std::size_t i, const Row& row) { e[i] = row.root; });
}

void CurveLoss::linear_rows(std::span<const double> r, std::size_t first, std::span<double> d,
                            std::span<double> q) const {
  for_each_row(loss_, r, y_.data() + first, [&](std::size_t i, const Row& row) {
    d[i] = row.slope;
    q[i] = row.residual;
  });
}

Influence influence(const Loss& loss, double r) {
  const double a = std::min(std::fabs(r) / loss.scale, kLarge);
  const double z = a * a;
  const auto of = [&](double weight, double slope) { return Influence{weight * r, slope}; };
  switch (loss.kind) {
    case LossKind::kSoftL1: {
      const double h = std::sqrt(1 + z);
      return of(1 / h, 1 / h / (1 + z));
    }
    case LossKind::kHuber:
      return a <= 1 ? of(1, 1) : of(1 / a, 0);
    case LossKind::kCauchy:
      return of(1 / (1 + z), (1 - z) / (1 + z) / (1 + z));
    case LossKind::kArctan: {
      const double w = 1 / (1 + z * z);
      return of(w, w - 4 * (z * w) * (z * w));
    }
    case LossKind::kLinear:
    case LossKind::kPoisson:
      break;
  }
  return of(1, 1);
}

}  // namespace fitd::curve
