#include "solver/special/gamma.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/solver/special/golden_table.h"

namespace fitd::special {
namespace {

TEST(Gamma, LogGammaAndDigamma) {
  const auto rows = golden_table("log_gamma.txt");
  ASSERT_GT(rows.size(), 10u);
  for (const auto& row : rows) {
    // Both have zeros, near which the shift from 16 leaves an absolute error of a few ulp of 40.
    const ValueAndSlope g = log_gamma(row[0]);
    EXPECT_NEAR(g.value, row[1], 1e-14 + 1e-15 * std::abs(row[1])) << row[0];
    EXPECT_NEAR(g.slope, row[2], 2e-15 + 1e-15 * std::abs(row[2])) << row[0];
  }
}

TEST(Gamma, HalfRatio) {
  for (const auto& row : golden_table("gamma_half_ratio.txt")) {
    const ValueAndSlope g = gamma_half_ratio(row[0]);
    EXPECT_LT(relative_error(g.value, row[1]), 1e-14) << row[0];
    EXPECT_LT(relative_error(g.slope, row[2]), 1e-14) << row[0];
  }
}

TEST(Gamma, IncompleteGammaOfWholeShape) {
  // P(1, x) = 1 - exp(-x); P(2, x) = 1 - (1 + x) exp(-x).
  for (const double x : {0.1, 1.0, 3.0, 9.0}) {
    EXPECT_LT(relative_error(lower_gamma(1, x).value, -std::expm1(-x)), 1e-14);
    EXPECT_LT(relative_error(lower_gamma(1, x).by_x, std::exp(-x)), 1e-14);
    EXPECT_LT(relative_error(lower_gamma(2, x).value, 1 - (1 + x) * std::exp(-x)), 1e-13);
    const double h = 1e-4;
    const double difference = (lower_gamma(2 + h, x).value - lower_gamma(2 - h, x).value) / (2 * h);
    EXPECT_NEAR(lower_gamma(2, x).by_a, difference, 1e-9);
  }
}

TEST(Gamma, Median) {
  const auto rows = golden_table("gamma_median.txt");
  ASSERT_GT(rows.size(), 10u);
  for (const auto& row : rows) {
    const ValueAndSlope g = gamma_median(row[0]);
    // Below a = 0.2 the median falls like 2^(-1/a), which magnifies rounding by up to 1/a.
    const double tolerance = 1e-14 * std::fmax(1, 2 / row[0]);
    EXPECT_LT(relative_error(g.value, row[1]), tolerance) << row[0];
    EXPECT_LT(relative_error(g.slope, row[2]), 10 * tolerance) << row[0];
  }
}

TEST(Gamma, OutsideTheDomainIsNan) {
  for (const double a : {0.0, -1.0, std::nan("")}) {
    EXPECT_TRUE(std::isnan(log_gamma(a).value));
    EXPECT_TRUE(std::isnan(gamma_half_ratio(a).value));
    EXPECT_TRUE(std::isnan(gamma_median(a).value));
  }
  EXPECT_EQ(log_gamma(std::numeric_limits<double>::infinity()).value,
            std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace fitd::special
