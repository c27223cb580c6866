// The gamma function and its kin: Stirling's series (NIST DLMF 5.11.1) after a shift to 40 or more.
#include "solver/special/gamma.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "solver/double_double/elementary.h"
#include "solver/double_double/series.h"
#include "solver/double_double/special.h"
#include "solver/double_double/stirling.h"

namespace fitd::double_double {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr DoubleDouble kHalfLog2Pi = {0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55};
constexpr double kShifted = 40;
constexpr double kLargeRatio = 1e8;  // beyond, Gamma(a + 1/2)/Gamma(a) needs three terms
const DoubleDouble kOne = 1;

bool is_pole(const DoubleDouble& a) {
  return a.high <= 0 && a.high == std::floor(a.high) && a.low == std::floor(a.low);
}

// a >= 0.5.
DoubleDouble log_gamma_of_positive(DoubleDouble a) {
  DoubleDouble shift = kOne;
  for (; a.high < kShifted; a += kOne) shift *= a;
  const DoubleDouble inverse = kOne / a;
  return (a - 0.5) * log(a) - a + kHalfLog2Pi +
         inverse * polynomial(stirling(), inverse * inverse) - log(shift);
}

DoubleDouble digamma_of_positive(DoubleDouble a) {
  DoubleDouble shift;
  for (; a.high < kShifted; a += kOne) shift += kOne / a;
  const DoubleDouble inverse = kOne / a;
  const DoubleDouble square = inverse * inverse;
  std::array<DoubleDouble, 13> slopes = stirling();
  double factor = 1;
  for (DoubleDouble& c : slopes) {
    c = c * factor;
    factor += 2;
  }
  return log(a) - inverse * 0.5 - square * polynomial(slopes, square) - shift;
}

// sin(pi a) and cos(pi a), a reduced by its nearest whole number first.
struct Turn {
  DoubleDouble sin;
  DoubleDouble cos;
};
Turn turn_of(const DoubleDouble& a) {
  const double whole = std::nearbyint(a.high);
  const DoubleDouble angle = kPi * (a - whole);
  const double sign = std::fmod(whole, 2) == 0 ? 1 : -1;
  return {sin(angle) * sign, cos(angle) * sign};
}

struct IncompleteGamma {
  DoubleDouble value;
  DoubleDouble by_a;
  DoubleDouble by_x;
};

// P(a, x) as solver/special/gamma.cc has it.
IncompleteGamma lower_gamma(const DoubleDouble& a, const DoubleDouble& x) {
  const DoubleDouble front = exp(a * log(x) - x - log_gamma_of_positive(a + kOne));
  DoubleDouble term = kOne;
  DoubleDouble sum = kOne;
  DoubleDouble harmonic;
  DoubleDouble sum_by_a;
  for (int k = 1; k < 100000 && term.high > 1e-34 * sum.high; ++k) {
    const DoubleDouble next = a + static_cast<double>(k);
    term = term * x / next;
    harmonic += kOne / next;
    sum += term;
    sum_by_a -= term * harmonic;
  }
  const DoubleDouble value = front * sum;
  return {value, value * (log(x) - digamma_of_positive(a + kOne)) + front * sum_by_a,
          front * a / x};
}

}  // namespace

const std::array<DoubleDouble, 13>& stirling() {
  static const std::array<DoubleDouble, 13> kSeries = [] {
    struct Bernoulli {
      double numerator;
      double denominator;
    };
    constexpr std::array<Bernoulli, 13> kNumbers = {{{1, 6},
                                                     {-1, 30},
                                                     {1, 42},
                                                     {-1, 30},
                                                     {5, 66},
                                                     {-691, 2730},
                                                     {7, 6},
                                                     {-3617, 510},
                                                     {43867, 798},
                                                     {-174611, 330},
                                                     {854513, 138},
                                                     {-236364091, 2730},
                                                     {8553103, 6}}};
    std::array<DoubleDouble, 13> c;
    for (std::size_t k = 0; k < c.size(); ++k) {
      const auto twice = static_cast<double>(2 * k + 2);
      c[k] = DoubleDouble(kNumbers[k].numerator) /
             DoubleDouble(kNumbers[k].denominator * twice * (twice - 1));
    }
    return c;
  }();
  return kSeries;
}

DoubleDouble log_gamma(const DoubleDouble& a) {
  if (is_nan(a)) return a;
  if (is_pole(a) || !is_finite(a)) return std::numeric_limits<double>::infinity();
  if (a.high >= 0.5) return log_gamma_of_positive(a);
  return log(kPi / abs(turn_of(a).sin)) - log_gamma_of_positive(kOne - a);
}

DoubleDouble gamma(const DoubleDouble& a) {
  if (is_pole(a) || !is_finite(a)) return std::tgamma(a.high);
  if (a.high >= 0.5) return exp(log_gamma_of_positive(a));
  return kPi / (turn_of(a).sin * exp(log_gamma_of_positive(kOne - a)));
}

DoubleDouble digamma(const DoubleDouble& a) {
  if (a.high >= 0.5) return is_finite(a) ? digamma_of_positive(a) : a;
  if (is_pole(a) || !is_finite(a)) return kNaN;
  const Turn turn = turn_of(a);
  return digamma_of_positive(kOne - a) - kPi * turn.cos / turn.sin;
}

DoubleDouble gamma_half_ratio(const DoubleDouble& a) {
  if (!(a.high > 0)) return kNaN;
  if (a.high < kLargeRatio) return exp(log_gamma(a + 0.5) - log_gamma(a));
  // sqrt(a) (1 - 1/(8a) + 1/(128a^2) + 5/(1024a^3) - ...), DLMF 5.11.13.
  const DoubleDouble u = kOne / a;
  return sqrt(a) * (kOne - u * 0.125 + u * u * 0x1p-7 + u * u * u * (5 * 0x1p-10));
}

DoubleDouble gamma_half_ratio_slope(const DoubleDouble& a) {
  if (!(a.high < kLargeRatio)) return special::gamma_half_ratio(a.high).slope;
  return gamma_half_ratio(a) * (digamma(a + 0.5) - digamma(a));
}

// Newton's method in log x, twice from the double.
DoubleDouble gamma_median(const DoubleDouble& a) {
  const double rough = special::gamma_median(a.high).value;
  if (std::isnan(rough)) return rough;
  DoubleDouble x = rough;
  for (int turn = 0; turn < 2; ++turn) {
    const IncompleteGamma p = lower_gamma(a, x);
    x = x * exp(-((p.value - 0.5) / (p.by_x * x)));
  }
  return x;
}

DoubleDouble gamma_median_slope(const DoubleDouble& a) {
  const DoubleDouble x = gamma_median(a);
  if (is_nan(x)) return x;
  const IncompleteGamma p = lower_gamma(a, x);
  return -(p.by_a / p.by_x);
}

}  // namespace fitd::double_double
