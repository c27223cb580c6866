// What becomes of residuals and derivatives that are not finite.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/solver/lm/functions.h"

namespace fitd::lm {
namespace {

using test::PointFunction;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// p0 + p1 x - (1 + 2 x), with one residual replaced.
PointFunction line_with(std::size_t bad_row, double bad_value) {
  return PointFunction(6, 2, [=](std::size_t i, std::span<const double> p, double* r, double* d) {
    const double x = static_cast<double>(i);
    *r = i == bad_row ? bad_value : p[0] + p[1] * x - (1 + 2 * x);
    if (d == nullptr) return;
    d[0] = 1;
    d[1] = x;
  });
}

TEST(NonFinite, AtTheStart) {
  for (const double bad : {kNaN, kInfinity, -kInfinity}) {
    for (const auto method : {JacobianMethod::kAnalytic, JacobianMethod::kForwardDifference}) {
      PointFunction function = line_with(4, bad);
      const LmResult result = test::minimized(function, {0, 0}, method);
      EXPECT_EQ(result.termination, Termination::kNonFinite);
      EXPECT_EQ(ier(result.termination), std::nullopt);
      ASSERT_TRUE(result.fault);
      EXPECT_EQ(result.fault->row, 4);
      EXPECT_EQ(result.fault->column, -1);
      EXPECT_TRUE(std::isnan(bad) ? std::isnan(result.fault->value) : result.fault->value == bad);
      EXPECT_EQ(result.nfev, 1);
      EXPECT_EQ(result.njev, 0);
      EXPECT_EQ(function.evaluations, 1);
      EXPECT_EQ(result.x, (std::vector<double>{0, 0}));
      EXPECT_FALSE(result.linearized);
      EXPECT_TRUE(result.r.empty());
    }
  }
}

TEST(NonFinite, FirstOfSeveralIsNamed) {
  PointFunction function(5, 1, [](std::size_t i, std::span<const double>, double* r, double*) {
    *r = i == 3 ? kNaN : i == 2 ? kInfinity : 1;
  });
  EXPECT_EQ(test::minimized(function, {0}).fault->row, 2);
}

TEST(NonFinite, OverflowOfTheNormNamesTheLargest) {
  PointFunction function(5, 1, [](std::size_t i, std::span<const double>, double* r, double*) {
    *r = i == 3 ? -1.7e308 : 1.5e308;
  });
  const LmResult result = test::minimized(function, {0});
  EXPECT_EQ(result.termination, Termination::kNonFinite);
  EXPECT_EQ(result.fault->row, 3);
  EXPECT_EQ(result.fault->value, -1.7e308);
}

// sqrt(p0 - 2) at rows from 2 on has no derivative at p0 = 2.
PointFunction root() {
  return PointFunction(5, 2, [](std::size_t i, std::span<const double> p, double* r, double* d) {
    *r = i < 2 ? p[1] - 1 : std::sqrt(p[0] - 2) - 3;
    if (d == nullptr) return;
    d[0] = i < 2 ? 0 : 0.5 / std::sqrt(p[0] - 2);
    d[1] = i < 2 ? 1 : 0;
  });
}

TEST(NonFinite, InTheJacobian) {
  PointFunction function = root();
  const LmResult result = test::minimized(function, {2, 0});
  EXPECT_EQ(result.termination, Termination::kNonFinite);
  ASSERT_TRUE(result.fault);
  EXPECT_EQ(result.fault->row, 2);
  EXPECT_EQ(result.fault->column, 0);
  EXPECT_EQ(result.fault->value, kInfinity);
  EXPECT_EQ(result.nfev, 1);
  EXPECT_EQ(result.njev, 1);
  EXPECT_FALSE(result.linearized);
  EXPECT_TRUE(std::isfinite(result.residual_norm));
}

TEST(NonFinite, InDifferences) {
  // The residual is finite at 0 and NaN at any step from it.
  PointFunction function(3, 2, [](std::size_t i, std::span<const double> p, double* r, double*) {
    *r = i == 1 && p[1] != 0 ? kNaN : 1 + p[0];
  });
  const LmResult result = test::minimized(function, {0, 0}, JacobianMethod::kForwardDifference);
  EXPECT_EQ(result.termination, Termination::kNonFinite);
  EXPECT_EQ(result.fault->row, 1);
  EXPECT_EQ(result.fault->column, 1);
  EXPECT_EQ(result.nfev, 3);
}

TEST(NonFinite, InTheJacobianOfALaterIterate) {
  // Linear, so that the first step lands on the solution, where the derivative is said to be NaN.
  PointFunction function(3, 1, [](std::size_t, std::span<const double> p, double* r, double* d) {
    *r = 1e-3 * p[0] + p[0] * p[0] - 3;
    if (d != nullptr) d[0] = p[0] == 1 ? 2.001 : kNaN;
  });
  const LmResult result = test::minimized(function, {1});
  EXPECT_EQ(result.termination, Termination::kNonFinite);
  EXPECT_GE(result.iterations, 1);
  EXPECT_NE(result.x[0], 1);
  EXPECT_TRUE(std::isfinite(result.x[0]));
  EXPECT_FALSE(result.linearized);
}

// log(x - p1) has no value once p1 passes the first x: steps that go there are rejected.
TEST(NonFinite, AtTrialPointsOnlyShrinksTheRegion) {
  int rejected = 0;
  PointFunction function(20, 2,
                         [&](std::size_t i, std::span<const double> p, double* r, double* d) {
                           const double x = 1.001 + 0.3 * static_cast<double>(i);
                           const double y = 2 * std::log(x - 0.99);
                           *r = p[0] * std::log(x - p[1]) - y;
                           if (i == 0 && d == nullptr && std::isnan(*r)) ++rejected;
                           if (d == nullptr) return;
                           d[0] = std::log(x - p[1]);
                           d[1] = -p[0] / (x - p[1]);
                         });
  const LmResult result = test::minimized(function, {1, -20});
  EXPECT_TRUE(converged(result.termination));
  EXPECT_GT(rejected, 0);
  EXPECT_NEAR(result.x[0], 2, 1e-6);
  EXPECT_NEAR(result.x[1], 0.99, 1e-6);
}

TEST(NonFinite, NoFaultOtherwise) {
  PointFunction function = test::exponential_decay();
  EXPECT_FALSE(test::minimized(function, {1, 1, 1}).fault);
}

}  // namespace
}  // namespace fitd::lm
