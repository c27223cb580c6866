// The functions that graphs have beyond those of solver/models/math.h, for double.
#ifndef FITD_SOLVER_EXPRESSION_FUNCTIONS_H_
#define FITD_SOLVER_EXPRESSION_FUNCTIONS_H_

#include <cmath>

#include "solver/models/math.h"
#include "solver/special/debye.h"
#include "solver/special/elementary.h"
#include "solver/special/faddeeva.h"
#include "solver/special/gamma.h"
#include "solver/special/gamma_decay.h"
#include "solver/special/jinc.h"

namespace fitd::expression::functions {

using models::abs;
using models::atan;
using models::cos;
using models::cosh;
using models::erf;
using models::erfc;
using models::exp;
using models::expm1;
using models::log;
using models::log1p;
using models::pow;
using models::sin;
using models::sinh;
using models::sqrt;
using models::tan;
using models::tanh;
using std::acos;
using std::acosh;
using std::asin;
using std::asinh;
using std::atanh;
using std::log10;

using models::bernoulli;
using models::debye_heat;
using models::erfcx;
using models::gamma_decay;
using models::gamma_half_ratio;
using models::gamma_median;
using models::hill;
using models::jinc;
using models::langevin;
using models::logistic;
using models::product;
using models::quotient;
using models::softplus;
using models::voigt_function;
using models::wright_omega;
using special::bernoulli_slope;
using special::debye_heat_slope;
using special::erfcx_slope;
using special::jinc_slope;
using special::langevin_slope;
using special::logistic_slope;

inline double guarded_product(double a, double b) { return a == 0 ? 0 : a * b; }

// NaN where either is NaN.
inline double minimum(double a, double b) { return a < b || std::isnan(a) ? a : b; }
inline double maximum(double a, double b) { return a > b || std::isnan(a) ? a : b; }

inline double pow_by_base(double a, double b) { return models::pow_slope(a, b, std::pow(a, b)); }
inline double pow_by_exponent(double a, double b) {
  return models::pow_log_slope(a, std::pow(a, b));
}

inline double hill_by_base(double u, double b) { return special::hill_slopes(u, b).by_u; }
inline double hill_by_exponent(double u, double b) { return special::hill_slopes(u, b).by_b; }

inline double voigt_by_a(double a, double b) {
  return special::faddeeva_slope(a, b, special::faddeeva(a, b)).re;
}
inline double voigt_by_b(double a, double b) {
  return -special::faddeeva_slope(a, b, special::faddeeva(a, b)).im;
}

// Gamma, log |Gamma| and its derivative, of any argument but 0, -1, -2, ..., where gamma and
// digamma are NaN (gamma(+-0) is +-infinity) and log_gamma is infinite. Thread-safe.
double gamma(double a);
double log_gamma(double a);
double digamma(double a);

inline double gamma_half_ratio_slope(double u) { return special::gamma_half_ratio(u).slope; }
inline double gamma_median_slope(double a) { return special::gamma_median(a).slope; }

inline double gamma_decay_by_a(double a, double b) { return special::gamma_decay(a, b).by_a; }
inline double gamma_decay_by_b(double a, double b) { return special::gamma_decay(a, b).by_b; }

}  // namespace fitd::expression::functions

#endif  // FITD_SOLVER_EXPRESSION_FUNCTIONS_H_
