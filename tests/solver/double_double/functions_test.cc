// Every operation that a graph may hold, on double-doubles, against 50 digits.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "solver/double_double/elementary.h"
#include "solver/double_double/special.h"
#include "solver/expression/apply.h"
#include "tests/solver/expression/digits50.h"

namespace fitd::double_double {
namespace {

using digits50::Digits50;
using digits50::Real;
using expression::Operation;

Real real(const DoubleDouble& a) { return Real(a.high) + Real(a.low); }

// A number whose low part matters.
DoubleDouble with_low_part(double value, std::mt19937_64& random) {
  std::uniform_real_distribution<double> part(-0.49, 0.49);
  const double ulp = std::nextafter(std::fabs(value), 1e300) - std::fabs(value);
  return quick_two_sum(value, part(random) * ulp);
}

struct Range {
  double from;
  double to;
};

// Where an operation is tried, and how closely it must agree. `floor` is added to the size of the
// exact value that errors are measured by: for zeros of a function.
struct Trial {
  Operation operation;
  Range a;
  Range b = {0, 0};
  double tolerance = 1e-29;
  double floor = 0;
};

DoubleDouble ours(const Trial& trial, const DoubleDouble& a, const DoubleDouble& b) {
  return expression::apply<DoubleDouble>(trial.operation, a, b, DoubleDouble(0.25));
}

Real exact(const Trial& trial, const DoubleDouble& a, const DoubleDouble& b) {
  return expression::apply<Digits50>(trial.operation, Digits50(real(a)), Digits50(real(b)),
                                     Digits50(0.25))
      .value;
}

void try_operation(const Trial& trial, int draws) {
  std::mt19937_64 random(7);
  double worst = 0;
  std::uniform_real_distribution<double> unit(0, 1);
  const auto draw = [&](const Range& range) {
    return with_low_part(range.from + (range.to - range.from) * unit(random), random);
  };
  for (int k = 0; k < draws; ++k) {
    const DoubleDouble a = draw(trial.a);
    const DoubleDouble b = draw(trial.b);
    const DoubleDouble value = ours(trial, a, b);
    ASSERT_EQ(value.high, value.high + value.low) << "not normalised";
    const Real expected = exact(trial, a, b);
    const Real size = boost::multiprecision::abs(expected) + Real(trial.floor);
    const Real error = boost::multiprecision::abs(Real(real(value) - expected));
    if (size == 0) {
      EXPECT_EQ(error, 0) << a.high << ", " << b.high;
      continue;
    }
    const double relative = Real(error / size).convert_to<double>();
    worst = std::fmax(worst, relative);
    EXPECT_LE(relative, trial.tolerance) << "at " << a.high << ", " << b.high << ": " << value.high;
  }
  std::printf("%-22s [%g, %g] %.1e\n", expression::name(trial.operation), trial.a.from, trial.a.to,
              worst);
}

using O = Operation;

constexpr Trial kTrials[] = {
    {O::kNegate, {-1, 1}},
    {O::kAdd, {-1, 1}, {-1, 1}},
    {O::kSubtract, {0.9, 1.1}, {0.9, 1.1}},
    {O::kMultiply, {-3, 3}, {-1e10, 1e10}},
    {O::kDivide, {-3, 3}, {1e-10, 1e3}},
    {O::kMultiplyAdd, {-3, 3}, {-2, 2}, 1e-29, 1},
    {O::kMultiplySubtract, {-3, 3}, {-2, 2}, 1e-29, 1},
    {O::kSubtractProduct, {-3, 3}, {-2, 2}, 1e-29, 1},
    {O::kProduct, {-3, 3}, {-2, 2}},
    {O::kGuardedProduct, {-3, 3}, {-2, 2}},
    {O::kQuotient, {-3, 3}, {1, 2}},
    {O::kLess, {-1, 1}, {-1, 1}},
    {O::kLessEqual, {-1, 1}, {-1, 1}},
    {O::kEqual, {-1, 1}, {-1, 1}},
    {O::kNotEqual, {-1, 1}, {-1, 1}},
    {O::kSelect, {-1, 1}, {-1, 1}},
    {O::kMinimum, {-1, 1}, {-1, 1}},
    {O::kMaximum, {-1, 1}, {-1, 1}},
    {O::kAbs, {-1, 1}},
    {O::kSqrt, {1e-12, 1e12}},
    {O::kSqrt, {0, 1}},
    {O::kExp, {-600, 690}},
    {O::kExp, {-1e-3, 1e-3}},
    {O::kExpm1, {-1, 1}},
    {O::kExpm1, {-1e-12, 1e-12}},
    {O::kExpm1, {1, 600}},
    {O::kLog, {0.5, 2}},
    {O::kLog, {1 - 1e-9, 1 + 1e-9}},
    {O::kLog, {1e-200, 1e200}},
    {O::kLog1p, {-0.9, 2}},
    {O::kLog1p, {-1e-9, 1e-9}},
    {O::kLog1p, {1, 1e10}},
    {O::kLog10, {0.01, 1000}},
    {O::kPow, {0.1, 30}, {-20, 20}},
    {O::kPow, {0.999, 1.001}, {-1e5, 1e5}},
    {O::kPow, {1e-5, 1e5}, {2, 2}},
    {O::kPowByBase, {0.1, 10}, {-5, 5}, 1e-28},
    {O::kPowByExponent, {0.1, 10}, {-5, 5}},
    {O::kSin, {-10, 10}, {}, 1e-29},
    {O::kSin, {-1e-8, 1e-8}},
    {O::kSin, {3.1415926, 3.1415927}},
    {O::kSin, {1e5, 1e6}, {}, 1e-29, 1e-4},
    {O::kCos, {-10, 10}},
    {O::kCos, {1e11, 1e12}, {}, 1e-29, 1},
    {O::kTan, {-10, 10}},
    {O::kAsin, {-1, 1}},
    {O::kAsin, {0.9999999, 1}},
    {O::kAcos, {-1, 1}},
    {O::kAcos, {0.9999999, 1}},
    {O::kAtan, {-3, 3}},
    {O::kAtan, {-1e9, 1e9}},
    {O::kAtan, {-1e-9, 1e-9}},
    {O::kSinh, {-2, 2}},
    {O::kSinh, {-700, 700}},
    {O::kCosh, {-3, 3}},
    {O::kCosh, {-700, 700}},
    {O::kTanh, {-3, 3}},
    {O::kTanh, {-1e-5, 1e-5}},
    {O::kTanh, {10, 60}},
    {O::kAsinh, {-3, 3}},
    {O::kAsinh, {-1e-9, 1e-9}},
    {O::kAsinh, {1e10, 1e30}},
    {O::kAcosh, {1.1, 30}},
    {O::kAcosh, {1, 1 + 1e-7}},
    {O::kAtanh, {-0.999, 0.999}},
    {O::kErf, {-0.01, 0.01}},
    {O::kErf, {-5, 5}},
    {O::kErfc, {-3, 12}, {}, 1e-28},
    {O::kErfcx, {-3, 0.3}},
    {O::kErfcx, {0, 30}},
    {O::kErfcx, {1e3, 1e4}},
    {O::kErfcxSlope, {0.01, 5}, {}, 1e-28},
    {O::kErfcxSlope, {5, 100}, {}, 1e-26},
    {O::kGamma, {0.1, 30}, {}, 1e-28},
    {O::kGamma, {-5.9, -5.1}, {}, 1e-28},
    {O::kLogGamma, {3, 1e5}},
    {O::kLogGamma, {0.1, 3}, {}, 1e-28, 1},
    {O::kLogGamma, {-5.9, -5.1}, {}, 1e-28, 1},
    {O::kDigamma, {0.1, 30}, {}, 1e-28, 1},
    {O::kDigamma, {-5.9, -5.1}, {}, 1e-28, 1},
    {O::kLogistic, {-50, 50}},
    {O::kLogisticSlope, {-50, 50}},
    {O::kSoftplus, {-50, 50}},
    {O::kHill, {0.01, 100}, {-5, 5}},
    // Where the exact slopes, differences of 50-digit values of 1 or so, have 28 digits
    // themselves.
    {O::kHillByBase, {0.1, 10}, {-3, 3}, 1e-28},
    {O::kHillByExponent, {0.1, 10}, {-3, 3}, 1e-28},
    {O::kBernoulli, {-20, 20}},
    {O::kBernoulli, {-1e-9, 1e-9}},
    {O::kBernoulliSlope, {-20, 20}, {}, 1e-28},
    {O::kBernoulliSlope, {-2e-4, 2e-4}, {}, 1e-27},
    {O::kLangevin, {-20, 20}, {}, 1e-28},
    {O::kLangevin, {-0.02, 0.02}, {}, 1e-27},
    {O::kLangevinSlope, {-20, 20}, {}, 1e-28},
    {O::kLangevinSlope, {0.005, 0.02}, {}, 1e-26},
    {O::kVoigt, {-5, 5}, {0.01, 3}},
    {O::kVoigt, {-20, 20}, {1e-9, 1e-3}},
    {O::kVoigt, {-300, 300}, {3, 300}},
    {O::kVoigtByA, {-5, 5}, {0.1, 3}, 1e-28},
    {O::kVoigtByB, {-5, 5}, {0.1, 3}, 1e-28},
    {O::kVoigtByB, {50, 100}, {5, 10}, 1e-24},
    {O::kGammaHalfRatio, {0.1, 100}, {}, 1e-28},
    {O::kGammaHalfRatioSlope, {0.1, 100}, {}, 1e-27},
    {O::kGammaMedian, {0.3, 50}, {}, 1e-28},
    {O::kGammaMedianSlope, {0.3, 50}, {}, 1e-26},
    {O::kGammaDecay, {0.5, 60}, {-5, 5}, 1e-27},
    {O::kGammaDecayByA, {0.5, 60}, {-5, 5}, 1e-27, 1e-3},
    {O::kGammaDecayByB, {0.5, 60}, {-5, 5}, 1e-27, 1e-3},
    {O::kWrightOmega, {-60, 60}, {}, 1e-28},
    {O::kWrightOmega, {1e3, 1e6}},
    {O::kJinc, {-10, 10}, {}, 1e-23, 0.03},
    {O::kJincSlope, {-10, 10}, {}, 1e-23, 0.03},
    {O::kDebyeHeat, {0.3, 60}, {}, 1e-24},
    {O::kDebyeHeat, {0.05, 0.3}, {}, 1e-22},
    {O::kDebyeHeatSlope, {0.3, 60}, {}, 1e-22},
    {O::kDebyeHeatSlope, {0.1, 0.3}, {}, 1e-20},
};

bool is_slow(Operation operation) {
  return operation >= Operation::kErfcx && operation <= Operation::kDigamma;
}

TEST(DoubleDoubleFunctions, AgreeWith50Digits) {
  std::vector<bool> tried(expression::kOperations, false);
  for (const Trial& trial : kTrials) {
    SCOPED_TRACE(expression::name(trial.operation));
    tried[static_cast<std::size_t>(trial.operation)] = true;
    const bool gamma = trial.operation >= Operation::kGammaHalfRatio;
    try_operation(trial, gamma ? 5 : is_slow(trial.operation) ? 20 : 100);
  }
  for (int k = 0; k < expression::kOperations; ++k) {
    const auto operation = static_cast<Operation>(k);
    if (expression::arity(operation) == 0) continue;
    EXPECT_TRUE(tried[static_cast<std::size_t>(k)]) << expression::name(operation);
  }
}

}  // namespace
}  // namespace fitd::double_double
