#include "solver/special/elementary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/solver/special/golden_table.h"

namespace fitd::special {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void expect_golden(const char* table, double (*value)(double), double (*slope)(double)) {
  const auto rows = golden_table(table);
  ASSERT_GT(rows.size(), 20u);
  for (const auto& row : rows) {
    EXPECT_LT(relative_error(value(row[0]), row[1]), 5e-15) << table << " at " << row[0];
    EXPECT_LT(relative_error(slope(row[0]), row[2]), 1e-14) << table << "' at " << row[0];
  }
}

TEST(Elementary, Golden) {
  expect_golden("bernoulli.txt", bernoulli, bernoulli_slope);
  expect_golden("langevin.txt", langevin, langevin_slope);
  expect_golden("logistic.txt", logistic, logistic_slope);
  expect_golden("softplus.txt", softplus, logistic);
}

TEST(Elementary, LimitsAtInfinity) {
  EXPECT_EQ(logistic(-kInfinity), 0);
  EXPECT_EQ(logistic(kInfinity), 1);
  EXPECT_EQ(logistic_slope(-1e300), 0);
  EXPECT_EQ(softplus(-kInfinity), 0);
  EXPECT_EQ(softplus(kInfinity), kInfinity);
  EXPECT_EQ(bernoulli(kInfinity), 0);
  EXPECT_EQ(bernoulli_slope(1e300), 0);
  EXPECT_EQ(bernoulli(-1e300), 1e300);
  EXPECT_EQ(bernoulli_slope(-1e300), -1);
  EXPECT_EQ(langevin(kInfinity), 1);
  EXPECT_EQ(langevin_slope(1e300), 0);
  EXPECT_EQ(bernoulli(0), 1);
  EXPECT_EQ(langevin(0), 0);
}

TEST(Elementary, NanStaysNan) {
  for (const auto f :
       {logistic, logistic_slope, softplus, bernoulli, bernoulli_slope, langevin, langevin_slope}) {
    EXPECT_TRUE(std::isnan(f(std::nan(""))));
  }
}

TEST(Elementary, HillAndItsSlopes) {
  EXPECT_EQ(hill(0, 2), 0);
  EXPECT_EQ(hill(0, -2), 1);
  EXPECT_EQ(hill(0, 0), 0.5);
  EXPECT_EQ(hill(1, 17), 0.5);
  EXPECT_EQ(hill(1e300, 2), 1);
  EXPECT_EQ(hill_slopes(0, 2).by_b, 0);
  EXPECT_EQ(hill_slopes(0, 2).by_u, 0);
  EXPECT_EQ(hill_slopes(0, 1).by_u, 1);
  EXPECT_EQ(hill_slopes(0, -1).by_u, -1);
  EXPECT_EQ(hill_slopes(1e300, 2).by_b, 0);
  for (const double u : {1e-3, 0.4, 1.0, 5.0, 300.0}) {
    for (const double b : {-3.0, -0.5, 0.7, 2.0}) {
      const double t = b * std::log(u);
      const HillSlopes slopes = hill_slopes(u, b);
      EXPECT_LT(relative_error(hill(u, b), logistic(t)), 1e-13);
      EXPECT_LT(relative_error(slopes.by_u, logistic_slope(t) * b / u), 1e-13);
      EXPECT_LE(std::abs(slopes.by_b - logistic_slope(t) * std::log(u)), 1e-14);
    }
  }
}

}  // namespace
}  // namespace fitd::special
