// Special functions of double-doubles, and the functions that graphs have beside them: as in
// solver/expression/functions.h and solver/special, by the same names.
#ifndef FITD_SOLVER_DOUBLE_DOUBLE_SPECIAL_H_
#define FITD_SOLVER_DOUBLE_DOUBLE_SPECIAL_H_

#include "solver/double_double/double_double.h"

namespace fitd::double_double {

// Where the result is between 1e-280 and 1e300 the relative errors are at most
//   1e-28 in general;
//   1e-24 |a|: gamma and log_gamma away from its zeros; digamma of the larger of 1 and itself;
//   1e-24 beyond |z| = 100 for derivatives of Voigt's function, and double's beyond |z| = 1e5;
//   1e-23 for jinc up to |u| = 10, of 1/(1 + |u|)^(3/2), and double's beyond; for debye_heat from
//   u = 0.05 on, and 1e-20 for its slope;
//   1e-24 for gamma_median, its slope and gamma_half_ratio, whose slope is double's beyond 1e8.
// NaN, infinities and arguments outside the domain give what double's functions give. Thread-safe.
//
// A graph's operation must have a function here to be evaluated at all. One that would be too much
// work may be double's, DoubleDouble(f(a.high)), and say so: a certified fit of a model that uses
// it is then as exact as the function is.
DoubleDouble erf(const DoubleDouble& a);
DoubleDouble erfc(const DoubleDouble& a);
DoubleDouble erfcx(const DoubleDouble& a);
DoubleDouble erfcx_slope(const DoubleDouble& a);

DoubleDouble voigt_function(const DoubleDouble& a, const DoubleDouble& b);
DoubleDouble voigt_by_a(const DoubleDouble& a, const DoubleDouble& b);
DoubleDouble voigt_by_b(const DoubleDouble& a, const DoubleDouble& b);

DoubleDouble gamma(const DoubleDouble& a);
DoubleDouble log_gamma(const DoubleDouble& a);
DoubleDouble digamma(const DoubleDouble& a);
DoubleDouble gamma_half_ratio(const DoubleDouble& a);
DoubleDouble gamma_half_ratio_slope(const DoubleDouble& a);
DoubleDouble gamma_median(const DoubleDouble& a);
DoubleDouble gamma_median_slope(const DoubleDouble& a);
DoubleDouble gamma_decay(const DoubleDouble& a, const DoubleDouble& b);
DoubleDouble gamma_decay_by_a(const DoubleDouble& a, const DoubleDouble& b);
DoubleDouble gamma_decay_by_b(const DoubleDouble& a, const DoubleDouble& b);

DoubleDouble wright_omega(const DoubleDouble& u);
DoubleDouble jinc(const DoubleDouble& u);
DoubleDouble jinc_slope(const DoubleDouble& u);
DoubleDouble debye_heat(const DoubleDouble& u);
DoubleDouble debye_heat_slope(const DoubleDouble& u);

DoubleDouble logistic(const DoubleDouble& t);
DoubleDouble logistic_slope(const DoubleDouble& t);
DoubleDouble softplus(const DoubleDouble& t);
DoubleDouble hill(const DoubleDouble& u, const DoubleDouble& b);
DoubleDouble hill_by_base(const DoubleDouble& u, const DoubleDouble& b);
DoubleDouble hill_by_exponent(const DoubleDouble& u, const DoubleDouble& b);
DoubleDouble bernoulli(const DoubleDouble& u);
DoubleDouble bernoulli_slope(const DoubleDouble& u);
DoubleDouble langevin(const DoubleDouble& u);
DoubleDouble langevin_slope(const DoubleDouble& u);

DoubleDouble pow_by_base(const DoubleDouble& a, const DoubleDouble& b);
DoubleDouble pow_by_exponent(const DoubleDouble& a, const DoubleDouble& b);

// The products and quotients of derivatives: an exact zero wins.
DoubleDouble product(const DoubleDouble& a, const DoubleDouble& b);
DoubleDouble guarded_product(const DoubleDouble& a, const DoubleDouble& b);
DoubleDouble quotient(const DoubleDouble& a, const DoubleDouble& b);
// NaN where either is NaN.
DoubleDouble minimum(const DoubleDouble& a, const DoubleDouble& b);
DoubleDouble maximum(const DoubleDouble& a, const DoubleDouble& b);

}  // namespace fitd::double_double

#endif  // FITD_SOLVER_DOUBLE_DOUBLE_SPECIAL_H_
