#include "solver/curve/parameter_covariance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stop_token>
#include <vector>

#include "solver/curve/curve_function.h"
#include "tests/solver/curve/test_model.h"

namespace fitd::curve {
namespace {

using test::PointModel;

TEST(ParameterCovariance, OfALineIsTheTextbooks) {
  const PointModel model = test::line_model();
  std::vector<double> x(1000);
  std::vector<double> sigma(1000);
  double s = 0;
  double sx = 0;
  double sxx = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = 0.01 * static_cast<double>(i);
    sigma[i] = 0.5 + 0.1 * static_cast<double>(i % 7);
    const double w = 1 / (sigma[i] * sigma[i]);
    s += w;
    sx += w * x[i];
    sxx += w * x[i] * x[i];
  }
  const std::vector<double> p = {1, 2};
  CurveFunction function(model, {.predictors = {x}, .y = x, .sigma = sigma}, p, {false, false});
  const auto inverse = inverse_normal_matrix_at(function, p, {}, {});
  ASSERT_TRUE(inverse);
  const double determinant = s * sxx - sx * sx;
  EXPECT_NEAR((*inverse)[0], sxx / determinant, 1e-12 * sxx / determinant);
  EXPECT_NEAR((*inverse)[1], -sx / determinant, 1e-12 * sx / determinant);
  EXPECT_NEAR((*inverse)[3], s / determinant, 1e-12 * s / determinant);
}

TEST(ParameterCovariance, NoneWhereParametersDepend) {
  const PointModel model(2, [](double x, std::span<const double> p, double* d) {
    if (d != nullptr) d[0] = d[1] = x;
    return (p[0] + p[1]) * x;
  });
  const std::vector<double> x = {1, 2, 3.5};
  const std::vector<double> p = {1, 2};
  CurveFunction function(model, {.predictors = {x}, .y = x, .sigma = {}}, p, {false, false});
  EXPECT_FALSE(inverse_normal_matrix_at(function, p, {}, {}));
}

TEST(ParameterCovariance, NoneWhereADerivativeIsNotFinite) {
  const PointModel model(1, [](double x, std::span<const double> p, double* d) {
    if (d != nullptr) d[0] = x == 2 ? NAN : x;
    return p[0] * x;
  });
  const std::vector<double> x = {1, 2, 3};
  const std::vector<double> p = {1};
  CurveFunction function(model, {.predictors = {x}, .y = x, .sigma = {}}, p, {false});
  EXPECT_FALSE(inverse_normal_matrix_at(function, p, {}, {}));
}

TEST(ParameterCovariance, EndsAfterAStop) {
  PointModel model = test::line_model();
  const std::vector<double> x(300'000, 1.0);
  const std::vector<double> p = {1, 2};
  std::stop_source source;
  model.on_derivative_block = [&] { source.request_stop(); };
  CurveFunction function(model, {.predictors = {x}, .y = x, .sigma = {}}, p, {false, false});
  EXPECT_FALSE(inverse_normal_matrix_at(function, p, {}, lm::Interrupt(source.get_token())));
  EXPECT_LT(model.derivative_points, 40'000u);
}

TEST(ParameterCovariance, ScalesAndCorrelates) {
  const auto result = parameter_covariance({4, -3, -3, 9}, 2);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->covariance, (Matrix{8, -6, -6, 18}));
  EXPECT_EQ(result->correlation, (Matrix{1, -0.5, -0.5, 1}));
  EXPECT_EQ(result->standard_errors, (std::vector<double>{std::sqrt(8), std::sqrt(18)}));
}

// An exact fit: no variance, and yet the parameters are correlated.
TEST(ParameterCovariance, VarianceOfZero) {
  const auto result = parameter_covariance({4, -3, -3, 9}, 0);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->standard_errors, (std::vector<double>{0, 0}));
  EXPECT_EQ(result->correlation[1], -0.5);
}

TEST(ParameterCovariance, CorrelationStaysWithinOne) {
  const auto result = parameter_covariance({1, std::nextafter(1, 2), std::nextafter(1, 2), 1}, 1);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->correlation, (Matrix{1, 1, 1, 1}));
}

TEST(ParameterCovariance, NoneWhereNotFinite) {
  EXPECT_FALSE(parameter_covariance({1e300}, 1e300));
  EXPECT_FALSE(parameter_covariance({1}, NAN));
}

}  // namespace
}  // namespace fitd::curve
