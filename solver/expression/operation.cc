#include "solver/expression/operation.h"

#include <array>
#include <cstddef>

namespace fitd::expression {
namespace {

struct Row {
  Operation operation;
  int arity;
  const char* name;
};

constexpr std::array<Row, kOperations> kTable = {{
    {Operation::kConstant, 0, "constant"},
    {Operation::kPredictor, 0, "predictor"},
    {Operation::kParameter, 0, "parameter"},
    {Operation::kNegate, 1, "negate"},
    {Operation::kAdd, 2, "add"},
    {Operation::kSubtract, 2, "subtract"},
    {Operation::kMultiply, 2, "multiply"},
    {Operation::kDivide, 2, "divide"},
    {Operation::kMultiplyAdd, 3, "multiply_add"},
    {Operation::kMultiplySubtract, 3, "multiply_subtract"},
    {Operation::kSubtractProduct, 3, "subtract_product"},
    {Operation::kProduct, 2, "product"},
    {Operation::kGuardedProduct, 2, "guarded_product"},
    {Operation::kQuotient, 2, "quotient"},
    {Operation::kLess, 2, "less"},
    {Operation::kLessEqual, 2, "less_equal"},
    {Operation::kEqual, 2, "equal"},
    {Operation::kNotEqual, 2, "not_equal"},
    {Operation::kSelect, 3, "select"},
    {Operation::kMinimum, 2, "minimum"},
    {Operation::kMaximum, 2, "maximum"},
    {Operation::kAbs, 1, "abs"},
    {Operation::kSqrt, 1, "sqrt"},
    {Operation::kExp, 1, "exp"},
    {Operation::kExpm1, 1, "expm1"},
    {Operation::kLog, 1, "log"},
    {Operation::kLog1p, 1, "log1p"},
    {Operation::kLog10, 1, "log10"},
    {Operation::kPow, 2, "pow"},
    {Operation::kPowByBase, 2, "pow_by_base"},
    {Operation::kPowByExponent, 2, "pow_by_exponent"},
    {Operation::kSin, 1, "sin"},
    {Operation::kCos, 1, "cos"},
    {Operation::kTan, 1, "tan"},
    {Operation::kAsin, 1, "asin"},
    {Operation::kAcos, 1, "acos"},
    {Operation::kAtan, 1, "atan"},
    {Operation::kSinh, 1, "sinh"},
    {Operation::kCosh, 1, "cosh"},
    {Operation::kTanh, 1, "tanh"},
    {Operation::kAsinh, 1, "asinh"},
    {Operation::kAcosh, 1, "acosh"},
    {Operation::kAtanh, 1, "atanh"},
    {Operation::kErf, 1, "erf"},
    {Operation::kErfc, 1, "erfc"},
    {Operation::kErfcx, 1, "erfcx"},
    {Operation::kErfcxSlope, 1, "erfcx_slope"},
    {Operation::kGamma, 1, "gamma"},
    {Operation::kLogGamma, 1, "log_gamma"},
    {Operation::kDigamma, 1, "digamma"},
    {Operation::kLogistic, 1, "logistic"},
    {Operation::kLogisticSlope, 1, "logistic_slope"},
    {Operation::kSoftplus, 1, "softplus"},
    {Operation::kHill, 2, "hill"},
    {Operation::kHillByBase, 2, "hill_by_base"},
    {Operation::kHillByExponent, 2, "hill_by_exponent"},
    {Operation::kBernoulli, 1, "bernoulli"},
    {Operation::kBernoulliSlope, 1, "bernoulli_slope"},
    {Operation::kLangevin, 1, "langevin"},
    {Operation::kLangevinSlope, 1, "langevin_slope"},
    {Operation::kVoigt, 2, "voigt"},
    {Operation::kVoigtByA, 2, "voigt_by_a"},
    {Operation::kVoigtByB, 2, "voigt_by_b"},
    {Operation::kGammaHalfRatio, 1, "gamma_half_ratio"},
    {Operation::kGammaHalfRatioSlope, 1, "gamma_half_ratio_slope"},
    {Operation::kGammaMedian, 1, "gamma_median"},
    {Operation::kGammaMedianSlope, 1, "gamma_median_slope"},
    {Operation::kGammaDecay, 2, "gamma_decay"},
    {Operation::kGammaDecayByA, 2, "gamma_decay_by_a"},
    {Operation::kGammaDecayByB, 2, "gamma_decay_by_b"},
    {Operation::kWrightOmega, 1, "wright_omega"},
    {Operation::kJinc, 1, "jinc"},
    {Operation::kJincSlope, 1, "jinc_slope"},
    {Operation::kDebyeHeat, 1, "debye_heat"},
    {Operation::kDebyeHeatSlope, 1, "debye_heat_slope"},
}};

constexpr bool in_order() {
  for (std::size_t k = 0; k < kTable.size(); ++k) {
    if (static_cast<std::size_t>(kTable[k].operation) != k) return false;
  }
  return true;
}
static_assert(in_order());

const Row& row(Operation operation) { return kTable[static_cast<std::size_t>(operation)]; }

}  // namespace

int arity(Operation operation) { return row(operation).arity; }
const char* name(Operation operation) { return row(operation).name; }

}  // namespace fitd::expression
