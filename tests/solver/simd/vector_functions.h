// The vector functions behind plain ones, on the target chosen at run time.
#ifndef FITD_TESTS_SOLVER_SIMD_VECTOR_FUNCTIONS_H_
#define FITD_TESTS_SOLVER_SIMD_VECTOR_FUNCTIONS_H_

#include <span>

namespace fitd::simd {

enum class Function {
  kExp,
  kExpm1,
  kLog,
  kLog1p,
  kLog10,
  kPow,
  kSin,
  kCos,
  kTan,
  kAsin,
  kAcos,
  kAtan,
  kSinh,
  kCosh,
  kTanh,
  kAsinh,
  kAcosh,
  kAtanh,
  kErf,
  kErfc,
  kErfcx,
  kLogistic,
  kLogisticSlope,
  kSoftplus,
  kHill,
  kHillByBase,
  kHillByExponent,
  kPowByBase,
  kPowByExponent,
};

// result[i] = function(a[i], b[i]); those of one argument do not look at b. The sizes are equal, a
// multiple of eight.
void evaluate(Function function, std::span<const double> a, std::span<const double> b,
              std::span<double> result);

}  // namespace fitd::simd

#endif  // FITD_TESTS_SOLVER_SIMD_VECTOR_FUNCTIONS_H_
