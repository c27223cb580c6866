#include "tests/solver/expression/digits50.h"

#include <array>
#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/bernoulli.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "solver/special/gamma.h"
#include "solver/special/wright_omega.h"

namespace fitd::digits50 {
namespace {

namespace mp = boost::multiprecision;

const Real kPi = boost::math::constants::pi<Real>();
const Real kSmall("1e-17");

// f'(a) by a central difference, to 30 digits or so.
template <class Function>
Digits50 slope(const Function& f, const Digits50& a) {
  const Real unit = a.value == 0 ? Real(1) : Real(mp::abs(a.value));
  const Real step = unit * kSmall;
  const Real above = f(Digits50(Real(a.value + step))).value;
  const Real below = f(Digits50(Real(a.value - step))).value;
  return Digits50(Real((above - below) / (2 * step)));
}

Digits50 by_first(Binary f, const Digits50& a, const Digits50& b) {
  return slope([&](const Digits50& t) { return f(t, b); }, a);
}

Digits50 by_second(Binary f, const Digits50& a, const Digits50& b) {
  return slope([&](const Digits50& t) { return f(a, t); }, b);
}

}  // namespace

Digits50 product(const Digits50& a, const Digits50& b) {
  return a.value == 0 || b.value == 0 ? Digits50(0.0) : a * b;
}
Digits50 guarded_product(const Digits50& a, const Digits50& b) {
  return a.value == 0 ? Digits50(0.0) : a * b;
}
Digits50 quotient(const Digits50& a, const Digits50& b) {
  return a.value == 0 ? Digits50(0.0) : a / b;
}
Digits50 minimum(const Digits50& a, const Digits50& b) { return a < b ? a : b; }
Digits50 maximum(const Digits50& a, const Digits50& b) { return a < b ? b : a; }

#define FITD_ELEMENTARY(function) \
  Digits50 function(const Digits50& a) { return Digits50(Real(mp::function(a.value))); }
FITD_ELEMENTARY(abs)
FITD_ELEMENTARY(sqrt)
FITD_ELEMENTARY(exp)
FITD_ELEMENTARY(expm1)
FITD_ELEMENTARY(log)
FITD_ELEMENTARY(log1p)
FITD_ELEMENTARY(log10)
FITD_ELEMENTARY(sin)
FITD_ELEMENTARY(cos)
FITD_ELEMENTARY(tan)
FITD_ELEMENTARY(asin)
FITD_ELEMENTARY(acos)
FITD_ELEMENTARY(atan)
FITD_ELEMENTARY(sinh)
FITD_ELEMENTARY(cosh)
FITD_ELEMENTARY(tanh)
FITD_ELEMENTARY(asinh)
FITD_ELEMENTARY(acosh)
FITD_ELEMENTARY(atanh)
#undef FITD_ELEMENTARY

Digits50 pow(const Digits50& a, const Digits50& b) {
  return Digits50(Real(mp::pow(a.value, b.value)));
}
Digits50 pow_by_base(const Digits50& a, const Digits50& b) { return by_first(pow, a, b); }
Digits50 pow_by_exponent(const Digits50& a, const Digits50& b) { return by_second(pow, a, b); }

Digits50 erf(const Digits50& a) { return Digits50(Real(boost::math::erf(a.value))); }
Digits50 erfc(const Digits50& a) { return Digits50(Real(boost::math::erfc(a.value))); }
Digits50 erfcx(const Digits50& a) { return exp(a * a) * erfc(a); }
Digits50 erfcx_slope(const Digits50& a) { return slope(erfcx, a); }

Digits50 gamma(const Digits50& a) { return Digits50(Real(boost::math::tgamma(a.value))); }
Digits50 log_gamma(const Digits50& a) { return Digits50(Real(boost::math::lgamma(a.value))); }
Digits50 digamma(const Digits50& a) { return slope(log_gamma, a); }

Digits50 logistic(const Digits50& a) { return Digits50(1.0) / (Digits50(1.0) + exp(-a)); }
Digits50 logistic_slope(const Digits50& a) { return logistic(a) * logistic(-a); }
Digits50 softplus(const Digits50& a) { return log1p(exp(a)); }

Digits50 hill(const Digits50& a, const Digits50& b) {
  if (a.value == 0) return b.value > 0 ? 0.0 : b.value < 0 ? 1.0 : 0.5;
  return Digits50(1.0) / (Digits50(1.0) + pow(a, -b));
}
Digits50 hill_by_base(const Digits50& a, const Digits50& b) { return by_first(hill, a, b); }
Digits50 hill_by_exponent(const Digits50& a, const Digits50& b) { return by_second(hill, a, b); }

Digits50 bernoulli(const Digits50& a) { return a.value == 0 ? Digits50(1.0) : a / expm1(a); }
Digits50 bernoulli_slope(const Digits50& a) { return slope(bernoulli, a); }

Digits50 langevin(const Digits50& a) {
  if (mp::abs(a.value) < kSmall) return a / Digits50(3.0);
  return Digits50(1.0) / tanh(a) - Digits50(1.0) / a;
}
Digits50 langevin_slope(const Digits50& a) { return slope(langevin, a); }

// Re w(z), z = a + ib, b > 0, by the trapezoidal rule for (i/pi) int exp(-t^2)/(z - t) dt with step
// h and the residue at t = z; the error is exp(-(pi/h)^2) (F. Matta and A. Reichel, Math. Comp. 25
// (1971) 339).
Digits50 voigt_function(const Digits50& a, const Digits50& b) {
  const Real h("0.25");
  Real sum = 0;
  for (int n = -46; n <= 46; ++n) {
    const Real t = n * h;
    const Real distance = a.value - t;
    sum += mp::exp(Real(-t * t)) * b.value / (distance * distance + b.value * b.value);
  }
  Real result = h / kPi * sum;
  if (b.value < kPi / h) {
    // 2 exp(-z^2)/(1 - exp(-2 pi i z/h)).
    const Real size = 2 * mp::exp(Real(b.value * b.value - a.value * a.value));
    const Real phase = -2 * a.value * b.value;
    const Real grown = mp::exp(Real(2 * kPi * b.value / h));
    const Real turn = -2 * kPi * a.value / h;
    const Real re = 1 - grown * mp::cos(turn);
    const Real im = -grown * mp::sin(turn);
    result += size * (mp::cos(phase) * re + mp::sin(phase) * im) / (re * re + im * im);
  }
  return Digits50(result);
}
Digits50 voigt_by_a(const Digits50& a, const Digits50& b) { return by_first(voigt_function, a, b); }
Digits50 voigt_by_b(const Digits50& a, const Digits50& b) {
  return by_second(voigt_function, a, b);
}

Digits50 gamma_half_ratio(const Digits50& a) {
  return exp(log_gamma(a + Digits50(0.5)) - log_gamma(a));
}
Digits50 gamma_half_ratio_slope(const Digits50& a) { return slope(gamma_half_ratio, a); }

// Newton's method from the double: P(a, x) = 1/2 by its series (DLMF 8.7.1).
Digits50 gamma_median(const Digits50& a) {
  Real x = special::gamma_median(a.value.convert_to<double>()).value;
  for (int turn = 0; turn < 4; ++turn) {
    Real term = 1;
    Real sum = 1;
    for (int k = 1; term > Real("1e-55") * sum; ++k) {
      term *= x / (a.value + k);
      sum += term;
    }
    const Real front =
        mp::exp(Real(a.value * mp::log(x) - x - boost::math::lgamma(Real(a.value + 1))));
    x -= (front * sum - Real("0.5")) / (front * a.value / x);
  }
  return Digits50(x);
}
Digits50 gamma_median_slope(const Digits50& a) { return slope(gamma_median, a); }

// The product of 1/(1 + (b/(a + k))^2), in which the factors up to a + k = 80 are multiplied and
// the rest is by Stirling's series (DLMF 5.11.1), whose error there is 1e-70.
Digits50 gamma_decay(const Digits50& a, const Digits50& b) {
  Real x = a.value;
  const Real y = b.value;
  Real product = 1;
  for (; x < 80; x += 1) product /= 1 + y * y / (x * x);
  const Real norm = x * x + y * y;
  const Real angle = mp::atan(Real(y / x));
  Real sum = (x - Real("0.5")) * mp::log(Real(norm / (x * x))) / 2 - y * angle;
  for (int k = 1; k <= 25; ++k) {
    const Real c = boost::math::bernoulli_b2n<Real>(k) / (2 * k * (2 * k - 1));
    const Real size = mp::pow(norm, Real((1 - 2 * k) / Real(2)));
    sum += c * (size * mp::cos(Real((1 - 2 * k) * angle)) - mp::pow(x, Real(1 - 2 * k)));
  }
  return Digits50(Real(product * mp::exp(Real(2 * sum))));
}
Digits50 gamma_decay_by_a(const Digits50& a, const Digits50& b) {
  return by_first(gamma_decay, a, b);
}
Digits50 gamma_decay_by_b(const Digits50& a, const Digits50& b) {
  return by_second(gamma_decay, a, b);
}

// Newton's method from the double, in log w.
Digits50 wright_omega(const Digits50& a) {
  Real log_w = std::log(special::wright_omega(a.value.convert_to<double>()));
  for (int turn = 0; turn < 3; ++turn) {
    const Real w = mp::exp(log_w);
    log_w -= (w + log_w - a.value) / (w + 1);
  }
  return Digits50(Real(mp::exp(log_w)));
}

// The power series (DLMF 10.2.2), in which 20 digits cancel at |a| = 50.
Digits50 jinc(const Digits50& a) {
  const Real t = -a.value * a.value / 4;
  Real term = 1;
  Real sum = 1;
  for (int k = 1; k < 400; ++k) {
    term *= t / (k * (k + 1));
    sum += term;
  }
  return Digits50(sum);
}
Digits50 jinc_slope(const Digits50& a) { return slope(jinc, a); }

// 4 D_3(a) - 3a/(exp(a) - 1), D_3 by its series of exponentials (Abramowitz and
// Stegun 27.1.2), of which those left out beyond k are below exp(-k a): meant for a > 0.05.
Digits50 debye_heat(const Digits50& a) {
  const Real u = mp::abs(a.value);
  Real sum = 4 * mp::pow(kPi, 4) / 15;
  for (int k = 1; k * u < 130; ++k) {
    const Real r = Real(1) / k;
    sum -= mp::exp(Real(-k * u)) *
           ((((24 * r + 24 * u) * r + 12 * u * u) * r + 4 * u * u * u) * r + u * u * u * u);
  }
  return Digits50(Real(3 * sum / (u * u * u)));
}
Digits50 debye_heat_slope(const Digits50& a) { return slope(debye_heat, a); }

}  // namespace fitd::digits50
