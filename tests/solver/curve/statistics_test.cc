#include "solver/curve/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace fitd::curve {
namespace {

TEST(Statistics, Definitions) {
  const std::vector<double> y = {1, 2, 4, 5};
  const Statistics s = goodness_of_fit(y, {}, 0.5, 2);
  EXPECT_EQ(s.chi_square, 0.25);
  EXPECT_EQ(s.reduced_chi_square, 0.125);
  EXPECT_EQ(s.degrees_of_freedom, 2);
  EXPECT_DOUBLE_EQ(*s.r_squared, 1 - 0.25 / 10);
  EXPECT_DOUBLE_EQ(*s.aic, 4 * std::log(0.25 / 4) + 4);
  EXPECT_DOUBLE_EQ(*s.bic, 4 * std::log(0.25 / 4) + 2 * std::log(4));
}

TEST(Statistics, MeanIsWeighted) {
  const std::vector<double> y = {1, 2, 7};
  const std::vector<double> sigma = {1, 0.5, 2};
  // Weights 1, 4, 1/4.
  const double mean = (1 + 8 + 7.0 / 4) / 5.25;
  const double total =
      (1 - mean) * (1 - mean) + 4 * (2 - mean) * (2 - mean) + (7 - mean) * (7 - mean) / 4;
  const Statistics s = goodness_of_fit(y, sigma, 2, 1);
  EXPECT_NEAR(*s.r_squared, 1 - 4 / total, 1e-14);
}

TEST(Statistics, WithoutFreedom) {
  const Statistics s = goodness_of_fit(std::vector<double>{1, 2}, {}, 1e-9, 2);
  EXPECT_EQ(s.degrees_of_freedom, 0);
  EXPECT_FALSE(s.reduced_chi_square);
  EXPECT_TRUE(s.r_squared);
}

TEST(Statistics, ConstantDataHaveNoRSquared) {
  for (const double value : {0.0, 0.1, -1e300, 1.0 / 3}) {
    const std::vector<double> y(7, value);
    EXPECT_FALSE(goodness_of_fit(y, {}, 1, 1).r_squared) << value;
    EXPECT_FALSE(goodness_of_fit(y, std::vector<double>{1, 2, 3, 4, 5, 6, 7}, 1, 1).r_squared);
  }
}

TEST(Statistics, ExactFitHasNoInformationCriteria) {
  const Statistics s = goodness_of_fit(std::vector<double>{1, 2, 3}, {}, 0, 1);
  EXPECT_EQ(s.chi_square, 0);
  EXPECT_EQ(s.reduced_chi_square, 0);
  EXPECT_EQ(s.r_squared, 1);
  EXPECT_FALSE(s.aic);
  EXPECT_FALSE(s.bic);
}

TEST(Statistics, NothingPresentIsInfinite) {
  for (const double scale : {1e-300, 1e-150, 1e150, 1e300}) {
    const std::vector<double> y = {scale, 2 * scale, -scale};
    for (const double norm : {1e-170, 1.0, 1e150}) {
      for (const std::vector<double>& sigma :
           {std::vector<double>{}, {1e-300, 1, 1}, {1e300, 1e300, 1}}) {
        const Statistics s = goodness_of_fit(y, sigma, norm, 1);
        EXPECT_TRUE(!s.r_squared || std::isfinite(*s.r_squared));
        EXPECT_TRUE(!s.aic || std::isfinite(*s.aic));
        EXPECT_TRUE(!s.bic || std::isfinite(*s.bic));
      }
    }
  }
}

}  // namespace
}  // namespace fitd::curve
