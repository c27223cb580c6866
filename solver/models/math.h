// The functions that a formula may use, for double and for dual numbers.
#ifndef FITD_SOLVER_MODELS_MATH_H_
#define FITD_SOLVER_MODELS_MATH_H_

#include <cmath>
#include <cstddef>
#include <limits>

#include "solver/models/dual.h"
#include "solver/special/debye.h"
#include "solver/special/elementary.h"
#include "solver/special/faddeeva.h"
#include "solver/special/gamma.h"
#include "solver/special/gamma_decay.h"
#include "solver/special/jinc.h"
#include "solver/special/wright_omega.h"

namespace fitd::models {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kPi = 3.14159265358979323846;
inline constexpr double kLn2 = 0.693147180559945309417;
inline constexpr double kLn10 = 2.30258509299404568402;
inline constexpr double kSqrt2 = 1.41421356237309504880;
inline constexpr double kSqrtPi = 1.77245385090551602730;
inline constexpr double kSqrt2Pi = 2.50662827463100050242;
inline constexpr double kFwhmOverSigma = 2.35482004503094938202;  // 2 sqrt(2 ln 2)

using std::abs;
using std::atan;
using std::cos;
using std::cosh;
using std::erf;
using std::erfc;
using std::exp;
using std::expm1;
using std::log;
using std::log1p;
using std::pow;
using std::sin;
using std::sinh;
using std::sqrt;
using std::tan;
using std::tanh;

constexpr double select(bool condition, double a, double b) { return condition ? a : b; }

template <class T>
constexpr T square(const T& a) {
  return a * a;
}

template <class T>
constexpr T cube(const T& a) {
  return a * a * a;
}

template <std::size_t N>
Dual<N> exp(const Dual<N>& a) {
  const double e = std::exp(a.value);
  return Dual<N>::chain(e, e, a);
}

template <std::size_t N>
Dual<N> expm1(const Dual<N>& a) {
  return Dual<N>::chain(std::expm1(a.value), std::exp(a.value), a);
}

template <std::size_t N>
Dual<N> log(const Dual<N>& a) {
  return Dual<N>::chain(std::log(a.value), 1 / a.value, a);
}

template <std::size_t N>
Dual<N> log1p(const Dual<N>& a) {
  return Dual<N>::chain(std::log1p(a.value), 1 / (1 + a.value), a);
}

template <std::size_t N>
Dual<N> sqrt(const Dual<N>& a) {
  const double root = std::sqrt(a.value);
  return Dual<N>::chain(root, 0.5 / root, a);
}

template <std::size_t N>
Dual<N> sin(const Dual<N>& a) {
  return Dual<N>::chain(std::sin(a.value), std::cos(a.value), a);
}

template <std::size_t N>
Dual<N> cos(const Dual<N>& a) {
  return Dual<N>::chain(std::cos(a.value), -std::sin(a.value), a);
}

template <std::size_t N>
Dual<N> tan(const Dual<N>& a) {
  const double t = std::tan(a.value);
  return Dual<N>::chain(t, 1 + t * t, a);
}

template <std::size_t N>
Dual<N> atan(const Dual<N>& a) {
  return Dual<N>::chain(std::atan(a.value), 1 / (1 + a.value * a.value), a);
}

template <std::size_t N>
Dual<N> sinh(const Dual<N>& a) {
  return Dual<N>::chain(std::sinh(a.value), std::cosh(a.value), a);
}

template <std::size_t N>
Dual<N> cosh(const Dual<N>& a) {
  return Dual<N>::chain(std::cosh(a.value), std::sinh(a.value), a);
}

template <std::size_t N>
Dual<N> tanh(const Dual<N>& a) {
  const double sech = 1 / std::cosh(a.value);
  return Dual<N>::chain(std::tanh(a.value), sech * sech, a);
}

template <std::size_t N>
Dual<N> erf(const Dual<N>& a) {
  return Dual<N>::chain(std::erf(a.value), 2 / kSqrtPi * std::exp(-a.value * a.value), a);
}

template <std::size_t N>
Dual<N> erfc(const Dual<N>& a) {
  return Dual<N>::chain(std::erfc(a.value), -2 / kSqrtPi * std::exp(-a.value * a.value), a);
}

template <std::size_t N>
Dual<N> abs(const Dual<N>& a) {
  return Dual<N>::chain(std::abs(a.value), a.value < 0 ? -1 : 1, a);
}

// d/da a^b, given power = a^b: by the quotient power/a unless that under- or overflows.
inline double pow_slope(double a, double b, double power) {
  const double size = std::abs(power);
  const bool normal = size >= std::numeric_limits<double>::min() &&
                      size <= std::numeric_limits<double>::max() && a != 0;
  return b == 0 ? 0 : b * (normal ? power / a : std::pow(a, b - 1));
}

// d/db a^b, given power = a^b; its limit at a = 0 is 0 (b > 0).
inline double pow_log_slope(double a, double power) {
  return a == 0 ? 0 : product(power, std::log(a));
}

template <std::size_t N>
Dual<N> pow(const Dual<N>& a, double b) {
  const double power = std::pow(a.value, b);
  return Dual<N>::chain(power, pow_slope(a.value, b, power), a);
}

template <std::size_t N>
Dual<N> pow(double a, const Dual<N>& b) {
  const double power = std::pow(a, b.value);
  return Dual<N>::chain(power, pow_log_slope(a, power), b);
}

template <std::size_t N>
Dual<N> pow(const Dual<N>& a, const Dual<N>& b) {
  const double power = std::pow(a.value, b.value);
  return Dual<N>::chain(power, pow_slope(a.value, b.value, power), a, pow_log_slope(a.value, power),
                        b);
}

// 1/(1 + exp(-t)).
inline double logistic(double t) { return special::logistic(t); }
template <std::size_t N>
Dual<N> logistic(const Dual<N>& t) {
  return Dual<N>::chain(special::logistic(t.value), special::logistic_slope(t.value), t);
}

// log(1 + exp(t)).
inline double softplus(double t) { return special::softplus(t); }
template <std::size_t N>
Dual<N> softplus(const Dual<N>& t) {
  return Dual<N>::chain(special::softplus(t.value), special::logistic(t.value), t);
}

// u^b/(1 + u^b) = logistic(b log u), u >= 0.
inline double hill(double u, double b) { return special::hill(u, b); }
template <std::size_t N>
Dual<N> hill(const Dual<N>& u, const Dual<N>& b) {
  const special::HillSlopes slopes = special::hill_slopes(u.value, b.value);
  return Dual<N>::chain(special::hill(u.value, b.value), slopes.by_u, u, slopes.by_b, b);
}

// u/(exp(u) - 1), 1 at u = 0.
inline double bernoulli(double u) { return special::bernoulli(u); }
template <std::size_t N>
Dual<N> bernoulli(const Dual<N>& u) {
  return Dual<N>::chain(special::bernoulli(u.value), special::bernoulli_slope(u.value), u);
}

// coth(u) - 1/u, 0 at u = 0.
inline double langevin(double u) { return special::langevin(u); }
template <std::size_t N>
Dual<N> langevin(const Dual<N>& u) {
  return Dual<N>::chain(special::langevin(u.value), special::langevin_slope(u.value), u);
}

// exp(u^2) erfc(u).
inline double erfcx(double u) { return special::erfcx(u); }
template <std::size_t N>
Dual<N> erfcx(const Dual<N>& u) {
  return Dual<N>::chain(special::erfcx(u.value), special::erfcx_slope(u.value), u);
}

// The Voigt function K(u, v) = Re w(u + iv), w the Faddeeva function.
inline double voigt_function(double u, double v) { return special::faddeeva(u, v).re; }
template <std::size_t N>
Dual<N> voigt_function(const Dual<N>& u, const Dual<N>& v) {
  const special::Complex w = special::faddeeva(u.value, v.value);
  const special::Complex slope = special::faddeeva_slope(u.value, v.value, w);
  return Dual<N>::chain(w.re, slope.re, u, -slope.im, v);
}

// Gamma(u + 1/2)/Gamma(u), u > 0.
inline double gamma_half_ratio(double u) { return special::gamma_half_ratio(u).value; }
template <std::size_t N>
Dual<N> gamma_half_ratio(const Dual<N>& u) {
  const special::ValueAndSlope g = special::gamma_half_ratio(u.value);
  return Dual<N>::chain(g.value, g.slope, u);
}

// The median of the gamma distribution of shape a > 0.
inline double gamma_median(double a) { return special::gamma_median(a).value; }
template <std::size_t N>
Dual<N> gamma_median(const Dual<N>& a) {
  const special::ValueAndSlope g = special::gamma_median(a.value);
  return Dual<N>::chain(g.value, g.slope, a);
}

// |Gamma(a + ib)/Gamma(a)|^2, a > 0.
inline double gamma_decay(double a, double b) { return special::gamma_decay(a, b).value; }
template <std::size_t N>
Dual<N> gamma_decay(const Dual<N>& a, const Dual<N>& b) {
  const special::GammaDecay g = special::gamma_decay(a.value, b.value);
  return Dual<N>::chain(g.value, g.by_a, a, g.by_b, b);
}

// w + log(w) = u: Lambert's W(exp(u)).
inline double wright_omega(double u) { return special::wright_omega(u); }
template <std::size_t N>
Dual<N> wright_omega(const Dual<N>& u) {
  const double w = special::wright_omega(u.value);
  return Dual<N>::chain(w, w / (1 + w), u);
}

// 2 J_1(u)/u, 1 at u = 0.
inline double jinc(double u) { return special::jinc(u); }
template <std::size_t N>
Dual<N> jinc(const Dual<N>& u) {
  return Dual<N>::chain(special::jinc(u.value), special::jinc_slope(u.value), u);
}

// The heat capacity of a Debye solid over 3 N k at the temperature theta/u.
inline double debye_heat(double u) { return special::debye_heat(u); }
template <std::size_t N>
Dual<N> debye_heat(const Dual<N>& u) {
  return Dual<N>::chain(special::debye_heat(u.value), special::debye_heat_slope(u.value), u);
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_MATH_H_
