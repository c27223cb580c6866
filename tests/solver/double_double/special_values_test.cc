// Double-doubles at the edges: infinities, NaN, zeros, what lies outside a domain, overflow. There
// every operation must give what it gives in double.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "solver/double_double/elementary.h"
#include "solver/double_double/special.h"
#include "solver/expression/apply.h"

namespace fitd::double_double {
namespace {

using expression::Operation;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const std::vector<double>& edges() {
  static const std::vector<double> kEdges = {
      0,    -0.0, 1,     -1,  0.5,  -0.5, 2,     -2,    3,      -3,        50,         -50, 900,
      -900, 1e10, -1e10, 1e6, -1e6, 1e20, -1e20, 1e200, -1e200, kInfinity, -kInfinity, kNaN};
  return kEdges;
}

// Where the double functions promise nothing, or are known to cancel.
bool is_outside(Operation operation, double a, double b) {
  switch (operation) {
    case Operation::kHill:
    case Operation::kHillByBase:
    case Operation::kHillByExponent:
      return a < 0;
    case Operation::kVoigt:
    case Operation::kVoigtByA:
    case Operation::kVoigtByB:
      return !(b >= 0);
    case Operation::kLogGamma:
      return a == 1 || a == 2;  // its zeros
    default:
      return false;
  }
}

void expect_alike(Operation operation, double a, double b) {
  if (is_outside(operation, a, b)) return;
  const double expected = expression::apply<double>(operation, a, b, 1.0);
  const DoubleDouble value =
      expression::apply<DoubleDouble>(operation, DoubleDouble(a), DoubleDouble(b), 1.0);
  EXPECT_TRUE(std::isfinite(value.high) || value.low == 0) << value.low;
  if (std::isnan(expected)) {
    EXPECT_TRUE(is_nan(value)) << a << ", " << b << ": " << value.high;
  } else if (!std::isfinite(expected) || !std::isfinite(value.high)) {
    EXPECT_EQ(value.high, expected) << a << ", " << b;
  } else {
    // Double's own errors are the larger ones here.
    EXPECT_NEAR(value.high, expected, 1e-9 * std::fabs(expected) + 1e-300) << a << ", " << b;
  }
}

TEST(DoubleDoubleEdges, GiveWhatDoubleGives) {
  for (int k = 0; k < expression::kOperations; ++k) {
    const auto operation = static_cast<Operation>(k);
    SCOPED_TRACE(expression::name(operation));
    const int arity = expression::arity(operation);
    if (arity == 0) continue;
    for (const double a : edges()) {
      if (arity == 1) {
        expect_alike(operation, a, 0);
        continue;
      }
      for (const double b : edges()) expect_alike(operation, a, b);
    }
  }
}

TEST(DoubleDoubleArithmetic, KeepsWhatDoubleDrops) {
  const DoubleDouble sum = DoubleDouble(1) + 1e-25;
  EXPECT_EQ(sum.high, 1);
  EXPECT_EQ(sum.low, 1e-25);
  EXPECT_EQ((sum - 1.0).high, 1e-25);
  // (1 + 2^-40)^2 = 1 + 2^-39 + 2^-80.
  const DoubleDouble square = DoubleDouble(1 + 0x1p-40) * DoubleDouble(1 + 0x1p-40);
  EXPECT_EQ(square.high, 1 + 0x1p-39);
  EXPECT_EQ(square.low, 0x1p-80);
  const DoubleDouble third = DoubleDouble(1) / DoubleDouble(3);
  EXPECT_NEAR((third * 3.0 - 1.0).high, 0, 1e-31);
  EXPECT_NE(third.low, 0);
}

TEST(DoubleDoubleArithmetic, ComparesByAllDigits) {
  const DoubleDouble one = 1;
  const DoubleDouble more = {1, 1e-20};
  EXPECT_TRUE(one < more && more > one && one <= more && more >= one && !(more <= one));
  EXPECT_FALSE(one == more);
  const DoubleDouble nan = kNaN;
  EXPECT_FALSE(nan == nan || nan < one || one < nan || nan <= nan);
}

}  // namespace
}  // namespace fitd::double_double
