#include "solver/expression/functions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "solver/expression/apply.h"

namespace fitd::expression {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Functions, LogGamma) {
  // 20 digits by mpmath.
  const double cases[][2] = {
      {0.5, 0.57236494292470008707},     {1e-05, 11.512919692895825626},
      {3.7, 1.4280723266653881292},      {1.0000152587890625, -8.8074205801979051941e-6},
      {169.875, 700.79570311424773924},  {171.0, 706.57306224578734711},
      {100000.0, 1051287.7089736568949}, {-0.5, 1.2655121234846453965},
      {-3.25, -0.62315345132099864663},  {-170.5, -707.9984331450788421}};
  for (const auto& [a, expected] : cases) {
    EXPECT_NEAR(functions::log_gamma(a), expected, 2e-15 * std::abs(expected)) << a;
  }
  EXPECT_EQ(functions::log_gamma(0), kInfinity);
  EXPECT_EQ(functions::log_gamma(-4), kInfinity);
  EXPECT_TRUE(std::isnan(functions::log_gamma(kNaN)));
}

TEST(Functions, DigammaIsTheSlopeOfLogGamma) {
  for (const double a : {-7.3, -2.5, -0.25, 0.1, 1.0, 2.5, 30.0, 400.0}) {
    const double h = 1e-4;
    const double difference = (functions::log_gamma(a - 2 * h) - functions::log_gamma(a + 2 * h) +
                               8 * (functions::log_gamma(a + h) - functions::log_gamma(a - h))) /
                              (12 * h);
    EXPECT_NEAR(functions::digamma(a), difference, 1e-9 * (1 + std::abs(difference))) << a;
  }
  EXPECT_TRUE(std::isnan(functions::digamma(-2)));
}

TEST(Apply, ComparisonsAndChoice) {
  const auto two = [](Operation operation, double a, double b) {
    return apply(operation, a, b, 0.0);
  };
  EXPECT_EQ(two(Operation::kLess, 1, 2), 1);
  EXPECT_EQ(two(Operation::kLess, 2, 2), 0);
  EXPECT_EQ(two(Operation::kLessEqual, 2, 2), 1);
  EXPECT_EQ(two(Operation::kLess, kNaN, 2), 0);
  EXPECT_EQ(two(Operation::kEqual, kNaN, kNaN), 0);
  EXPECT_EQ(two(Operation::kNotEqual, kNaN, kNaN), 1);
  EXPECT_EQ(apply(Operation::kSelect, 1.0, 5.0, kNaN), 5);
  EXPECT_EQ(apply(Operation::kSelect, 0.0, kNaN, 6.0), 6);
  EXPECT_EQ(two(Operation::kMinimum, 3, 2), 2);
  EXPECT_EQ(two(Operation::kMaximum, 3, 2), 3);
  for (const Operation operation : {Operation::kMinimum, Operation::kMaximum}) {
    EXPECT_TRUE(std::isnan(two(operation, kNaN, 1)));
    EXPECT_TRUE(std::isnan(two(operation, 1, kNaN)));
  }
}

TEST(Apply, AnExactZeroWinsInDerivatives) {
  EXPECT_EQ(apply(Operation::kProduct, 0.0, kInfinity, 0.0), 0);
  EXPECT_EQ(apply(Operation::kProduct, kNaN, 0.0, 0.0), 0);
  EXPECT_EQ(apply(Operation::kProduct, 2.0, 3.0, 0.0), 6);
  EXPECT_EQ(apply(Operation::kQuotient, 0.0, 0.0, 0.0), 0);
  EXPECT_EQ(apply(Operation::kQuotient, 6.0, 3.0, 0.0), 2);
}

}  // namespace
}  // namespace fitd::expression
