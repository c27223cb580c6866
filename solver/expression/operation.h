// The operations of a graph.
#ifndef FITD_SOLVER_EXPRESSION_OPERATION_H_
#define FITD_SOLVER_EXPRESSION_OPERATION_H_

#include <cstdint>

namespace fitd::expression {

// Operands are a, b, c. The functions are those of solver/models/math.h. A comparison yields 1 or 0
// and is false beside NaN (kNotEqual: true).
enum class Operation : std::uint8_t {
  // Leaves.
  kConstant,
  kPredictor,
  kParameter,
  // Arithmetic.
  kNegate,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kMultiplyAdd,       // a*b + c, in one rounding or two
  kMultiplySubtract,  // a*b - c
  kSubtractProduct,   // c - a*b
  kProduct,           // a*b of a derivative, where an exact zero wins over infinity and NaN
  kGuardedProduct,    // a*b, where only a zero a wins
  kQuotient,          // a/b of a derivative: 0 wherever a is
  // Choice.
  kLess,
  kLessEqual,
  kEqual,
  kNotEqual,
  kSelect,   // a != 0 ? b : c; what is not chosen does not matter, even NaN
  kMinimum,  // NaN where either is NaN
  kMaximum,
  kAbs,
  // Elementary functions.
  kSqrt,
  kExp,
  kExpm1,
  kLog,
  kLog1p,
  kLog10,
  kPow,
  kPowByBase,      // d/da a^b
  kPowByExponent,  // d/db a^b, 0 at a = 0
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
  // Special functions, and their derivatives where these are functions of their own.
  kErf,
  kErfc,
  kErfcx,
  kErfcxSlope,
  kGamma,
  kLogGamma,
  kDigamma,
  kLogistic,
  kLogisticSlope,
  kSoftplus,
  kHill,
  kHillByBase,
  kHillByExponent,
  kBernoulli,
  kBernoulliSlope,
  kLangevin,
  kLangevinSlope,
  kVoigt,     // Re w(a + ib)
  kVoigtByA,  // its derivatives, by a
  kVoigtByB,  // and by b
  kGammaHalfRatio,
  kGammaHalfRatioSlope,
  kGammaMedian,
  kGammaMedianSlope,
  kGammaDecay,     // |Gamma(a + ib)/Gamma(a)|^2
  kGammaDecayByA,  // its derivatives, by a
  kGammaDecayByB,  // and by b
  kWrightOmega,
  kJinc,
  kJincSlope,
  kDebyeHeat,
  kDebyeHeatSlope,
};

inline constexpr int kOperations = static_cast<int>(Operation::kDebyeHeatSlope) + 1;

// How many operands it takes: 0 to 3.
int arity(Operation operation);

// Lower snake case, for people and for generated code.
const char* name(Operation operation);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_OPERATION_H_
