#include "solver/special/gamma_decay.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "solver/special/faddeeva.h"

namespace fitd::special {
namespace {

// log |Gamma(a + ib)/Gamma(a)|^2 and its derivatives.
struct Logarithm {
  double value = 0;
  double by_a = 0;
  double by_b = 0;
};

// log(1 + t^2), t >= 0.
double log_1_plus_square(double t) { return t < 1e8 ? std::log1p(t * t) : 2 * std::log(t); }

// Takes the factors 1/(1 + (b/a)^2) of a, a + 1, ... out until a is 16 or more.
Logarithm shift(double& a, double b) {
  Logarithm sum;
  for (; a < 16; a += 1) {
    const double t = b / a;
    const double share = t < 1e8 ? t / (1 + t * t) : 1 / t;  // t/(1 + t^2)
    sum.value -= log_1_plus_square(t);
    sum.by_a += 2 * t * share / a;
    sum.by_b -= 2 * share / a;
  }
  return sum;
}

// Stirling's series (DLMF 5.11.1) at z = a + ib, less that at a; a >= 16.
void add_stirling(double a, double b, Logarithm& sum) {
  // B_2k/(2k (2k - 1)), k = 1..7.
  constexpr std::array<double, 7> kStirling = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                               1.0 / 1188, -691.0 / 360360, 1.0 / 156};
  const double t = b / a;
  const double log_size = 0.5 * log_1_plus_square(t);
  const double angle = std::atan(t);
  sum.value += 2 * ((a - 0.5) * log_size - b * angle);
  // 1/z.
  const double norm = a + b * t;
  const Complex inverse{1 / norm, -t / norm};
  const Complex square{inverse.re * inverse.re - inverse.im * inverse.im,
                       2 * inverse.re * inverse.im};
  // digamma(z) = log z - 1/(2z) - sum_k (2k - 1) c_k z^(-2k).
  sum.by_a += 2 * (log_size - 0.5 * (inverse.re - 1 / a));
  sum.by_b -= 2 * (angle - 0.5 * inverse.im);
  Complex odd = inverse;    // z^(1 - 2k)
  double odd_at_a = 1 / a;  // a^(1 - 2k)
  for (std::size_t k = 1; k <= kStirling.size(); ++k) {
    const double c = kStirling[k - 1];
    const double slope = static_cast<double>(2 * k - 1) * c;
    sum.value += 2 * c * (odd.re - odd_at_a);
    const Complex even{odd.re * inverse.re - odd.im * inverse.im,
                       odd.re * inverse.im + odd.im * inverse.re};
    sum.by_a -= 2 * slope * (even.re - odd_at_a / a);
    sum.by_b += 2 * slope * even.im;
    odd = {odd.re * square.re - odd.im * square.im, odd.re * square.im + odd.im * square.re};
    odd_at_a /= a * a;
  }
}

}  // namespace

GammaDecay gamma_decay(double a, double b) {
  if (!(a > 0) || std::isnan(b)) {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    return {kNaN, kNaN, kNaN};
  }
  if (b == 0) return {1, 0, 0};  // the logarithms at a cancel to rounding alone
  if (std::isinf(b)) return {0, 0, 0};
  if (a > 1e200) return {1, 0, 0};
  const double size = std::abs(b);
  Logarithm sum = shift(a, size);
  add_stirling(a, size, sum);
  const double value = std::exp(sum.value);
  if (value == 0) return {0, 0, 0};
  return {value, value * sum.by_a, std::copysign(value * sum.by_b, -b)};
}

}  // namespace fitd::special
