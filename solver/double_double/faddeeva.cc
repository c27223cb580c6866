// The Faddeeva function w(z) = exp(-z^2) erfc(-iz) by the method of solver/special/faddeeva.cc,
// which names the sources: the trapezoidal rule of step h with the correction for the integrand's
// pole, its nodes kh or (k + 1/2)h, whichever are further from z. Here h = 11/32, whose error
// exp(-(pi/h)^2) is 5e-37.
#include "solver/special/faddeeva.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "solver/double_double/elementary.h"
#include "solver/double_double/special.h"

namespace fitd::double_double {
namespace {

constexpr double kStep = 11.0 / 32;
constexpr std::size_t kNodes = 26;      // exp(-t^2) is below 1e-34 beyond
constexpr double kPoleMatters = 9.2;    // pi/h, and rounding
constexpr double kFar = 1e8;            // |z| beyond which three terms of Laplace's series serve
constexpr double kSlopeInDouble = 1e5;  // |z| beyond which w' cancels ten digits and more

struct Complex {
  DoubleDouble re;
  DoubleDouble im;
};

Complex product(const Complex& a, const Complex& b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// exp(-t^2) at t = first + kh.
std::array<DoubleDouble, kNodes> weights(double first) {
  std::array<DoubleDouble, kNodes> w;
  for (std::size_t k = 0; k < kNodes; ++k) {
    const double t = first + kStep * static_cast<double>(k);
    w[k] = exp(-two_product(t, t));
  }
  return w;
}

// The rule with the positive nodes first, first + h, ..., and one at 0 if `zero`.
Complex trapezoidal_sum(const DoubleDouble& x, const DoubleDouble& y,
                        const std::array<DoubleDouble, kNodes>& weights, double first, bool zero) {
  const DoubleDouble y2 = y * y;
  Complex sum;
  for (std::size_t k = kNodes; k-- > 0;) {
    const double t = first + kStep * static_cast<double>(k);
    const DoubleDouble near = x - t;
    const DoubleDouble far = x + t;
    const DoubleDouble scale = weights[k] / ((near * near + y2) * (far * far + y2));
    sum.re += scale * (x * x + two_product(t, t) + y2);
    sum.im += scale * (near * far + y2);
  }
  sum.re = sum.re * 2.0;
  sum.im = sum.im * 2.0;
  if (zero) {
    const DoubleDouble inverse = DoubleDouble(1) / (x * x + y2);
    sum.re += inverse;
    sum.im += inverse;
  }
  const DoubleDouble factor = DoubleDouble(kStep) / kPi;
  return {factor * y * sum.re, factor * x * sum.im};
}

// exp(-z^2).
Complex exp_minus_square(const DoubleDouble& x, const DoubleDouble& y) {
  const DoubleDouble size = exp((y - x) * (y + x));
  if (size.high == 0) return {};
  const DoubleDouble phase = x * y * 2.0;
  return {size * cos(phase), -(size * sin(phase))};
}

// 2 exp(-z^2)/(1 -+ exp(-2 pi i z/h)): upper sign for nodes kh. `turn` is x/h less a whole number.
Complex pole_correction(const DoubleDouble& x, const DoubleDouble& y, const DoubleDouble& turn,
                        bool whole) {
  const Complex e = exp_minus_square(x, y);
  const DoubleDouble q = exp(-(kPi * 2.0 / DoubleDouble(kStep) * y));
  const DoubleDouble angle = kPi * 2.0 * turn;
  const DoubleDouble c = whole ? cos(angle) : -cos(angle);
  const DoubleDouble s = whole ? sin(angle) : -sin(angle);
  const DoubleDouble scale = q * 2.0 / (DoubleDouble(1) - q * c * 2.0 + q * q);
  return product({scale * (q - c), -(scale * s)}, e);
}

Complex by_trapezoidal_rule(const DoubleDouble& x, const DoubleDouble& y) {
  static const std::array<DoubleDouble, kNodes> kWhole = weights(kStep);
  static const std::array<DoubleDouble, kNodes> kHalf = weights(kStep / 2);
  const DoubleDouble nodes = x / DoubleDouble(kStep);
  const DoubleDouble turn = nodes - std::nearbyint(nodes.high);
  const bool whole = std::fabs(turn.high) >= 0.25;
  Complex w = whole ? trapezoidal_sum(x, y, kWhole, kStep, true)
                    : trapezoidal_sum(x, y, kHalf, kStep / 2, false);
  if (y.high < kPoleMatters && x.high < 30) {
    const Complex correction = pole_correction(x, y, turn, whole);
    w.re += correction.re;
    w.im += correction.im;
  }
  return w;
}

// i/(sqrt(pi) z) (1 + 1/(2 z^2) + 3/(4 z^4)).
Complex by_laplace_series(const DoubleDouble& x, const DoubleDouble& y) {
  const double size = std::fmax(std::fabs(x.high), std::fabs(y.high));
  if (std::isinf(size)) return {};
  const DoubleDouble a = x / DoubleDouble(size);
  const DoubleDouble b = y / DoubleDouble(size);
  const DoubleDouble norm = (a * a + b * b) * size;
  const Complex u = {a / norm, -(b / norm)};
  const Complex u2 = product(u, u);
  const Complex u4 = product(u2, u2);
  const Complex v = product(u, {u2.re * 0.5 + u4.re * 0.75 + 1.0, u2.im * 0.5 + u4.im * 0.75});
  return {-(v.im * kInverseSqrtPi), v.re * kInverseSqrtPi};
}

double size_of(const DoubleDouble& x, const DoubleDouble& y) {
  return std::fmax(std::fabs(x.high), std::fabs(y.high));
}

Complex faddeeva(const DoubleDouble& x, const DoubleDouble& y) {
  if (is_nan(x) || is_nan(y)) return {x.high + y.high, x.high + y.high};
  if (y.high < 0) {
    const Complex e = exp_minus_square(x, y);
    const Complex w = faddeeva(-x, -y);
    return {e.re * 2.0 - w.re, e.im * 2.0 - w.im};
  }
  const Complex w =
      size_of(x, y) > kFar ? by_laplace_series(abs(x), y) : by_trapezoidal_rule(abs(x), y);
  return {w.re, x.high < 0 ? -w.im : w.im};
}

// w' = -2zw + 2i/sqrt(pi).
Complex faddeeva_slope(const DoubleDouble& x, const DoubleDouble& y) {
  const Complex w = faddeeva(x, y);
  if (size_of(x, y) > kSlopeInDouble && y.high >= 0) {
    const special::Complex slope = special::faddeeva_slope(x.high, y.high, {w.re.high, w.im.high});
    return {slope.re, slope.im};
  }
  const Complex zw = product({x, y}, w);
  return {zw.re * -2.0, (kInverseSqrtPi - zw.im) * 2.0};
}

}  // namespace

DoubleDouble voigt_function(const DoubleDouble& a, const DoubleDouble& b) {
  return faddeeva(a, b).re;
}
DoubleDouble voigt_by_a(const DoubleDouble& a, const DoubleDouble& b) {
  return faddeeva_slope(a, b).re;
}
DoubleDouble voigt_by_b(const DoubleDouble& a, const DoubleDouble& b) {
  return -faddeeva_slope(a, b).im;
}

DoubleDouble erfcx(const DoubleDouble& a) { return faddeeva(DoubleDouble(), a).re; }

// Beyond 1e5, where 2 a w - 2/sqrt(pi) cancels, by the derivative of Laplace's series.
DoubleDouble erfcx_slope(const DoubleDouble& a) {
  if (a.high > kSlopeInDouble) {
    const DoubleDouble u = DoubleDouble(1) / a;
    const DoubleDouble u2 = u * u;
    return -(kInverseSqrtPi * u2 * (DoubleDouble(1) - u2 * 1.5 + u2 * u2 * 3.75));
  }
  return (a * erfcx(a) - kInverseSqrtPi) * 2.0;
}

// exp(-a^2) erfcx(a), where that does not cancel.
DoubleDouble erfc(const DoubleDouble& a) {
  if (a.high < 0.5) return DoubleDouble(1) - erf(a);
  return exp(-(a * a)) * erfcx(a);
}

// 2/sqrt(pi) exp(-a^2) sum_k 2^k a^(2k + 1)/(2k + 1)!!, whose terms have one sign.
DoubleDouble erf(const DoubleDouble& a) {
  if (!(std::fabs(a.high) < 1)) {
    if (is_nan(a)) return a;
    return a.high < 0 ? erfc(-a) - 1.0 : DoubleDouble(1) - erfc(a);
  }
  const DoubleDouble square = a * a * 2.0;
  DoubleDouble term = a;
  DoubleDouble sum = a;
  for (double odd = 3; std::fabs(term.high) > 1e-34 * std::fabs(sum.high); odd += 2) {
    term = term * square / DoubleDouble(odd);
    sum += term;
  }
  return kInverseSqrtPi * 2.0 * exp(-(a * a)) * sum;
}

}  // namespace fitd::double_double
