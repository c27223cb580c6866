#include "solver/models/dual.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "solver/models/math.h"

namespace fitd::models {
namespace {

using D = Dual<2>;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const D kA = D::variable(1.3, 0);
const D kB = D::variable(-0.4, 1);

void expect_dual(const D& actual, double value, double by_a, double by_b) {
  EXPECT_DOUBLE_EQ(actual.value, value);
  EXPECT_DOUBLE_EQ(actual.d[0], by_a);
  EXPECT_DOUBLE_EQ(actual.d[1], by_b);
}

TEST(Dual, Arithmetic) {
  expect_dual(kA + kB, 0.9, 1, 1);
  expect_dual(kA - kB, 1.7, 1, -1);
  expect_dual(kA * kB, -0.52, -0.4, 1.3);
  expect_dual(kA / kB, 1.3 / -0.4, 1 / -0.4, -1.3 / 0.16);
  expect_dual(-kA, -1.3, -1, 0);
  expect_dual(2.0 + kA, 3.3, 1, 0);
  expect_dual(kA + 2.0, 3.3, 1, 0);
  expect_dual(2.0 - kA, 0.7, -1, 0);
  expect_dual(kA - 2.0, -0.7, 1, 0);
  expect_dual(2.0 * kA, 2.6, 2, 0);
  expect_dual(kA * 2.0, 2.6, 2, 0);
  expect_dual(2.0 / kA, 2 / 1.3, -2 / 1.69, 0);
  expect_dual(kA / 2.0, 0.65, 0.5, 0);
}

TEST(Dual, Functions) {
  expect_dual(exp(kA), std::exp(1.3), std::exp(1.3), 0);
  expect_dual(expm1(kA), std::expm1(1.3), std::exp(1.3), 0);
  expect_dual(log(kA), std::log(1.3), 1 / 1.3, 0);
  expect_dual(log1p(kB), std::log1p(-0.4), 0, 1 / 0.6);
  expect_dual(sqrt(kA), std::sqrt(1.3), 0.5 / std::sqrt(1.3), 0);
  expect_dual(sin(kA), std::sin(1.3), std::cos(1.3), 0);
  expect_dual(cos(kA), std::cos(1.3), -std::sin(1.3), 0);
  expect_dual(tan(kB), std::tan(-0.4), 0, 1 / std::cos(-0.4) / std::cos(-0.4));
  expect_dual(atan(kA), std::atan(1.3), 1 / 2.69, 0);
  expect_dual(sinh(kA), std::sinh(1.3), std::cosh(1.3), 0);
  expect_dual(cosh(kA), std::cosh(1.3), std::sinh(1.3), 0);
  expect_dual(tanh(kA), std::tanh(1.3), 1 / std::cosh(1.3) / std::cosh(1.3), 0);
  expect_dual(erf(kB), std::erf(-0.4), 0, 2 / kSqrtPi * std::exp(-0.16));
  expect_dual(erfc(kB), std::erfc(-0.4), 0, -2 / kSqrtPi * std::exp(-0.16));
  expect_dual(abs(kB), 0.4, 0, -1);
  expect_dual(square(kB), 0.16, 0, -0.8);
  expect_dual(cube(kA), 1.3 * 1.3 * 1.3, 3 * 1.69, 0);
}

TEST(Dual, Powers) {
  expect_dual(pow(kA, 2.5), std::pow(1.3, 2.5), 2.5 * std::pow(1.3, 1.5), 0);
  expect_dual(pow(3.0, kB), std::pow(3, -0.4), 0, std::log(3) * std::pow(3, -0.4));
  expect_dual(pow(kA, kB), std::pow(1.3, -0.4), -0.4 * std::pow(1.3, -1.4),
              std::log(1.3) * std::pow(1.3, -0.4));
  // A negative base with a constant exponent.
  expect_dual(pow(kB, 2.0), 0.16, 0, -0.8);
  // x^2 underflows, its derivative does not.
  EXPECT_DOUBLE_EQ(pow(D::variable(1e-200, 0), 2.0).d[0], 2e-200);
}

TEST(Dual, PowersOfZeroTakeTheLimit) {
  const D zero = D::variable(0, 0);
  const D exponent = D::variable(1.5, 1);
  expect_dual(pow(zero, exponent), 0, 0, 0);
  expect_dual(pow(0.0, exponent), 0, 0, 0);
  expect_dual(pow(zero, 1.0), 0, 1, 0);
  expect_dual(pow(zero, 0.0), 1, 0, 0);
  EXPECT_EQ(pow(zero, 0.5).d[0], kInfinity);
  // (0/k)^0.5: the base does not move with k.
  expect_dual(pow(0.0 / D::variable(3, 0), 0.5), 0, 0, 0);
  expect_dual(sqrt(0.0 * D::variable(3, 0)), 0, 0, 0);
}

TEST(Dual, SelectIgnoresWhatItDoesNotChoose) {
  const D bad = log(D::variable(-1, 0));
  EXPECT_TRUE(std::isnan(bad.value));
  expect_dual(select(true, kA, bad), 1.3, 1, 0);
  expect_dual(select(false, bad, kA), 1.3, 1, 0);
  expect_dual(select(kA > 1.0, kA, D(0.0)), 1.3, 1, 0);
  expect_dual(select(kA < kB, kA, D(7.0)), 7, 0, 0);
  EXPECT_TRUE(kA >= 1.3 && kA <= 1.3 && !(kB > kA));
}

TEST(Dual, IndependenceSurvivesOverflow) {
  const D large = exp(D::variable(1e4, 0));
  EXPECT_EQ(large.value, kInfinity);
  EXPECT_EQ(large.d[1], 0);
  EXPECT_EQ((kB + large).d[1], 1);
  // 1/(1 + exp(t)) ends flat.
  expect_dual(1.0 / (1.0 + large), 0, 0, 0);
  expect_dual(kB / large, 0, 0, 0);
  EXPECT_EQ(product(0, kInfinity), 0);
  EXPECT_EQ(product(kNaN, 0), 0);
  EXPECT_TRUE(std::isnan(product(kNaN, 1)));
}

}  // namespace
}  // namespace fitd::models
