// Functions of elementary form: solver/special/elementary.cc and solver/expression/functions.h say
// why each is written as it is.
#include <array>
#include <cmath>

#include "solver/double_double/elementary.h"
#include "solver/double_double/series.h"
#include "solver/double_double/special.h"

namespace fitd::double_double {
namespace {

const DoubleDouble kOne = 1;

DoubleDouble fraction(double numerator, double denominator) {
  return DoubleDouble(numerator) / DoubleDouble(denominator);
}

// coth(u) - 1/u = u * sum_k c_k u^(2k); for |u| < 0.01 these terms are exact to 1e-32.
const std::array<DoubleDouble, 7>& langevin_series() {
  static const std::array<DoubleDouble, 7> kSeries = {
      fraction(1, 3),     fraction(-1, 45),           fraction(2, 945),     fraction(-1, 4725),
      fraction(2, 93555), fraction(-1382, 638512875), fraction(4, 18243225)};
  return kSeries;
}
constexpr double kLangevinSeries = 0.01;

}  // namespace

DoubleDouble product(const DoubleDouble& a, const DoubleDouble& b) {
  return a.high == 0 || b.high == 0 ? DoubleDouble() : a * b;
}
DoubleDouble guarded_product(const DoubleDouble& a, const DoubleDouble& b) {
  return a.high == 0 ? DoubleDouble() : a * b;
}
DoubleDouble quotient(const DoubleDouble& a, const DoubleDouble& b) {
  return a.high == 0 ? DoubleDouble() : a / b;
}
DoubleDouble minimum(const DoubleDouble& a, const DoubleDouble& b) {
  return a < b || is_nan(a) ? a : b;
}
DoubleDouble maximum(const DoubleDouble& a, const DoubleDouble& b) {
  return b < a || is_nan(a) ? a : b;
}

DoubleDouble pow_by_base(const DoubleDouble& a, const DoubleDouble& b) {
  if (b.high == 0) return {};
  const DoubleDouble power = pow(a, b);
  const bool divides = std::isnormal(power.high) && a.high != 0;
  return b * (divides ? power / a : pow(a, b - kOne));
}
DoubleDouble pow_by_exponent(const DoubleDouble& a, const DoubleDouble& b) {
  return a.high == 0 ? DoubleDouble() : product(pow(a, b), log(a));
}

DoubleDouble logistic(const DoubleDouble& t) { return kOne / (kOne + exp(-t)); }
DoubleDouble logistic_slope(const DoubleDouble& t) { return logistic(t) * logistic(-t); }
DoubleDouble softplus(const DoubleDouble& t) {
  return maximum(t, DoubleDouble()) + log1p(exp(-abs(t)));
}

DoubleDouble hill(const DoubleDouble& u, const DoubleDouble& b) {
  return kOne / (kOne + pow(u, -b));
}

namespace {

// s (1 - s), s = hill(u, b): what both slopes are made of.
DoubleDouble hill_spread(const DoubleDouble& u, const DoubleDouble& b) {
  const DoubleDouble w = pow(u, -b);
  const DoubleDouble s = kOne / (kOne + w);
  return s * (w <= kOne ? w * s : kOne - s);
}

}  // namespace

DoubleDouble hill_by_base(const DoubleDouble& u, const DoubleDouble& b) {
  if (u.high == 0) return b.high == 0 ? DoubleDouble() : b * pow(u, abs(b) - kOne);
  const DoubleDouble spread = hill_spread(u, b);
  return spread.high == 0 ? DoubleDouble() : spread * b / u;
}
DoubleDouble hill_by_exponent(const DoubleDouble& u, const DoubleDouble& b) {
  return u.high == 0 ? DoubleDouble() : product(hill_spread(u, b), log(u));
}

DoubleDouble bernoulli(const DoubleDouble& u) {
  if (u.high == 0) return kOne;
  return u.high > 800 ? DoubleDouble() : u / expm1(u);
}
DoubleDouble bernoulli_slope(const DoubleDouble& u) {
  if (std::fabs(u.high) < 1e-4) {
    static const std::array<DoubleDouble, 4> kSeries = {fraction(1, 6), fraction(-1, 180),
                                                        fraction(1, 5040), fraction(-1, 151200)};
    return u * polynomial(kSeries, u * u) - 0.5;
  }
  return bernoulli(u) / u * (kOne - bernoulli(-u));
}

DoubleDouble langevin(const DoubleDouble& u) {
  if (std::fabs(u.high) < kLangevinSeries) return u * polynomial(langevin_series(), u * u);
  return kOne / tanh(u) - kOne / u;
}
DoubleDouble langevin_slope(const DoubleDouble& u) {
  if (std::fabs(u.high) < kLangevinSeries) {
    std::array<DoubleDouble, 7> c = langevin_series();
    double factor = 1;
    for (DoubleDouble& entry : c) {
      entry = entry * factor;
      factor += 2;
    }
    return polynomial(c, u * u);
  }
  const DoubleDouble csch = kOne / sinh(u);
  return kOne / u / u - csch * csch;
}

}  // namespace fitd::double_double
