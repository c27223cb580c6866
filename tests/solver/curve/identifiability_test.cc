#include "solver/curve/identifiability.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace fitd::curve {
namespace {

// R of n columns that are given by their upper triangle, column-major with zeros below.
TEST(Identifiability, OrthogonalColumnsAreAsGoodAsCanBe) {
  const std::vector<double> r = {1e9, 0, 0, 0, 1e-9, 0, 0, 0, -5};
  const std::vector<int> permutation = {2, 0, 1};
  const Identifiability found = identifiability(r, permutation);
  EXPECT_NEAR(found.condition_number, 1, 1e-12);
  EXPECT_TRUE(found.without_influence.empty());
}

// Two unit columns at an angle have the singular values sqrt(1 +- cosine).
TEST(Identifiability, OfTwoColumnsAtAnAngle) {
  for (const double angle : {1.0, 1e-2, 1e-5, 1e-8}) {
    const std::vector<double> r = {3, 0, 40 * std::cos(angle), 40 * std::sin(angle)};
    const std::vector<int> permutation = {1, 0};
    const Identifiability found = identifiability(r, permutation);
    const double exact = 1 / std::tan(angle / 2);
    EXPECT_NEAR(found.condition_number / exact, 1, 0.03) << angle;
    ASSERT_EQ(found.weakest.size(), 2u);
    EXPECT_NEAR(std::fabs(found.weakest[0].share), std::sqrt(0.5), 1e-3);
    // One grows as the other falls.
    EXPECT_LT(found.weakest[0].share * found.weakest[1].share, 0);
  }
}

TEST(Identifiability, DependentColumnsAreNamed) {
  // The third is the sum of the first two but for rounding; the fourth has nothing to do with them.
  const double tiny = 1e-17;
  const std::vector<double> r = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 7, 0, 1, 1, 0, tiny};
  const std::vector<int> permutation = {0, 1, 3, 2};
  const Identifiability found = identifiability(r, permutation);
  EXPECT_GT(found.condition_number, 1e15);
  ASSERT_EQ(found.weakest.size(), 3u);
  EXPECT_EQ(found.weakest[0].parameter, 2);
}

TEST(Identifiability, AnExactlySingularTriangle) {
  const std::vector<double> r = {2, 0, 0, 0, 3, 0, 2, 3, 0};
  const std::vector<int> permutation = {0, 1, 2};
  const Identifiability found = identifiability(r, permutation);
  EXPECT_EQ(found.condition_number, std::numeric_limits<double>::infinity());
  ASSERT_EQ(found.weakest.size(), 3u);
  for (const auto& part : found.weakest) EXPECT_TRUE(std::isfinite(part.share));
}

TEST(Identifiability, ColumnsOfZerosAreTold) {
  const std::vector<int> permutation = {2, 1, 0};
  // Last, as pivoting puts it; first, and between, as it may be without.
  for (const std::vector<double>& r : {std::vector<double>{1, 0, 0, 1, 1, 0, 0, 0, 0},
                                       {0, 0, 0, 1, 0, 0, 1, 1, 0},
                                       {1, 0, 0, 0, 0, 0, 1, 0, 1}}) {
    const Identifiability found = identifiability(r, permutation);
    ASSERT_EQ(found.without_influence.size(), 1u);
    EXPECT_NEAR(found.condition_number, 1 + std::sqrt(2), 0.05);
  }
  const std::vector<double> none(9, 0.0);
  EXPECT_EQ(identifiability(none, permutation).without_influence.size(), 3u);
}

}  // namespace
}  // namespace fitd::curve
