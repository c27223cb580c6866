#include "solver/special/gamma.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace fitd::special {
namespace {

constexpr double kHalfLog2Pi = 0.918938533204672741780;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

// Stirling's series (NIST DLMF 5.11.1) after shifting a to 16 or more.
ValueAndSlope log_gamma(double a) {
  if (!(a > 0)) return {kNaN, kNaN};
  if (std::isinf(a)) return {a, a};
  double shift = 1;
  double shift_slope = 0;
  for (; a < 16; a += 1) {
    shift *= a;
    shift_slope += 1 / a;
  }
  // B_2k/(2k (2k - 1)), k = 1..7.
  constexpr std::array<double, 7> kStirling = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                               1.0 / 1188, -691.0 / 360360, 1.0 / 156};
  const double u2 = 1 / a / a;
  double sum = 0;
  double slope = 0;
  for (std::size_t k = kStirling.size(); k-- > 0;) {
    sum = sum * u2 + kStirling[k];
    slope = slope * u2 + static_cast<double>(2 * k + 1) * kStirling[k];
  }
  const double log_a = std::log(a);
  return {(a - 0.5) * log_a - a + kHalfLog2Pi + sum / a - std::log(shift),
          log_a - 0.5 / a - slope * u2 - shift_slope};
}

// log of the ratio ~ log(a)/2 - sum_k (1 - 4^-k) B_2k/(k (2k - 1)) a^(1 - 2k) (from DLMF 5.11.8)
// after shifting a to 20 or more.
ValueAndSlope gamma_half_ratio(double a) {
  if (!(a > 0)) return {kNaN, kNaN};
  double shift = 1;
  double shift_slope = 0;
  for (; a < 20; a += 1) {
    shift *= a / (a + 0.5);
    shift_slope += 0.5 / (a * (a + 0.5));
  }
  constexpr std::array<double, 5> kSeries = {-1.0 / 8, 1.0 / 192, -1.0 / 640, 17.0 / 14336,
                                             -31.0 / 18432};
  const double u2 = 1 / a / a;
  double sum = 0;
  double slope = 0;
  for (std::size_t k = kSeries.size(); k-- > 0;) {
    sum = sum * u2 + kSeries[k];
    slope = slope * u2 + static_cast<double>(2 * k + 1) * kSeries[k];
  }
  const double value = std::sqrt(a) * std::exp(sum / a) * shift;
  return {value, value * (0.5 / a - slope * u2 + shift_slope)};
}

// P(a, x) = x^a exp(-x)/Gamma(a + 1) sum_k x^k/((a + 1) ... (a + k)) (DLMF 8.7.1), and its
// derivatives term by term.
IncompleteGamma lower_gamma(double a, double x) {
  const ValueAndSlope log_gamma_1 = log_gamma(a + 1);
  const double front = std::exp(a * std::log(x) - x - log_gamma_1.value);
  double term = 1;
  double sum = 1;
  double harmonic = 0;  // sum of 1/(a + j), j <= k
  double sum_by_a = 0;
  for (int k = 1; k < 100000 && term > 1e-18 * sum; ++k) {
    term *= x / (a + k);
    harmonic += 1 / (a + k);
    sum += term;
    sum_by_a -= term * harmonic;
  }
  const double value = front * sum;
  return {value, value * (std::log(x) - log_gamma_1.slope) + front * sum_by_a, front * a / x};
}

// Newton's method in log x from the asymptotic median, or, below a = 0.2, from the first term of
// the series of P.
ValueAndSlope gamma_median(double a) {
  if (!(a >= 1e-3 && a <= 1e4)) return {kNaN, kNaN};
  double log_x = a > 0.2 ? std::log(a - 1.0 / 3 + (8.0 / 405 + 0.0072 / a) / a)
                         : (log_gamma(a + 1).value - std::log(2.0)) / a;
  for (int turn = 0; turn < 50; ++turn) {
    const double x = std::exp(log_x);
    const IncompleteGamma p = lower_gamma(a, x);
    const double step = (p.value - 0.5) / (p.by_x * x);
    log_x -= step;
    if (!(std::abs(step) > 1e-9)) break;  // quadratic: the next step would be 1e-18
  }
  const double x = std::exp(log_x);
  const IncompleteGamma p = lower_gamma(a, x);
  return {x, -p.by_a / p.by_x};
}

}  // namespace fitd::special
