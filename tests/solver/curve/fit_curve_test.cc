#include "solver/curve/fit_curve.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/solver/curve/test_model.h"
#include "tests/support/json.h"

namespace fitd::curve {
namespace {

using test::DecayData;
using test::Json;
using test::PointModel;

const std::vector<double> kStart = {2, 0.5, 0.4};

CurveFit decay_fit(const models::Model& model, const CurveData& data) {
  return test::fit_of(model, data, kStart);
}

void expect_near(const std::vector<double>& ours, const std::vector<double>& theirs,
                 double tolerance) {
  ASSERT_EQ(ours.size(), theirs.size());
  for (std::size_t k = 0; k < ours.size(); ++k) {
    EXPECT_NEAR(ours[k], theirs[k], tolerance * std::fabs(theirs[k])) << k;
  }
}

// lmfit's covariance comes from forward differences at the iterate before the last: 1e-5.
TEST(FitCurve, StatisticsAreLmfits) {
  const Json golden = test::read_json("lmfit/statistics.json");
  const std::vector<double> x = test::numbers(golden["x"]);
  const std::vector<double> y = test::numbers(golden["y"]);
  const std::vector<double> sigma = test::numbers(golden["sigma"]);
  const PointModel model = test::decay_model();
  for (const Json& expected : golden["fits"]) {
    SCOPED_TRACE(expected["name"].get<std::string>());
    CurveFit fit = decay_fit(model, {.predictors = {x}, .y = y, .sigma = {}});
    fit.options.ftol = fit.options.xtol = 1e-15;
    if (expected["weighted"]) fit.data.sigma = sigma;
    fit.absolute_sigma = expected["absolute_sigma"];
    if (!expected["fixed"].empty()) fit.fixed[2] = true;

    const CurveOutcome outcome = fit_curve(fit, {}, {});
    expect_near(outcome.parameters, test::numbers(expected["parameters"]), 1e-8);
    expect_near(outcome.standard_errors, test::numbers(expected["standard_errors"]), 1e-5);
    ASSERT_TRUE(outcome.covariance);
    const std::size_t n = outcome.free.size();
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        const double theirs = test::number(expected["covariance"][i][j]);
        EXPECT_NEAR((*outcome.covariance)[i * n + j], theirs, 1e-5 * std::fabs(theirs));
      }
    }
    ASSERT_TRUE(outcome.statistics);
    const Statistics& s = *outcome.statistics;
    EXPECT_NEAR(s.chi_square, test::number(expected["chi_square"]), 1e-12 * s.chi_square);
    EXPECT_NEAR(*s.reduced_chi_square, test::number(expected["reduced_chi_square"]),
                1e-12 * s.chi_square);
    EXPECT_EQ(s.degrees_of_freedom, expected["degrees_of_freedom"].get<std::int64_t>());
    EXPECT_NEAR(*s.aic, test::number(expected["aic"]), 1e-10);
    EXPECT_NEAR(*s.bic, test::number(expected["bic"]), 1e-10);
    if (!expected["r_squared"].is_null()) {
      EXPECT_NEAR(*s.r_squared, test::number(expected["r_squared"]), 1e-12);
    }
  }
}

TEST(FitCurve, ArraysAreThoseOfTheEnd) {
  const PointModel model = test::decay_model();
  const DecayData data(700);
  const CurveOutcome outcome = fit_curve(decay_fit(model, data.weighted()), {}, {});
  const std::vector<double>& p = outcome.parameters;
  EXPECT_EQ(outcome.lm.x, p);
  EXPECT_EQ(outcome.free, (std::vector<int>{0, 1, 2}));
  ASSERT_EQ(outcome.best_fit.size(), 700u);
  ASSERT_EQ(outcome.fvec.size(), 700u);
  double sum = 0;
  for (std::size_t i = 0; i < 700; ++i) {
    EXPECT_EQ(outcome.best_fit[i], p[0] * std::exp(-p[1] * data.x[i]) + p[2]);
    EXPECT_EQ(outcome.fvec[i], (outcome.best_fit[i] - data.y[i]) / data.sigma[i]);
    sum += outcome.fvec[i] * outcome.fvec[i];
  }
  EXPECT_NEAR(outcome.statistics->chi_square, sum, 1e-12 * sum);
  ASSERT_EQ(outcome.fjac.size(), 2100u);
  for (std::size_t j = 0; j < 3; ++j) {
    for (std::size_t i = 0; i <= j; ++i)
      EXPECT_EQ(outcome.fjac[j * 700 + i], outcome.lm.r[j * 3 + i]);
  }
}

TEST(FitCurve, UnwantedArraysAreEmpty) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.wanted = {.fvec = false, .fjac = false, .best_fit = false};
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_TRUE(outcome.fvec.empty());
  EXPECT_TRUE(outcome.fjac.empty());
  EXPECT_TRUE(outcome.best_fit.empty());
  EXPECT_TRUE(outcome.covariance);
  EXPECT_TRUE(outcome.cov_x);
}

TEST(FitCurve, FixedParameterCountsForNothing) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.fixed[1] = true;
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_EQ(outcome.parameters[1], kStart[1]);
  EXPECT_EQ(outcome.free, (std::vector<int>{0, 2}));
  EXPECT_EQ(outcome.lm.x, (std::vector<double>{outcome.parameters[0], outcome.parameters[2]}));
  EXPECT_EQ(outcome.cov_x->size(), 4u);
  EXPECT_EQ(outcome.statistics->degrees_of_freedom, 48);

  // The same fit with the constant written into the model.
  const PointModel shorter(2, [](double x, std::span<const double> p, double* d) {
    const double e = std::exp(-kStart[1] * x);
    if (d != nullptr) {
      d[0] = e;
      d[1] = 1;
    }
    return p[0] * e + p[1];
  });
  const CurveOutcome same = fit_curve(test::fit_of(shorter, data.unweighted(), {2, 0.4}), {}, {});
  EXPECT_EQ(same.lm.x, outcome.lm.x);
  EXPECT_EQ(same.standard_errors, outcome.standard_errors);
}

TEST(FitCurve, UnitSigmaIsNone) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  const std::vector<double> ones(50, 1.0);
  const CurveOutcome without = fit_curve(decay_fit(model, data.unweighted()), {}, {});
  const CurveOutcome with =
      fit_curve(decay_fit(model, {.predictors = {data.x}, .y = data.y, .sigma = ones}), {}, {});
  EXPECT_EQ(with.lm.x, without.lm.x);
  EXPECT_EQ(with.lm.nfev, without.lm.nfev);
  EXPECT_EQ(with.standard_errors, without.standard_errors);
}

TEST(FitCurve, OnlyRatiosOfSigmaMatterUnlessAbsolute) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  DecayData doubled = data;
  for (double& s : doubled.sigma) s *= 2;
  for (const bool absolute : {false, true}) {
    CurveFit fit = decay_fit(model, data.weighted());
    fit.absolute_sigma = absolute;
    const CurveOutcome plain = fit_curve(fit, {}, {});
    fit.data = doubled.weighted();
    const CurveOutcome scaled = fit_curve(fit, {}, {});
    const double factor = absolute ? 2 : 1;
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(scaled.standard_errors[k], factor * plain.standard_errors[k],
                  1e-10 * plain.standard_errors[k]);
    }
  }
}

TEST(FitCurve, AsManyPointsAsParameters) {
  const PointModel model = test::decay_model();
  const DecayData data(3);
  CurveFit fit = decay_fit(model, data.unweighted());
  const CurveOutcome relative = fit_curve(fit, {}, {});
  EXPECT_TRUE(relative.cov_x);
  EXPECT_FALSE(relative.covariance);
  EXPECT_TRUE(relative.standard_errors.empty());
  EXPECT_FALSE(relative.statistics->reduced_chi_square);
  fit.absolute_sigma = true;
  EXPECT_TRUE(fit_curve(fit, {}, {}).covariance);
}

TEST(FitCurve, DependentParametersHaveNoCovariance) {
  const PointModel model(2, [](double x, std::span<const double> p, double* d) {
    if (d != nullptr) d[0] = d[1] = x;
    return (p[0] + p[1]) * x;
  });
  const DecayData data(20);
  const CurveOutcome outcome = fit_curve(test::fit_of(model, data.unweighted(), {1, 1}), {}, {});
  EXPECT_TRUE(lm::converged(outcome.lm.termination));
  EXPECT_FALSE(outcome.covariance);
  EXPECT_FALSE(outcome.correlation);
  EXPECT_TRUE(outcome.standard_errors.empty());
  EXPECT_TRUE(outcome.statistics);
}

// cov_x belongs to the last linearisation, the covariance to the returned parameters.
TEST(FitCurve, CovarianceIsAtTheReturnedParameters) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.options.ftol = 0.1;  // stops early: the two differ
  fit.absolute_sigma = true;
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  ASSERT_TRUE(outcome.cov_x && outcome.covariance);
  EXPECT_NE(*outcome.cov_x, *outcome.covariance);

  CurveFit there = decay_fit(model, data.unweighted());
  there.start = outcome.parameters;
  there.options.gtol = 1;  // ends at once, so that its linearisation is at the start
  const CurveOutcome again = fit_curve(there, {}, {});
  ASSERT_EQ(again.lm.nfev, 1);
  for (std::size_t k = 0; k < 9; ++k) {
    EXPECT_NEAR((*outcome.covariance)[k], (*again.cov_x)[k], 1e-10 * std::fabs((*again.cov_x)[k]));
  }
}

TEST(FitCurve, DifferencesDoNotTouchTheCovariance) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.jacobian = lm::JacobianMethod::kForwardDifference;
  fit.options.maxfev = lm::default_maxfev_forward_difference(3);
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_TRUE(lm::converged(outcome.lm.termination));
  EXPECT_EQ(model.derivative_points, 50u);  // once over the data, for the covariance
  EXPECT_EQ(model.points, 50u * static_cast<std::size_t>(outcome.lm.nfev + 1));  // and best_fit
}

TEST(FitCurve, StopSkipsTheRest) {
  PointModel model = test::decay_model();
  const DecayData data(50);
  std::stop_source source;
  int blocks = 0;
  model.on_block = [&] {
    if (++blocks == 3) source.request_stop();
  };
  const CurveOutcome outcome =
      fit_curve(decay_fit(model, data.unweighted()), source.get_token(), {});
  EXPECT_EQ(outcome.lm.termination, lm::Termination::kStopped);
  EXPECT_EQ(blocks, 3);
  EXPECT_FALSE(outcome.statistics);
  EXPECT_FALSE(outcome.covariance);
  EXPECT_TRUE(outcome.best_fit.empty());
  EXPECT_EQ(outcome.parameters.size(), 3u);
}

TEST(FitCurve, TimeLimitStillReports) {
  PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.time_limit = std::chrono::nanoseconds(1);
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_EQ(outcome.lm.termination, lm::Termination::kTimeLimit);
  EXPECT_EQ(outcome.lm.nfev, 1);
  EXPECT_EQ(outcome.parameters, kStart);
  EXPECT_TRUE(outcome.statistics);
  EXPECT_TRUE(outcome.covariance);
  EXPECT_FALSE(outcome.cov_x);
  EXPECT_EQ(outcome.best_fit.size(), 50u);
  EXPECT_TRUE(outcome.fjac.empty());
}

TEST(FitCurve, EndlessTimeLimitIsNone) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.time_limit = std::chrono::nanoseconds::max();
  EXPECT_TRUE(lm::converged(fit_curve(fit, {}, {}).lm.termination));
}

TEST(FitCurve, NonFiniteStart) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.start[1] = -1000;
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_EQ(outcome.lm.termination, lm::Termination::kNonFinite);
  EXPECT_EQ(outcome.lm.fault->row, 6);  // exp(1000 * 0.72) is the first to overflow
  EXPECT_FALSE(outcome.statistics);
  EXPECT_FALSE(outcome.covariance);
  EXPECT_FALSE(outcome.cov_x);
  EXPECT_EQ(outcome.parameters, fit.start);
}

TEST(FitCurve, ChiSquareThatOverflowsIsAbsent) {
  const PointModel model = test::line_model();
  const std::vector<double> x = {0, 1, 2, 3};
  const std::vector<double> y = {1e200, -1e200, 1e200, -1e200};
  const CurveOutcome outcome = fit_curve(
      test::fit_of(model, {.predictors = {x}, .y = y, .sigma = {}}, {1e200, 1e200}), {}, {});
  EXPECT_TRUE(std::isfinite(outcome.lm.residual_norm));
  EXPECT_FALSE(outcome.statistics);
  EXPECT_FALSE(outcome.covariance);
}

TEST(FitCurve, ObserverSeesFreeParameters) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.fixed[0] = true;
  std::size_t calls = 0;
  const CurveOutcome outcome = fit_curve(fit, {}, [&](const lm::Iteration& it) {
    ++calls;
    EXPECT_EQ(it.x.size(), 2u);
  });
  EXPECT_EQ(calls, static_cast<std::size_t>(outcome.lm.njev));
}

TEST(WorkingMemory, GrowsWithTheProblem) {
  WorkingSet set = {.m = 1'000'000, .n = 8, .arithmetic = Arithmetic::kReference};
  EXPECT_GE(working_memory(set), 8LL * 1'000'000 * 12);
  EXPECT_LE(working_memory(set), 8LL * 1'000'000 * 12 + 200'000);
  set.arithmetic = Arithmetic::kFast;
  EXPECT_LE(working_memory(set), 8LL * 1'000'000 * 10 + 2'000'000);
  set.wanted = {.fvec = false, .fjac = false, .best_fit = false};
  EXPECT_LE(working_memory(set), 2'000'000);
  EXPECT_GT(working_memory({.m = 20'000'000, .n = 1000}), 8LL * 20'000'000 * 1000);
}

}  // namespace
}  // namespace fitd::curve
