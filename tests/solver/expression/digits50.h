// A scalar of 50 digits that graphs can be evaluated on, by Boost.Multiprecision.
#ifndef FITD_TESTS_SOLVER_EXPRESSION_DIGITS50_H_
#define FITD_TESTS_SOLVER_EXPRESSION_DIGITS50_H_

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace fitd::digits50 {

using Real = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                           boost::multiprecision::et_off>;

// With all functions that apply() (solver/expression/apply.h) looks for. Those that double has its
// own derivatives of are here differentiated numerically, to 30 digits.
struct Digits50 {
  Real value = 0;

  Digits50() = default;
  Digits50(double v) : value(v) {}  // NOLINT(google-explicit-constructor): a constant
  explicit Digits50(Real v) : value(std::move(v)) {}

  friend Digits50 operator-(const Digits50& a) { return Digits50(Real(-a.value)); }
  friend Digits50 operator+(const Digits50& a, const Digits50& b) {
    return Digits50(Real(a.value + b.value));
  }
  friend Digits50 operator-(const Digits50& a, const Digits50& b) {
    return Digits50(Real(a.value - b.value));
  }
  friend Digits50 operator*(const Digits50& a, const Digits50& b) {
    return Digits50(Real(a.value * b.value));
  }
  friend Digits50 operator/(const Digits50& a, const Digits50& b) {
    return Digits50(Real(a.value / b.value));
  }
  friend bool operator<(const Digits50& a, const Digits50& b) { return a.value < b.value; }
  friend bool operator<=(const Digits50& a, const Digits50& b) { return a.value <= b.value; }
  friend bool operator==(const Digits50& a, const Digits50& b) { return a.value == b.value; }
};

using Unary = Digits50 (*)(const Digits50& a);
using Binary = Digits50 (*)(const Digits50& a, const Digits50& b);

#define FITD_UNARY(function) Digits50 function(const Digits50& a);
#define FITD_BINARY(function) Digits50 function(const Digits50& a, const Digits50& b);
FITD_BINARY(product)
FITD_BINARY(guarded_product)
FITD_BINARY(quotient)
FITD_BINARY(minimum)
FITD_BINARY(maximum)
FITD_UNARY(abs)
FITD_UNARY(sqrt)
FITD_UNARY(exp)
FITD_UNARY(expm1)
FITD_UNARY(log)
FITD_UNARY(log1p)
FITD_UNARY(log10)
FITD_BINARY(pow)
FITD_BINARY(pow_by_base)
FITD_BINARY(pow_by_exponent)
FITD_UNARY(sin)
FITD_UNARY(cos)
FITD_UNARY(tan)
FITD_UNARY(asin)
FITD_UNARY(acos)
FITD_UNARY(atan)
FITD_UNARY(sinh)
FITD_UNARY(cosh)
FITD_UNARY(tanh)
FITD_UNARY(asinh)
FITD_UNARY(acosh)
FITD_UNARY(atanh)
FITD_UNARY(erf)
FITD_UNARY(erfc)
FITD_UNARY(erfcx)
FITD_UNARY(erfcx_slope)
FITD_UNARY(gamma)
FITD_UNARY(log_gamma)
FITD_UNARY(digamma)
FITD_UNARY(logistic)
FITD_UNARY(logistic_slope)
FITD_UNARY(softplus)
FITD_BINARY(hill)
FITD_BINARY(hill_by_base)
FITD_BINARY(hill_by_exponent)
FITD_UNARY(bernoulli)
FITD_UNARY(bernoulli_slope)
FITD_UNARY(langevin)
FITD_UNARY(langevin_slope)
FITD_BINARY(voigt_function)
FITD_BINARY(voigt_by_a)
FITD_BINARY(voigt_by_b)
FITD_UNARY(gamma_half_ratio)
FITD_UNARY(gamma_half_ratio_slope)
FITD_UNARY(gamma_median)
FITD_UNARY(gamma_median_slope)
FITD_BINARY(gamma_decay)
FITD_BINARY(gamma_decay_by_a)
FITD_BINARY(gamma_decay_by_b)
FITD_UNARY(wright_omega)
FITD_UNARY(jinc)
FITD_UNARY(jinc_slope)
FITD_UNARY(debye_heat)
FITD_UNARY(debye_heat_slope)
#undef FITD_UNARY
#undef FITD_BINARY

}  // namespace fitd::digits50

#endif  // FITD_TESTS_SOLVER_EXPRESSION_DIGITS50_H_
