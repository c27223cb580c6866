// Standard errors of what follows from the parameters.
#include "solver/curve/derived_quantities.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "solver/models/catalogue.h"

namespace fitd::curve {
namespace {

const models::Model& model(const char* name) {
  static const models::Catalogue kCatalogue;
  return *kCatalogue.find(name);
}

// height = amplitude/(sqrt(2 pi) sigma), by hand.
TEST(DerivedQuantities, DeltaMethodByHand) {
  const std::vector<double> p = {10, 5, 2};
  const std::vector<int> free = {0, 1, 2};
  const Matrix covariance = {0.09, 0, 0.01, 0, 0.04, 0, 0.01, 0, 0.0025};
  const auto derived = derived_quantities(model("gaussian"), p, free, covariance);
  ASSERT_EQ(derived.size(), 2u);
  EXPECT_EQ(derived[0].index, 0);
  EXPECT_DOUBLE_EQ(derived[0].value, 2 * 2.3548200450309493);
  EXPECT_DOUBLE_EQ(*derived[0].standard_error, 0.05 * 2.3548200450309493);
  const double height = 10 / (2 * std::sqrt(2 * 3.14159265358979323846));
  EXPECT_DOUBLE_EQ(derived[1].value, height);
  // Relative: var(log h) = var(a)/a^2 + var(s)/s^2 - 2 cov/(a s).
  const double relative = std::sqrt(0.09 / 100 + 0.0025 / 4 - 2 * 0.01 / 20);
  EXPECT_NEAR(*derived[1].standard_error, height * relative, 1e-14);
}

TEST(DerivedQuantities, FixedParametersBringNoError) {
  const std::vector<double> p = {10, 5, 2};
  const std::vector<int> amplitude = {0};
  const auto derived = derived_quantities(model("gaussian"), p, amplitude, Matrix{0.04});
  EXPECT_FALSE(derived[0].standard_error.has_value());  // fwhm, of sigma alone
  EXPECT_NEAR(*derived[1].standard_error, 0.02 * derived[1].value, 1e-14);
  // At a bound: a row of zeros.
  const std::vector<int> both = {0, 2};
  const Matrix held = {0.04, 0, 0, 0};
  EXPECT_FALSE(derived_quantities(model("gaussian"), p, both, held)[0].standard_error.has_value());
}

TEST(DerivedQuantities, WithoutCovarianceValuesAlone) {
  const std::vector<double> p = {10, 5, 2};
  const std::vector<int> free = {0, 1, 2};
  const auto derived = derived_quantities(model("gaussian"), p, free, std::nullopt);
  ASSERT_EQ(derived.size(), 2u);
  EXPECT_FALSE(derived[1].standard_error.has_value());
}

TEST(DerivedQuantities, WhatIsNotFiniteIsLeftOut) {
  // A Moffat's area diverges for beta = 0.4; its width does not.
  const std::vector<double> p = {3, 5, 1, 0.4};
  const std::vector<int> free = {0, 1, 2, 3};
  const auto derived = derived_quantities(model("moffat"), p, free, std::nullopt);
  ASSERT_EQ(derived.size(), 1u);
  EXPECT_EQ(model("moffat").info().derived[0].name, "fwhm");
}

TEST(DerivedQuantities, HugeAndTinyScalesNeitherOverflowNorVanish) {
  const std::vector<double> p = {1e-200, 5, 1e100};
  const std::vector<int> free = {0, 1, 2};
  const Matrix covariance = {1e-300 * 1e-104, 0, 0, 0, 1, 0, 0, 0, 1e196};
  const auto derived = derived_quantities(model("gaussian"), p, free, covariance);
  EXPECT_NEAR(*derived[0].standard_error / 2.3548200450309493e98, 1, 1e-12);
}

// A straight line is linear in its parameters, its crossing is not; over many draws of the noise
// the spread is what the standard error says.
TEST(DerivedQuantities, StandardErrorIsTheSpreadOverManyFits) {
  std::vector<double> x;
  for (int k = 0; k < 40; ++k) x.push_back(0.25 * k);
  std::mt19937_64 random(3);
  const auto normal = [&] {
    double sum = 0;
    for (int k = 0; k < 12; ++k) sum += static_cast<double>(random() >> 11) * 0x1p-53;
    return sum - 6;
  };
  double sum = 0;
  double squares = 0;
  double predicted = 0;
  constexpr int kFits = 2000;
  for (int fit_number = 0; fit_number < kFits; ++fit_number) {
    std::vector<double> y;
    for (const double at : x) y.push_back(2 * at - 9 + 0.2 * normal());
    CurveFit fit;
    fit.model = &model("linear");
    fit.data.predictors = {x};
    fit.data.y = y;
    fit.start = {1, 0};
    fit.fixed = {false, false};
    fit.options.maxfev = 100;
    const CurveOutcome outcome = fit_curve(fit, {}, {});
    ASSERT_EQ(outcome.derived.size(), 1u);
    sum += outcome.derived[0].value;
    squares += std::pow(outcome.derived[0].value - 4.5, 2);
    predicted += *outcome.derived[0].standard_error / kFits;
  }
  const double spread = std::sqrt(squares / kFits);
  EXPECT_NEAR(sum / kFits, 4.5, 4 * predicted / std::sqrt(kFits));
  EXPECT_NEAR(spread / predicted, 1, 0.06);  // four of its own standard errors
}

}  // namespace
}  // namespace fitd::curve
