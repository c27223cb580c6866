// Functions defined by an equation, a series or an integral: wright_omega, jinc, debye_heat.
#include <cmath>

#include "solver/double_double/elementary.h"
#include "solver/double_double/special.h"
#include "solver/special/debye.h"
#include "solver/special/jinc.h"
#include "solver/special/wright_omega.h"

namespace fitd::double_double {
namespace {

constexpr double kJincSeriesEnds = 10;
const DoubleDouble kOne = 1;

// sum_k (-1)^k (u/2)^(2k) / (k! (k + order)!), as solver/special/jinc.cc.
DoubleDouble bessel_series(const DoubleDouble& u, int order) {
  const DoubleDouble t = u * u * -0.25;
  DoubleDouble term = order == 1 ? 1 : 0.5;
  DoubleDouble sum = term;
  for (int k = 1; k <= 60; ++k) {
    term = term * t / DoubleDouble(static_cast<double>(k * (k + order)));
    sum += term;
  }
  return sum;
}

// int_0^u t^4 exp(t)/(exp(t) - 1)^2 dt, u > 0: 4 pi^4/15 less the integrals of k t^4 exp(-kt) from
// u on.
DoubleDouble debye_integral(const DoubleDouble& u) {
  const DoubleDouble square = u * u;
  DoubleDouble sum = kPi * kPi * kPi * kPi * 4 / DoubleDouble(15);
  for (double k = 1; k * u.high < 75; k += 1) {
    const DoubleDouble r = kOne / DoubleDouble(k);
    const DoubleDouble at_k =
        (((r + u) * r * 24 + square * 12) * r + square * u * 4) * r + square * square;
    sum -= exp(u * -k) * at_k;
  }
  return sum;
}

}  // namespace

// Newton's method in log w, twice from the double.
DoubleDouble wright_omega(const DoubleDouble& u) {
  if (!(std::abs(u.high) < 700)) {
    if (!(u.high > 0 && u.high < 1e30)) return special::wright_omega(u.high);
  }
  DoubleDouble log_w = log(DoubleDouble(special::wright_omega(u.high)));
  for (int turn = 0; turn < 2; ++turn) {
    const DoubleDouble w = exp(log_w);
    log_w -= (w + log_w - u) / (w + kOne);
  }
  return exp(log_w);
}

DoubleDouble jinc(const DoubleDouble& u) {
  if (!(std::abs(u.high) <= kJincSeriesEnds)) return special::jinc(u.high);
  return bessel_series(u, 1);
}

DoubleDouble jinc_slope(const DoubleDouble& u) {
  if (!(std::abs(u.high) <= kJincSeriesEnds)) return special::jinc_slope(u.high);
  return u * bessel_series(u, 2) * -0.5;
}

DoubleDouble debye_heat(const DoubleDouble& u) {
  const DoubleDouble size = abs(u);
  if (!(size.high >= 0.01 && size.high < 1e90)) return special::debye_heat(u.high);
  return debye_integral(size) * 3 / (size * size * size);
}

DoubleDouble debye_heat_slope(const DoubleDouble& u) {
  const DoubleDouble size = abs(u);
  if (!(size.high >= 0.01 && size.high < 1e60)) return special::debye_heat_slope(u.high);
  const DoubleDouble end = size.high < 600 ? bernoulli(size) * bernoulli(-size) : 0.0;
  const DoubleDouble slope = (end - debye_heat(size)) * 3 / size;
  return u.high < 0 ? -slope : slope;
}

}  // namespace fitd::double_double
