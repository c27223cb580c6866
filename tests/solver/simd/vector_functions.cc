#include "tests/solver/simd/vector_functions.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/solver/simd/vector_functions.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cstddef>

#include "solver/simd/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::simd::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::ScalableTag<double>;
using Vector = hn::Vec<Tag>;

// A table.
// NOLINTNEXTLINE(readability-function-size)
Vector apply(Function function, Vector a, Vector b) {
  const Tag d;
  switch (function) {
    case Function::kExp:
      return exp(d, a);
    case Function::kExpm1:
      return expm1(d, a);
    case Function::kLog:
      return log(d, a);
    case Function::kLog1p:
      return log1p(d, a);
    case Function::kLog10:
      return log10(d, a);
    case Function::kSin:
      return sin(d, a);
    case Function::kCos:
      return cos(d, a);
    case Function::kTan:
      return tan(d, a);
    case Function::kAsin:
      return asin(d, a);
    case Function::kAcos:
      return acos(d, a);
    case Function::kAtan:
      return atan(d, a);
    case Function::kSinh:
      return sinh(d, a);
    case Function::kCosh:
      return cosh(d, a);
    case Function::kTanh:
      return tanh(d, a);
    case Function::kAsinh:
      return asinh(d, a);
    case Function::kAcosh:
      return acosh(d, a);
    case Function::kAtanh:
      return atanh(d, a);
    case Function::kErf:
      return erf(d, a);
    case Function::kErfc:
      return erfc(d, a);
    case Function::kErfcx:
      return erfcx(d, a);
    case Function::kLogistic:
      return logistic(d, a);
    case Function::kSoftplus:
      return softplus(d, a);
    case Function::kPow:
      return pow(d, a, b);
    case Function::kLogisticSlope:
      return logistic_pair(d, a).slope;
    case Function::kHill:
      return hill_partials(d, a, b).value;
    case Function::kHillByBase:
      return hill_partials(d, a, b).by_a;
    case Function::kHillByExponent:
      return hill_partials(d, a, b).by_b;
    case Function::kPowByBase:
      return pow_partials(d, a, b).by_a;
    case Function::kPowByExponent:
      return pow_partials(d, a, b).by_b;
  }
  return a;
}

void evaluate_all(Function function, std::span<const double> a, std::span<const double> b,
                  std::span<double> result) {
  const Tag d;
  for (std::size_t i = 0; i < a.size(); i += hn::Lanes(d)) {
    const Vector y = apply(function, hn::LoadU(d, a.data() + i), hn::LoadU(d, b.data() + i));
    hn::StoreU(y, d, result.data() + i);
  }
}

}  // namespace
}  // namespace fitd::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::simd {

HWY_EXPORT(evaluate_all);

void evaluate(Function function, std::span<const double> a, std::span<const double> b,
              std::span<double> result) {
  HWY_DYNAMIC_DISPATCH(evaluate_all)(function, a, b, result);
}

}  // namespace fitd::simd
#endif
