// Functions that are defined by an equation, an integral or a series, against 30 digits.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "solver/special/debye.h"
#include "solver/special/gamma_decay.h"
#include "solver/special/jinc.h"
#include "solver/special/wright_omega.h"
#include "tests/solver/special/golden_table.h"

namespace fitd::special {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(WrightOmega, Golden) {
  const auto rows = golden_table("wright_omega.txt");
  ASSERT_GT(rows.size(), 20u);
  for (const auto& row : rows) {
    // exp(u) magnifies an ulp of u by |u|.
    const double tolerance = 4e-16 * std::fmax(2, row[0] < 0 ? -row[0] : 0);
    const double w = wright_omega(row[0]);
    EXPECT_LT(relative_error(w, row[1]), tolerance) << row[0];
    EXPECT_LT(relative_error(w / (1 + w), row[2]), tolerance) << row[0];
  }
  EXPECT_EQ(wright_omega(-kInfinity), 0);
  EXPECT_EQ(wright_omega(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(wright_omega(std::nan(""))));
}

TEST(Jinc, Golden) {
  for (const auto& row : golden_table("jinc.txt")) {
    const double u = row[0];
    const double size = std::pow(std::fmax(1, u), -1.5);
    for (const double sign : {1.0, -1.0}) {
      EXPECT_NEAR(jinc(sign * u), row[1], 2e-15 * size) << u;
      EXPECT_NEAR(jinc_slope(sign * u), sign * row[2], 2e-15 * std::fmin(u, size)) << u;
    }
  }
  EXPECT_EQ(jinc(0), 1);
  EXPECT_EQ(jinc_slope(0), 0);
  EXPECT_EQ(jinc(kInfinity), 0);
  EXPECT_EQ(jinc_slope(-kInfinity), 0);
  EXPECT_TRUE(std::isnan(jinc(std::nan(""))));
  EXPECT_TRUE(std::isfinite(jinc(1e300)));
}

TEST(DebyeHeat, Golden) {
  const auto rows = golden_table("debye_heat.txt");
  ASSERT_GT(rows.size(), 15u);
  for (const auto& row : rows) {
    for (const double sign : {1.0, -1.0}) {
      EXPECT_LT(relative_error(debye_heat(sign * row[0]), row[1]), 1e-14) << row[0];
      EXPECT_LT(relative_error(debye_heat_slope(sign * row[0]), sign * row[2]), 3e-14) << row[0];
    }
  }
  EXPECT_EQ(debye_heat(0), 1);
  EXPECT_EQ(debye_heat_slope(0), 0);
  EXPECT_EQ(debye_heat(kInfinity), 0);
  EXPECT_EQ(debye_heat_slope(kInfinity), 0);
  EXPECT_TRUE(std::isnan(debye_heat(std::nan(""))));
}

TEST(GammaDecay, Golden) {
  const auto rows = golden_table("gamma_decay.txt");
  ASSERT_GT(rows.size(), 80u);
  for (const auto& row : rows) {
    const GammaDecay g = gamma_decay(row[0], row[1]);
    // The logarithm of a tiny value is as exact as it is small.
    const double tolerance = 2e-14 * std::fmax(1, -std::log(row[2]));
    EXPECT_LT(relative_error(g.value, row[2]), tolerance) << row[0] << ", " << row[1];
    // The slopes are differences of digamma functions.
    EXPECT_NEAR(g.by_a, row[3], tolerance * (std::abs(row[3]) + row[2]))
        << row[0] << ", " << row[1];
    EXPECT_NEAR(g.by_b, row[4], tolerance * (std::abs(row[4]) + row[2]))
        << row[0] << ", " << row[1];
  }
}

TEST(GammaDecay, EdgesOfTheDomain) {
  EXPECT_EQ(gamma_decay(2, 0).value, 1);
  EXPECT_EQ(gamma_decay(2, 0).by_b, 0);
  EXPECT_EQ(gamma_decay(2, 1e300).value, 0);
  EXPECT_EQ(gamma_decay(2, -kInfinity).by_a, 0);
  EXPECT_EQ(gamma_decay(1e300, 3).value, 1);
  EXPECT_TRUE(std::isnan(gamma_decay(0, 1).value));
  EXPECT_TRUE(std::isnan(gamma_decay(-1, 1).by_a));
  EXPECT_TRUE(std::isnan(gamma_decay(1, std::nan("")).value));
  EXPECT_TRUE(std::isfinite(gamma_decay(1e-300, 1e-300).value));
}

}  // namespace
}  // namespace fitd::special
