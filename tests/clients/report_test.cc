#include "client-examples/cpp/report.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace fitd::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

template <class Message>
Message parsed(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

v1::Model line() {
  return parsed<v1::Model>(R"(
    name: "linear" version: 3 group: "backgrounds" description: "A straight line."
    formula: "slope*x + intercept"
    parameters { name: "slope" description: "rise over run" role: ROLE_RATE }
    parameters { name: "intercept" description: "y at 0" role: ROLE_OFFSET min: 0 max: 10 }
    parameters { name: "unit" description: "of x" role: ROLE_SCALE min: 0 fixed_default: 1 }
    predictors { name: "x" description: "abscissa" }
    aliases: "straight" aliases: "line" can_guess: true
    example { parameters: [2, 1, 1] ranges { from: -1 to: 5 } })");
}

v1::FitResult good_fit() {
  return parsed<v1::FitResult>(R"(
    termination: TERMINATION_FTOL_AND_XTOL ier: 3 mesg: "Both\n  and at \n  most 0.000000"
    free_names: "slope" free_names: "intercept"
    infodict { nfev: 7 njev: 5 }
    correlation { shape: [2, 2] values { values: [1, -0.25, -0.25, 1] } }
    parameters { name: "slope" value: -2.5 standard_error: 0.125 start: 1 }
    parameters { name: "intercept" value: 0.75 standard_error: 0.003 start: 0 }
    parameters { name: "unit" value: 1 fixed: true start: 1 }
    statistics { chi_square: 4.5 reduced_chi_square: 0.5 degrees_of_freedom: 9 r_squared: 0.99
                 aic: -3.5 bic: -2.25 residual_norm: 2.1213203435596424 }
    timing { queue_wait { nanos: 12000 } solve { nanos: 3400000 } }
    provenance { fitd_version: "0.1.0" model: "linear" model_version: 3
                 jacobian: JACOBIAN_ANALYTIC arithmetic: ARITHMETIC_FAST })");
}

TEST(FitReport, HoldsAll) {
  EXPECT_EQ(fit_report(good_fit(), line(), Style(false), false),
            R"(Model
  linear  slope*x + intercept

Stopped
  ier 3: Both
  and at
  most 0.000000

Parameters
  slope      -2.5   +- 0.125    (5 %)  start 1
  intercept   0.75  +- 0.003  (0.4 %)  start 0
  unit        1     fixed

Correlations above 0.1
  slope, intercept  -0.2500

Statistics
  data points  11    free parameters     2
  chi-square   4.5   reduced chi-square  0.5
  R-squared    0.99  residual norm       2.1213203
  AIC          -3.5  BIC                 -2.25

Work
  nfev 7, njev 5; queued 12 us, solved in 3.4 ms
  fitd 0.1.0, linear version 3, analytic derivatives, fast arithmetic
)");
}

TEST(FitReport, HoldsDerivedQuantities) {
  v1::FitResult result = good_fit();
  *result.add_derived() =
      parsed<v1::DerivedQuantity>("name: 'x_intercept' value: 0.3 standard_error: 0.015");
  *result.add_derived() = parsed<v1::DerivedQuantity>("name: 'steepness' value: -2.5");
  v1::Model model = line();
  *model.add_derived() = parsed<v1::DerivedDescription>(
      "name: 'x_intercept' description: 'where y is 0' formula: '-intercept/slope'");
  EXPECT_THAT(fit_report(result, model, Style(false), false),
              HasSubstr("Derived\n"
                        "  x_intercept   0.3  +- 0.015  (5 %)  where y is 0\n"
                        "  steepness    -2.5\n"));
  EXPECT_THAT(model_report(model, Style(false)),
              HasSubstr("Derived\n  x_intercept  where y is 0  -intercept/slope\n\nPredictors"));
}

TEST(FitReport, UsesSymbolsAndColourWhereTheyAreUnderstood) {
  const std::string report = fit_report(good_fit(), line(), Style(true), true);
  EXPECT_THAT(report, HasSubstr("± 0.125"));
  EXPECT_THAT(report, HasSubstr("reduced χ²"));
  EXPECT_THAT(report, HasSubstr("\x1b[1mParameters\x1b[0m"));
  EXPECT_THAT(report, HasSubstr("\x1b[32mier 3:")) << "convergence is green";
}

TEST(FitReport, WhatDoesNotExistIsNotInvented) {
  v1::FitResult result = good_fit();
  for (auto& parameter : *result.mutable_parameters()) parameter.clear_standard_error();
  result.clear_correlation();
  result.mutable_statistics()->clear_reduced_chi_square();
  result.mutable_statistics()->clear_r_squared();
  const std::string report = fit_report(result, line(), Style(false), false);
  EXPECT_THAT(report, HasSubstr("slope      -2.5   +- ?"));
  EXPECT_THAT(report, HasSubstr("no standard errors: the data leave parameters open"));
  EXPECT_THAT(report, Not(HasSubstr("Correlations")));
  EXPECT_THAT(report, HasSubstr("reduced chi-square  -"));
  EXPECT_THAT(report, HasSubstr("R-squared    -"));
  result.mutable_statistics()->set_degrees_of_freedom(0);
  EXPECT_THAT(fit_report(result, line(), Style(false), false),
              HasSubstr("no standard errors: as many parameters as data points"));
}

TEST(FitReport, WeakCorrelationsAreLeftOut) {
  v1::FitResult result = good_fit();
  result.mutable_correlation()->mutable_values()->set_values(1, 0.09);
  EXPECT_THAT(fit_report(result, line(), Style(false), false), Not(HasSubstr("Correlations")));
}

TEST(FitReport, SaysWhereAModelWasNotFinite) {
  v1::FitResult result = good_fit();
  result.set_termination(v1::TERMINATION_NON_FINITE);
  result.clear_ier();
  result.set_mesg("The model is not finite.");
  *result.mutable_non_finite() =
      parsed<v1::NonFinite>(R"(index: 17 parameter: "slope" value: inf)");
  EXPECT_FALSE(converged(result));
  EXPECT_THAT(fit_report(result, line(), Style(false), false),
              HasSubstr("Stopped\n  The model is not finite.\n"
                        "  the derivative by slope is inf at data point 17\n"));
}

TEST(FitReport, OnlyIer1To4IsConvergence) {
  v1::FitResult result;
  EXPECT_FALSE(converged(result));
  for (int ier = 1; ier <= 8; ++ier) {
    result.set_ier(ier);
    EXPECT_EQ(converged(result), ier <= 4) << ier;
  }
}

TEST(ModelReport, HoldsAll) {
  EXPECT_EQ(model_report(line(), Style(false)),
            R"(linear  A straight line.
  y = slope*x + intercept

Parameters
  slope      rate             rise over run
  intercept  offset  0 to 10  y at 0
  unit       scale   >= 0     of x; fixed at 1 unless freed

Predictors
  x  abscissa

  group            backgrounds
  aliases          straight, line
  starting values  estimated from the data where left out
  example          slope = 2, intercept = 1, unit = 1 over x = -1 to 5
  version          3
)");
}

TEST(Csv, HasALinePerParameterAndNoErrorWhereThereIsNone) {
  EXPECT_EQ(fit_csv(good_fit()),
            "name,value,standard_error,fixed,start\n"
            "slope,-2.5,0.125,false,1\n"
            "intercept,0.75,0.003,false,0\n"
            "unit,1,,true,1\n");
}

}  // namespace
}  // namespace fitd::ctl
