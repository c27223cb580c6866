// Intervals, predictions and warnings over the wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "server/arrays.h"
#include "server/uncertainty/quantiles.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

v1::FitRequest line_request(int m) {
  v1::FitRequest request;
  request.set_model("linear");
  const std::vector<double> x = grid(0, 5, m);
  std::vector<double> y;
  for (int i = 0; i < m; ++i) {
    y.push_back(2 * x[static_cast<std::size_t>(i)] + 1 + 0.1 * std::sin(9.0 * i));
  }
  (*request.mutable_predictors())["x"] = array_of(x);
  *request.mutable_y() = array_of(y);
  request.mutable_progress()->set_off(true);
  return request;
}

const v1::FittedParameter& fitted(const v1::FitResult& result, const std::string& name) {
  for (const v1::FittedParameter& parameter : result.parameters()) {
    if (parameter.name() == name) return parameter;
  }
  return result.parameters(0);
}

class UncertaintyWireTest : public ::testing::Test {
 protected:
  v1::FitResult fit(const v1::FitRequest& request) { return server_.fit(request).result(); }
  TestServer server_;
};

TEST(Quantiles, AreThoseOfTables) {
  EXPECT_NEAR(two_sided_quantile(0.95, 10), 2.228138851986274, 1e-12);
  EXPECT_NEAR(two_sided_quantile(0.99, 1), 63.656741162871526, 1e-10);
  EXPECT_NEAR(two_sided_quantile(0.95, std::nullopt), 1.959963984540054, 1e-13);
}

TEST_F(UncertaintyWireTest, ALinesIntervalsAreStudents) {
  v1::FitRequest request = line_request(12);
  auto& options = *request.mutable_uncertainty();
  options.set_intervals(true);
  for (const double level : {0.99, 0.5}) options.add_levels(level);
  const v1::FitResult result = fit(request);
  const v1::Uncertainty& found = result.uncertainty();
  ASSERT_EQ(found.intervals_size(), 4);
  for (int i = 0; i < 4; ++i) {
    const v1::ParameterInterval& interval = found.intervals(i);
    EXPECT_EQ(interval.level(), i % 2 == 0 ? 0.99 : 0.5);
    const v1::FittedParameter& parameter = fitted(result, interval.parameter());
    const double reach = two_sided_quantile(interval.level(), 10) * parameter.standard_error();
    EXPECT_EQ(interval.lower_end(), v1::INTERVAL_END_FOUND);
    EXPECT_NEAR(interval.lower(), parameter.value() - reach, 2e-6 * reach);
    EXPECT_NEAR(interval.upper(), parameter.value() + reach, 2e-6 * reach);
  }
  EXPECT_GT(found.fits(), 0);
  EXPECT_EQ(result.warnings_size(), 0);
  EXPECT_GE(result.condition_number(), 1);
  EXPECT_LT(result.condition_number(), 100);
}

TEST_F(UncertaintyWireTest, OnlyTheParametersAskedFor) {
  v1::FitRequest request = line_request(12);
  request.mutable_uncertainty()->set_intervals(true);
  request.mutable_uncertainty()->add_parameters("intercept");
  const v1::Uncertainty found = fit(request).uncertainty();
  ASSERT_EQ(found.intervals_size(), 1);
  EXPECT_EQ(found.intervals(0).parameter(), "intercept");
  EXPECT_EQ(found.intervals(0).level(), 0.95);
}

// The textbook's: t s sqrt(1/m + (x - mean)^2/Sxx), with 1 more under the root for a measurement.
TEST_F(UncertaintyWireTest, ALinesBandsAreTheTextbooks) {
  v1::FitRequest request = line_request(12);
  const std::vector<double> at = {-1, 2.5, 7};
  (*request.mutable_uncertainty()->mutable_predictors())["x"] = array_of(at);
  const v1::FitResult result = fit(request);
  const v1::Prediction& prediction = result.uncertainty().prediction();
  ASSERT_EQ(prediction.bands_size(), 1);
  const std::vector<double> values = to_vector(prediction.values());
  const std::vector<double> curve = to_vector(prediction.bands(0).confidence_upper());
  const std::vector<double> below = to_vector(prediction.bands(0).prediction_lower());
  double sxx = 0;
  for (const double x : grid(0, 5, 12)) sxx += (x - 2.5) * (x - 2.5);
  const double s = std::sqrt(result.statistics().reduced_chi_square());
  const double t = two_sided_quantile(0.95, 10);
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double lever = 1.0 / 12 + (at[i] - 2.5) * (at[i] - 2.5) / sxx;
    EXPECT_NEAR(values[i],
                fitted(result, "slope").value() * at[i] + fitted(result, "intercept").value(),
                1e-12);
    EXPECT_NEAR(curve[i] - values[i], t * s * std::sqrt(lever), 1e-9);
    EXPECT_NEAR(values[i] - below[i], t * s * std::sqrt(1 + lever), 1e-9);
  }
}

TEST_F(UncertaintyWireTest, WithSigmaAMeasurementNeedsItsOwn) {
  v1::FitRequest request = line_request(12);
  *request.mutable_sigma() = array_of(std::vector<double>(12, 0.2));
  request.set_absolute_sigma(true);
  const std::vector<double> at = {1, 2};
  (*request.mutable_uncertainty()->mutable_predictors())[""] = array_of(at);
  EXPECT_FALSE(fit(request).uncertainty().prediction().bands(0).has_prediction_lower());
  *request.mutable_uncertainty()->mutable_sigma() = array_of(std::vector<double>{0.2, 0.4});
  const v1::Prediction prediction = fit(request).uncertainty().prediction();
  const double error = to_vector(prediction.standard_errors())[1];
  EXPECT_NEAR(to_vector(prediction.bands(0).prediction_upper())[1],
              to_vector(prediction.values())[1] +
                  two_sided_quantile(0.95, std::nullopt) * std::hypot(error, 0.4),
              1e-12);
}

TEST_F(UncertaintyWireTest, WhatTheDataDoNotTellApartIsNamed) {
  v1::FitRequest request = line_request(12);
  request.set_model("a*b*x + c");
  for (const char* name : {"a", "b", "c"}) {
    auto& parameter = *request.add_parameters();
    parameter.set_name(name);
    parameter.set_start(1);
  }
  const v1::FitResult result = fit(request);
  ASSERT_EQ(result.warnings_size(), 1);
  EXPECT_EQ(result.warnings(0).code(), v1::WARNING_CODE_NOT_IDENTIFIABLE);
  EXPECT_THAT(result.warnings(0).parameters(), ::testing::UnorderedElementsAre("a", "b"));
  EXPECT_THAT(result.warnings(0).text(), HasSubstr("apart"));
}

TEST_F(UncertaintyWireTest, WhatHasNoInfluenceIsNamed) {
  v1::FitRequest request = line_request(12);
  request.set_model("a*x + b + 0*d");
  for (const char* name : {"a", "b", "d"}) {
    auto& parameter = *request.add_parameters();
    parameter.set_name(name);
    parameter.set_start(1);
  }
  const v1::FitResult result = fit(request);
  ASSERT_GE(result.warnings_size(), 1);
  EXPECT_EQ(result.warnings(0).code(), v1::WARNING_CODE_NO_INFLUENCE);
  EXPECT_THAT(result.warnings(0).parameters(), ::testing::ElementsAre("d"));
}

TEST_F(UncertaintyWireTest, WithoutFreedomThereIsNone) {
  v1::FitRequest request = line_request(2);
  request.mutable_uncertainty()->set_intervals(true);
  const v1::FitResult result = fit(request);
  EXPECT_FALSE(result.has_uncertainty());
  ASSERT_EQ(result.warnings_size(), 2);
  EXPECT_EQ(result.warnings(0).code(), v1::WARNING_CODE_NO_FREEDOM);
  EXPECT_EQ(result.warnings(1).code(), v1::WARNING_CODE_NO_UNCERTAINTY);
}

TEST_F(UncertaintyWireTest, NothingElseChangesByABit) {
  v1::FitResult plain = fit(line_request(12));
  v1::FitRequest request = line_request(12);
  request.mutable_uncertainty()->set_intervals(true);
  v1::FitResult more = fit(request);
  for (v1::FitResult* result : {&plain, &more}) {
    result->clear_timing();
    result->clear_uncertainty();
  }
  EXPECT_EQ(plain.SerializeAsString(), more.SerializeAsString());
}

struct Wrong {
  std::function<void(v1::UncertaintyOptions&)> spoil;
  std::string field;
  std::string says;
};

std::vector<Wrong> wrong_levels_and_parameters() {
  using U = v1::UncertaintyOptions;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  return {
      {[](U& u) { u.add_levels(0); }, "levels[0]", "is 0; must be above 0 and below 1"},
      {[](U& u) { u.add_levels(1); }, "levels[0]", "is 1; must be"},
      {[](U& u) { u.add_levels(95); }, "levels[0]", "is 95; must be"},
      {[](U& u) { u.add_levels(-0.5); }, "levels[0]", "is -0.5"},
      {[=](U& u) { u.add_levels(nan); }, "levels[0]", "is NaN"},
      {[](U& u) {
         u.add_levels(0.9);
         u.add_levels(0.9);
       },
       "levels[1]", "is 0.9 a second time"},
      {[](U& u) { u.mutable_levels()->Resize(9, 0.5); }, "levels", "has 9 values; at most 8"},
      {[](U& u) { u.add_parameters("slope"); }, "parameters", "is set, but intervals is not"},
      {[](U& u) {
         u.set_intervals(true);
         u.add_parameters("slop");
       },
       "parameters[0]", "is \"slop\", which is not a parameter of linear"},
      {[](U& u) {
         u.set_intervals(true);
         u.add_parameters("");
       },
       "parameters[0]", "is \"\", which is not a parameter"},
      {[](U& u) {
         u.set_intervals(true);
         u.add_parameters("slope");
         u.add_parameters("slope");
       },
       "parameters[1]", "a second time"},
      {[](U& u) {
         u.set_intervals(true);
         u.add_parameters("intercept");
       },
       "parameters[0]", "which is not free"},
  };
}

std::vector<Wrong> wrong_predictions() {
  using U = v1::UncertaintyOptions;
  const auto set = [](U& u, const std::string& name, const std::vector<double>& x) {
    (*u.mutable_predictors())[name] = array_of(x);
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  return {
      {[=](U& u) { set(u, "x", {}); }, "predictors[\"x\"]", "is empty"},
      {[](U& u) { (*u.mutable_predictors())["x"].Clear(); }, "predictors[\"x\"]", "is empty"},
      {[=](U& u) { set(u, "t", {1}); }, "predictors[\"x\"]", "is missing"},
      {[=](U& u) {
         set(u, "x", {1, nan});
       },
       "predictors[\"x\"].values[1]", "is NaN"},
      {[=](U& u) {
         set(u, "x", {1});
         set(u, "", {1});
       },
       "predictors[\"\"]", "beside the same predictor"},
      {[=](U& u) { set(u, "x", std::vector<double>(60'000, 1.0)); }, "predictors",
       "60000 points at 1 levels, which makes 360000 numbers; at most 300000"},
      {[](U& u) { *u.mutable_sigma() = array_of(std::vector<double>{1}); }, "sigma",
       "is set, but there are no predictors"},
      {[=](U& u) {
         set(u, "x", {1, 2});
         *u.mutable_sigma() = array_of(std::vector<double>{1});
       },
       "sigma", "has 1 values, but"},
      {[=](U& u) {
         set(u, "x", {1, 2});
         *u.mutable_sigma() = array_of(std::vector<double>{1, 0});
       },
       "sigma.values[1]", "finite and > 0"},
      {[=](U& u) {
         set(u, "x", {1, 2});
         u.mutable_sigma()->set_f64_le("abc");
       },
       "sigma.f64_le", "3 bytes"},
  };
}

TEST_F(UncertaintyWireTest, WrongOptionsAreNamed) {
  std::vector<Wrong> all = wrong_levels_and_parameters();
  for (const Wrong& wrong : wrong_predictions()) all.push_back(wrong);
  EXPECT_GE(all.size(), 20u);
  for (const Wrong& wrong : all) {
    SCOPED_TRACE(wrong.field + " " + wrong.says);
    v1::FitRequest request = line_request(12);
    auto& parameter = *request.add_parameters();
    parameter.set_name("intercept");
    parameter.set_start(1);
    parameter.set_fixed(true);
    wrong.spoil(*request.mutable_uncertainty());
    const CallEnd end = server_.fit(request).end;
    EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument) << end.message;
    ASSERT_FALSE(end.violations.empty());
    EXPECT_EQ(end.violations[0].field(), "uncertainty." + wrong.field);
    EXPECT_THAT(end.violations[0].description(), HasSubstr(wrong.says));
  }
}

}  // namespace
}  // namespace fitd::server
