// Every function and operator: its value by hand, its derivatives by differences.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/solver/expression/expressions.h"

namespace fitd::expression {
namespace {

using ::testing::ElementsAre;

// A formula of x = 0.7 and, in the order of their appearance, the parameters 1.3, 0.4, 2.1, 0.9.
struct Case {
  const char* text;
  double value;
};

constexpr double kX = 0.7;
constexpr double kP[] = {1.3, 0.4, 2.1, 0.9};

std::vector<double> parameters(const models::Model& model) {
  return {kP, kP + model.num_parameters()};
}

std::vector<Case> operator_cases() {
  const double x = kX;
  const double a = kP[0];
  const double b = kP[1];
  const double c = kP[2];
  return {
      {"a*exp(-b*x) + c", a * std::exp(-b * x) + c},
      {"a + b*x - c/x", a + b * x - c / x},
      {"a - b - c", a - b - c},
      {"a / b / c", a / b / c},
      {"a^b", std::pow(a, b)},
      {"a**b**c", std::pow(a, std::pow(b, c))},
      {"-a^2", -(a * a)},
      {"(-a)^2", a * a},
      {"a^-b", std::pow(a, -b)},
      {"a^2 + b^3 + c^4", a * a + b * b * b + c * c * c * c},
      {"a^0.5 + b^1.5", std::sqrt(a) + std::pow(b, 1.5)},
      {"x^a", std::pow(x, a)},
      {"2^a", std::pow(2, a)},
  };
}

std::vector<Case> function_cases() {
  const double x = kX;
  const double a = kP[0];
  const double b = kP[1];
  const double c = kP[2];
  return {
      {"pow(a, b)", std::pow(a, b)},
      {"exp(a)", std::exp(a)},
      {"expm1(a)", std::expm1(a)},
      {"log(a) + ln(b)", std::log(a) + std::log(b)},
      {"log10(a)", std::log10(a)},
      {"log2(a)", std::log2(a)},
      {"log1p(a)", std::log1p(a)},
      {"sqrt(a)", std::sqrt(a)},
      {"sin(a) + cos(b) + tan(c)", std::sin(a) + std::cos(b) + std::tan(c)},
      {"asin(a*b) + acos(b) + atan(c)", std::asin(a * b) + std::acos(b) + std::atan(c)},
      {"arcsin(a*b) + arccos(a*b) + arctan(c)", M_PI / 2 + std::atan(c)},
      {"atan2(a, x)", std::atan2(a, x)},
      {"atan2(a, -x)", std::atan2(a, -x)},
      {"atan2(-a, -x)", std::atan2(-a, -x)},
      {"atan2(-a, x)", std::atan2(-a, x)},
      {"sinh(a) + cosh(b) + tanh(c)", std::sinh(a) + std::cosh(b) + std::tanh(c)},
      {"asinh(a) + atanh(b) + acosh(c)", std::asinh(a) + std::atanh(b) + std::acosh(c)},
      {"arcsinh(a) + arctanh(b)", std::asinh(a) + std::atanh(b)},
      {"arccosh(a)", std::acosh(a)},
      {"erf(a) + erfc(b)", std::erf(a) + std::erfc(b)},
      {"erfcx(a)", std::exp(a * a) * std::erfc(a)},
      {"gamma(a)", std::tgamma(a)},
      {"gamma(-a)", std::tgamma(-a)},
      {"lgamma(a)", std::lgamma(a)},
      {"abs(a - b) + abs(b - a)", 2 * (a - b)},
      {"min(a, b) + max(a, b)", a + b},
      {"min(a, b, c) * max(a, b, c)", b * c},
      {"min(a) + max(b)", a + b},
  };
}

std::vector<Case> condition_cases() {
  const double x = kX;
  const double a = kP[0];
  const double b = kP[1];
  const double c = kP[2];
  return {
      {"if(x < a, a*x, b)", a * x},
      {"if(x > a, a*x, b)", b},
      {"where(x <= a, b, log(-c))", b},
      {"if(a, b, c)", b},
      {"(x < a)*b", b},
      {"(x >= a)*b + c", c},
      {"(a == a) + (a != b) + (a == b)", 2},
      {"if(x < a and x < b, a, b)", b},
      {"if(x < a or x < b, a, b)", a},
      {"if(not x < a, a, b)", b},
      {"if(!(x < a) || b < a, a, b)", a},
      {"and(a, b, x > 0) + or(0, 0, b) + not(a)", 2},
      {"a and b", 1},
      {"a*(0 or 0)", 0},
      {"pi*a", M_PI * a},
      {"0x1.8p1*a + .5 + 1e1", 3 * a + 0.5 + 10},
  };
}

std::vector<Case> model_cases() {
  const double x = kX;
  const double a = kP[0];
  const double b = kP[1];
  const double c = kP[2];
  return {
      {"gaussian(x, a, b, c)",
       a / (c * std::sqrt(2 * M_PI)) * std::exp(-std::pow((x - b) / c, 2) / 2)},
      {"gaussian(2*x, sigma=a + b, amplitude=b, center=c)",
       b / ((a + b) * std::sqrt(2 * M_PI)) * std::exp(-std::pow((2 * x - c) / (a + b), 2) / 2)},
      {"linear(x, a, intercept=b)", a * x + b},
      {"linear(prefix=\"p_\") + linear(prefix=\"q_\", slope=p_slope)", 2 * a * x + b + c},
      {"linear()", a * x + b},
      {"-linear() * 2", -2 * (a * x + b)},
      {"linear(exp(x), a, b)", a * std::exp(x) + b},
  };
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& group : {operator_cases(), function_cases(), condition_cases(), model_cases()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

TEST(Grammar, ValuesAreThoseByHand) {
  for (const Case& c : cases()) {
    const auto model = model_of(c.text);
    ASSERT_NE(model, nullptr) << error_of(c.text);
    const double value = value_at(*model, {kX}, parameters(*model));
    EXPECT_NEAR(value, c.value, 4e-15 * std::abs(c.value)) << c.text;
  }
}

// Central differences, extrapolated once.
double difference(const models::Model& model, std::vector<double> p, std::size_t j) {
  const double step = 1e-3 * p[j];
  const auto slope = [&](double h) {
    const double at = p[j];
    p[j] = at + h;
    const double right = value_at(model, {kX}, p);
    p[j] = at - h;
    const double left = value_at(model, {kX}, p);
    p[j] = at;
    return (right - left) / (2 * h);
  };
  return (4 * slope(step / 2) - slope(step)) / 3;
}

TEST(Grammar, DerivativesAreThoseByDifferences) {
  for (const Case& c : cases()) {
    const auto model = model_of(c.text);
    ASSERT_NE(model, nullptr) << error_of(c.text);
    const std::vector<double> p = parameters(*model);
    const double x[] = {kX};
    const std::span<const double> at[] = {x};
    double f = 0;
    std::vector<double> df(p.size(), 99);
    model->derivatives(at, 0, p, {&f, 1}, df);
    EXPECT_EQ(f, value_at(*model, {kX}, p)) << c.text;
    for (std::size_t j = 0; j < p.size(); ++j) {
      const double scale = std::max({std::abs(df[j]), std::abs(f / p[j]), 1.0});
      EXPECT_NEAR(df[j], difference(*model, p, j), 2e-9 * scale)
          << c.text << " by " << model->info().parameters[j].name;
    }
  }
}

TEST(Grammar, ConditionsAreFalseBesideNan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::pair<const char*, double> table[] = {
      {"a < 1", 0},  {"a > 1", 0},       {"a <= 1", 0},          {"a >= 1", 0},
      {"a == a", 0}, {"a != a", 1},      {"if(a < 1, 2, 3)", 3}, {"if(a == a, a, 7)", 7},
      {"not a", 0},  {"(a < 1) or 1", 1}};
  for (const auto& [text, value] : table) {
    EXPECT_EQ(value_at(*model_of(text), {0}, {nan}), value) << text;
  }
  EXPECT_TRUE(std::isnan(value_at(*model_of("min(a, 1)"), {0}, {nan})));
  EXPECT_TRUE(std::isnan(value_at(*model_of("max(1, a)"), {0}, {nan})));
}

TEST(Grammar, AtanOfTwoKnowsTheAxes) {
  const auto model = model_of("atan2(a, b)");
  for (const double y : {-2.0, 0.0, 2.0}) {
    for (const double x : {-3.0, 0.0, 3.0}) {
      EXPECT_NEAR(value_at(*model, {0}, {y, x}), std::atan2(y, x), 1e-15) << y << " " << x;
    }
  }
}

TEST(Grammar, ParametersComeInTheOrderOfTheirAppearance) {
  EXPECT_THAT(parameter_names(*model_of("b*x + a - b*exp(c)")), ElementsAre("b", "a", "c"));
  EXPECT_THAT(
      parameter_names(*model_of("gaussian(prefix='q_') + z + gaussian(prefix='p_', sigma=s)")),
      ElementsAre("q_amplitude", "q_center", "q_sigma", "z", "s", "p_amplitude", "p_center"));
  EXPECT_THAT(parameter_names(*model_of("gaussian(x, sigma=c, amplitude=b, center=a)")),
              ElementsAre("c", "b", "a"));
  EXPECT_THAT(parameter_names(*model_of("Pi*PI*pi")), ElementsAre("Pi", "PI"));
}

TEST(Grammar, OnlyPiIsReserved) {
  EXPECT_THAT(parameter_names(*model_of("exp + log*x + gaussian + if + and + not*e + or + where")),
              ElementsAre("exp", "log", "gaussian", "if", "and", "not", "e", "or", "where"));
  EXPECT_EQ(value_at(*model_of("exp*exp(exp)"), {0}, {2}), 2 * std::exp(2.0));
}

std::vector<std::string> predictor_names(const models::Model& model) {
  std::vector<std::string> names;
  for (const auto& predictor : model.info().predictors) names.push_back(predictor.name);
  return names;
}

TEST(Grammar, PredictorsAreXAndThoseThatTheDataHave) {
  EXPECT_THAT(predictor_names(*model_of("a*t + b*x", {"t"})), ElementsAre("t", "x"));
  EXPECT_THAT(predictor_names(*model_of("a*t + b*x")), ElementsAre("x"));
  EXPECT_THAT(predictor_names(*model_of("a*t + b", {"t", "u"})), ElementsAre("t"));
  EXPECT_THAT(predictor_names(*model_of("a + b")), ElementsAre("x"));
  EXPECT_THAT(predictor_names(*model_of("a + b", {"t"})), ElementsAre("t"));
  EXPECT_THAT(predictor_names(*model_of("a + b", {""})), ElementsAre("x"));
  EXPECT_THAT(predictor_names(*model_of("a*y + gauss_2d(prefix='g_')")), ElementsAre("y", "x"));
  EXPECT_EQ(value_at(*model_of("a*t - x", {"t"}), {3, 2}, {5}), 13);
  EXPECT_EQ(value_at(*model_of("a"), {3}, {5}), 5);
}

TEST(Grammar, BlocksOfPointsGiveWhatSinglePointsGive) {
  const auto model = model_of("a*exp(-b*x) + c*sin(x/a) + if(x < 3, b, c)");
  const std::vector<double> p = {1.3, 0.4, 2.1};
  std::vector<double> x;
  for (int i = 0; i < 333; ++i) x.push_back(0.02 * i);
  const std::span<const double> at[] = {x};
  std::vector<double> f(300);
  std::vector<double> df(900);
  model->derivatives(at, 17, p, f, df);
  for (std::size_t i = 0; i < f.size(); ++i) {
    double one = 0;
    double slopes[3];
    model->derivatives(at, 17 + i, p, {&one, 1}, slopes);
    EXPECT_EQ(f[i], one);
    for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(df[3 * i + j], slopes[j]);
  }
}

}  // namespace
}  // namespace fitd::expression
