// One operation on scalars of any type.
#ifndef FITD_SOLVER_EXPRESSION_APPLY_H_
#define FITD_SOLVER_EXPRESSION_APPLY_H_

#include <cassert>

#include "solver/expression/functions.h"
#include "solver/expression/operation.h"

namespace fitd::expression {

namespace applied {

template <class T>
T special_of_two(Operation operation, const T& a, const T& b) {
  using namespace functions;  // NOLINT(google-build-using-namespace): T's own win
  switch (operation) {
    case Operation::kHill:
      return hill(a, b);
    case Operation::kHillByBase:
      return hill_by_base(a, b);
    case Operation::kHillByExponent:
      return hill_by_exponent(a, b);
    case Operation::kVoigt:
      return voigt_function(a, b);
    case Operation::kVoigtByA:
      return voigt_by_a(a, b);
    case Operation::kVoigtByB:
      return voigt_by_b(a, b);
    case Operation::kGammaDecay:
      return gamma_decay(a, b);
    case Operation::kGammaDecayByA:
      return gamma_decay_by_a(a, b);
    case Operation::kGammaDecayByB:
      return gamma_decay_by_b(a, b);
    default:
      assert(false && "a leaf is not applied");
      return a;
  }
}

template <class T>
T special(Operation operation, const T& a, const T& b) {
  using namespace functions;  // NOLINT(google-build-using-namespace): T's own win
  switch (operation) {
    case Operation::kErf:
      return erf(a);
    case Operation::kErfc:
      return erfc(a);
    case Operation::kErfcx:
      return erfcx(a);
    case Operation::kErfcxSlope:
      return erfcx_slope(a);
    case Operation::kGamma:
      return gamma(a);
    case Operation::kLogGamma:
      return log_gamma(a);
    case Operation::kDigamma:
      return digamma(a);
    case Operation::kLogistic:
      return logistic(a);
    case Operation::kLogisticSlope:
      return logistic_slope(a);
    case Operation::kSoftplus:
      return softplus(a);
    case Operation::kBernoulli:
      return bernoulli(a);
    case Operation::kBernoulliSlope:
      return bernoulli_slope(a);
    case Operation::kLangevin:
      return langevin(a);
    case Operation::kLangevinSlope:
      return langevin_slope(a);
    case Operation::kGammaHalfRatio:
      return gamma_half_ratio(a);
    case Operation::kGammaHalfRatioSlope:
      return gamma_half_ratio_slope(a);
    case Operation::kGammaMedian:
      return gamma_median(a);
    case Operation::kGammaMedianSlope:
      return gamma_median_slope(a);
    case Operation::kWrightOmega:
      return wright_omega(a);
    case Operation::kJinc:
      return jinc(a);
    case Operation::kJincSlope:
      return jinc_slope(a);
    case Operation::kDebyeHeat:
      return debye_heat(a);
    case Operation::kDebyeHeatSlope:
      return debye_heat_slope(a);
    default:
      return special_of_two(operation, a, b);
  }
}

template <class T>
T elementary(Operation operation, const T& a, [[maybe_unused]] const T& b) {
  using namespace functions;  // NOLINT(google-build-using-namespace): T's own win
  switch (operation) {
    case Operation::kSqrt:
      return sqrt(a);
    case Operation::kExp:
      return exp(a);
    case Operation::kExpm1:
      return expm1(a);
    case Operation::kLog:
      return log(a);
    case Operation::kLog1p:
      return log1p(a);
    case Operation::kLog10:
      return log10(a);
    case Operation::kPow:
      return pow(a, b);
    case Operation::kPowByBase:
      return pow_by_base(a, b);
    case Operation::kPowByExponent:
      return pow_by_exponent(a, b);
    case Operation::kSin:
      return sin(a);
    case Operation::kCos:
      return cos(a);
    case Operation::kTan:
      return tan(a);
    case Operation::kAsin:
      return asin(a);
    case Operation::kAcos:
      return acos(a);
    case Operation::kAtan:
      return atan(a);
    case Operation::kSinh:
      return sinh(a);
    case Operation::kCosh:
      return cosh(a);
    case Operation::kTanh:
      return tanh(a);
    case Operation::kAsinh:
      return asinh(a);
    case Operation::kAcosh:
      return acosh(a);
    case Operation::kAtanh:
      return atanh(a);
    default:
      return special(operation, a, b);
  }
}

}  // namespace applied

// `operation`, no leaf, on a, b, c, of which those beyond its arity are not looked at. For double
// the functions are those of functions.h. Another T brings its own, by the same names, in its
// namespace, with arithmetic, comparisons that yield bool, and a constructor from double.
template <class T>
T apply(Operation operation, const T& a, const T& b, const T& c) {
  using namespace functions;  // NOLINT(google-build-using-namespace): T's own win
  switch (operation) {
    case Operation::kNegate:
      return -a;
    case Operation::kAdd:
      return a + b;
    case Operation::kSubtract:
      return a - b;
    case Operation::kMultiply:
      return a * b;
    case Operation::kDivide:
      return a / b;
    case Operation::kMultiplyAdd:
      return a * b + c;
    case Operation::kMultiplySubtract:
      return a * b - c;
    case Operation::kSubtractProduct:
      return c - a * b;
    case Operation::kProduct:
      return product(a, b);
    case Operation::kGuardedProduct:
      return guarded_product(a, b);
    case Operation::kQuotient:
      return quotient(a, b);
    case Operation::kLess:
      return T(a < b ? 1.0 : 0.0);
    case Operation::kLessEqual:
      return T(a <= b ? 1.0 : 0.0);
    case Operation::kEqual:
      return T(a == b ? 1.0 : 0.0);
    case Operation::kNotEqual:
      return T(a == b ? 0.0 : 1.0);
    case Operation::kSelect:
      return a == T(0.0) ? c : b;
    case Operation::kMinimum:
      return minimum(a, b);
    case Operation::kMaximum:
      return maximum(a, b);
    case Operation::kAbs:
      return abs(a);
    default:
      return applied::elementary(operation, a, b);
  }
}

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_APPLY_H_
