// Exponentials, logarithms, powers, and the hyperbolic functions that follow from them.
#include <array>
#include <cmath>
#include <cstddef>

#include "solver/double_double/elementary.h"
#include "solver/double_double/series.h"

namespace fitd::double_double {
namespace {

constexpr LongConstant kLn2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56, 0x1.7b57a079a1934p-111};

// exp(r) - 1 by Taylor's series, |r| < 7e-4, to 1e-34 of r.
DoubleDouble expm1_series(const DoubleDouble& r) {
  static const std::array<DoubleDouble, 10> kInverseFactorials = [] {
    std::array<DoubleDouble, 10> c;
    DoubleDouble factorial = 1;
    for (std::size_t k = 0; k < c.size(); ++k) {
      factorial *= static_cast<double>(k + 1);
      c[k] = DoubleDouble(1) / factorial;
    }
    return c;
  }();
  return r * polynomial(kInverseFactorials, r);
}

// exp(r) - 1, |r| < 0.36: squared nine times from r/512, where nothing cancels.
DoubleDouble expm1_reduced(const DoubleDouble& r) {
  constexpr int kSquarings = 9;
  DoubleDouble e = expm1_series(scaled(r, -kSquarings));
  for (int k = 0; k < kSquarings; ++k) e = e * 2.0 + e * e;
  return e;
}

// log(1 + u) = 2 atanh(u/(2 + u)), |u| < 0.5: to 1e-33 of u.
DoubleDouble log1p_series(const DoubleDouble& u) {
  constexpr std::size_t kTerms = 24;  // 0.2^48 = 3e-34
  static const std::array<DoubleDouble, kTerms> kOdd = [] {
    std::array<DoubleDouble, kTerms> c;
    for (std::size_t k = 0; k < kTerms; ++k) {
      c[k] = DoubleDouble(2) / DoubleDouble(static_cast<double>(2 * k + 1));
    }
    return c;
  }();
  const DoubleDouble s = u / (u + 2.0);
  return s * polynomial(kOdd, s * s);
}

bool is_whole(const DoubleDouble& b) {
  return b.high == std::nearbyint(b.high) && b.low == std::nearbyint(b.low);
}

bool is_odd(const DoubleDouble& b) {
  return (std::fmod(b.high, 2) != 0) != (std::fmod(b.low, 2) != 0);
}

// a^k by squaring, k >= 0: to some 2 log2(k) roundings.
DoubleDouble whole_power(DoubleDouble a, unsigned k) {
  DoubleDouble power = 1;
  for (; k > 0; k >>= 1) {
    if ((k & 1) != 0) power *= a;
    if (k > 1) a *= a;
  }
  return power;
}

}  // namespace

// One step of Newton's method doubles the digits.
DoubleDouble sqrt(const DoubleDouble& a) {
  const double root = std::sqrt(a.high);
  if (!(a.high > 0) || !std::isfinite(root)) return root;
  const DoubleDouble rest = a - two_product(root, root);
  return quick_two_sum(root, rest.high / (2 * root));
}

DoubleDouble exp(const DoubleDouble& a) {
  if (!(a.high < 710) || a.high < -746) return std::exp(a.high);
  const double k = std::nearbyint(a.high / kLn2[0]);
  return scaled(expm1_reduced(reduced(a, k, kLn2)) + 1.0, static_cast<int>(k));
}

DoubleDouble expm1(const DoubleDouble& a) {
  return std::fabs(a.high) < 0.34 ? expm1_reduced(a) : exp(a) - 1.0;
}

DoubleDouble log(const DoubleDouble& a) {
  if (!(a.high > 0) || !is_finite(a)) return std::log(a.high);
  int exponent = 0;
  if (std::frexp(a.high, &exponent) < 0.70710678118654752) --exponent;
  const DoubleDouble mantissa = scaled(a, -exponent);
  const DoubleDouble of_mantissa = log1p_series(mantissa - 1.0);
  const auto k = static_cast<double>(exponent);
  return of_mantissa + two_product(k, kLn2[0]) + two_product(k, kLn2[1]);
}

DoubleDouble log1p(const DoubleDouble& a) {
  if (std::fabs(a.high) < 0.25) return log1p_series(a);
  return log(a + 1.0);
}

DoubleDouble log10(const DoubleDouble& a) { return log(a) * kLog10E; }

DoubleDouble pow(const DoubleDouble& a, const DoubleDouble& b) {
  const double rough = std::pow(a.high, b.high);
  if (!std::isfinite(rough) || rough == 0 || !is_finite(a) || !is_finite(b)) return rough;
  if (is_whole(b) && std::fabs(b.high) <= 64) {
    const DoubleDouble power = whole_power(a, static_cast<unsigned>(std::fabs(b.high)));
    if (b.high >= 0) return power;
    if (is_finite(power) && power.high != 0) return DoubleDouble(1) / power;
  }
  if (a.high > 0) return exp(b * log(a));
  if (!is_whole(b)) return std::pow(-1.0, 0.5);  // NaN, though the rounded b may be whole
  const DoubleDouble size = exp(b * log(-a));
  return is_odd(b) ? -size : size;
}

DoubleDouble sinh(const DoubleDouble& a) {
  if (std::fabs(a.high) > 40) {
    // Half of exp |a|, which overflows later than the exponential does.
    const DoubleDouble root = exp(scaled(abs(a), -1));
    const DoubleDouble size = root * 0.5 * root;
    return a.high < 0 ? -size : size;
  }
  const DoubleDouble e = expm1(a);
  return (e + e / (e + 1.0)) * 0.5;
}

DoubleDouble cosh(const DoubleDouble& a) {
  if (std::fabs(a.high) > 40) return abs(sinh(a));
  const DoubleDouble e = exp(a);
  return (e + DoubleDouble(1) / e) * 0.5;
}

DoubleDouble tanh(const DoubleDouble& a) {
  if (!(std::fabs(a.high) <= 40)) return std::tanh(a.high);
  const DoubleDouble e = expm1(a * 2.0);
  return e / (e + 2.0);
}

DoubleDouble asinh(const DoubleDouble& a) {
  const DoubleDouble size = abs(a);
  if (!is_finite(a)) return a;
  const DoubleDouble value = size.high > 1e20
                                 ? log(size) + DoubleDouble(kLn2[0], kLn2[1])
                                 : log1p(size + size * size / (sqrt(size * size + 1.0) + 1.0));
  return a.high < 0 ? -value : value;
}

DoubleDouble acosh(const DoubleDouble& a) {
  if (!(a >= DoubleDouble(1)) || !is_finite(a)) return std::acosh(a.high);
  if (a.high > 1e20) return log(a) + DoubleDouble(kLn2[0], kLn2[1]);
  const DoubleDouble t = a - 1.0;
  return log1p(t + sqrt(t * (t + 2.0)));
}

DoubleDouble atanh(const DoubleDouble& a) {
  if (!(abs(a) < DoubleDouble(1))) return std::atanh(a.high);
  return log1p(a * 2.0 / (DoubleDouble(1) - a)) * 0.5;
}

}  // namespace fitd::double_double
