// Certified arithmetic beyond NIST's sets: bounds, weights, held parameters, threads,
// interruptions, data that say too little, and what a fit returns beside its parameters.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <stop_token>
#include <string>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "solver/models/catalogue.h"
#include "tests/support/thread_executor.h"

namespace fitd::curve {
namespace {

const models::Catalogue& catalogue() {
  static const models::Catalogue kInstance;
  return kInstance;
}

// A decay over an offset, with a ripple for noise.
struct Decay {
  explicit Decay(std::size_t m) : x(m), y(m), sigma(m) {
    for (std::size_t i = 0; i < m; ++i) {
      const auto t = static_cast<double>(i);
      x[i] = 6 * t / static_cast<double>(m);
      y[i] = 3 * std::exp(-x[i] / 1.4) + 0.5 + 0.05 * std::sin(40 * t);
      sigma[i] = 0.05 * (1 + 0.5 * std::cos(t));
    }
  }

  CurveFit fit(const std::string& model, std::vector<double> start) const {
    CurveFit result;
    result.model = catalogue().find(model);
    result.data = {.predictors = {x}, .y = y, .sigma = {}};
    result.fixed.assign(start.size(), false);
    result.arithmetic = Arithmetic::kCertified;
    result.options.maxfev = default_maxfev_certified(static_cast<int>(start.size()));
    result.start = std::move(start);
    return result;
  }

  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> sigma;
};

void expect_near(const std::vector<double>& ours, const std::vector<double>& expected,
                 double tolerance) {
  ASSERT_EQ(ours.size(), expected.size());
  for (std::size_t k = 0; k < ours.size(); ++k) {
    EXPECT_NEAR(ours[k], expected[k], tolerance * std::fabs(expected[k])) << k;
  }
}

TEST(Certified, AgreesWithTheReferenceInAllThatItReturns) {
  const Decay data(60);
  CurveFit fit = data.fit("exp_offset", {2, 1, 0.4});
  fit.data.sigma = data.sigma;
  const CurveOutcome certified = fit_curve(fit, {}, {});
  fit.arithmetic = Arithmetic::kReference;
  fit.options.ftol = fit.options.xtol = 1e-14;
  const CurveOutcome reference = fit_curve(fit, {}, {});
  EXPECT_EQ(certified.lm.termination, lm::Termination::kXtol);
  expect_near(certified.parameters, reference.parameters, 1e-8);
  expect_near(certified.fvec, reference.fvec, 1e-5);
  expect_near(certified.best_fit, reference.best_fit, 1e-8);
  expect_near(certified.standard_errors, reference.standard_errors, 1e-7);
  expect_near({certified.statistics->chi_square}, {reference.statistics->chi_square}, 1e-12);
  ASSERT_TRUE(certified.cov_x && certified.correlation);
  expect_near(*certified.covariance, *reference.covariance, 1e-6);
  // R and fjac are those at the returned x.
  EXPECT_EQ(certified.fjac.size(), 60u * 3u);
  EXPECT_EQ(certified.fjac[0], certified.lm.r[0]);
}

TEST(Certified, ExactDataGiveTheExactParameters) {
  Decay data(40);
  for (std::size_t i = 0; i < 40; ++i) {
    data.x[i] = 1 + static_cast<double>(i) / 64;
    // 1 - 2x + 3x^2 - 4x^3 + 5x^4 - 6x^5 + 7x^6 - 8x^7 by Horner's rule; exact to some 1e-16.
    data.y[i] = 0;
    for (int c = 8; c > 0; --c) data.y[i] = data.y[i] * data.x[i] + (c % 2 == 1 ? c : -c);
  }
  const CurveFit fit = data.fit("polynomial_7", std::vector<double>(8, 0.1));
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  // The columns are so nearly dependent (J'J has a condition number of 1e22 when scaled) that the
  // rounding of y alone moves the parameters by 1e-7: as much as double arithmetic loses beside.
  expect_near(outcome.parameters, {1, -2, 3, -4, 5, -6, 7, -8}, 1e-4);
  EXPECT_EQ(outcome.lm.termination, lm::Termination::kXtol);
  // The normal equations hold at the rounded solution in all digits that rounding it leaves.
  EXPECT_LT(outcome.statistics->chi_square, 1e-25);
}

TEST(Certified, NoBitDependsOnThreads) {
  const Decay data(3000);
  const CurveFit fit = data.fit("exp_offset", {2, 1, 0.4});
  test::ThreadExecutor threads(3);
  const CurveOutcome alone = fit_curve(fit, {}, {});
  const CurveOutcome together = fit_curve(fit, {}, {}, &threads);
  EXPECT_EQ(alone.parameters, together.parameters);
  EXPECT_EQ(alone.standard_errors, together.standard_errors);
  EXPECT_EQ(alone.fvec, together.fvec);
  EXPECT_EQ(alone.statistics->chi_square, together.statistics->chi_square);
  EXPECT_EQ(alone.lm.nfev, together.lm.nfev);
  EXPECT_GE(threads.runs, 3);  // passes in double-double
}

TEST(Certified, ABoundIsMetToTheBitAndTheOthersAreThoseOfTheFitHeldThere) {
  const Decay data(60);
  CurveFit bounded = data.fit("exp_offset", {2, 0.8, 0.4});
  const double infinity = std::numeric_limits<double>::infinity();
  bounded.bounds = {{-infinity, 0.1, -infinity}, {infinity, 1.1, infinity}};
  const CurveOutcome at_bound = fit_curve(bounded, {}, {});
  CurveFit held = data.fit("exp_offset", {2, 1.1, 0.4});
  held.fixed[1] = true;
  const CurveOutcome expected = fit_curve(held, {}, {});
  EXPECT_EQ(at_bound.lm.termination, lm::Termination::kXtol);
  EXPECT_EQ(at_bound.standing[1], lm::Standing::kAtUpper);
  EXPECT_EQ(at_bound.parameters, expected.parameters);
  EXPECT_EQ(at_bound.standard_errors[0], expected.standard_errors[0]);
  EXPECT_EQ(at_bound.standard_errors[1], 0);
  EXPECT_EQ(at_bound.standard_errors[2], expected.standard_errors[1]);
}

TEST(Certified, WhatTheDataDoNotDetermineIsNotCertified) {
  const Decay data(30);
  // amplitude exp(-x/decay) + c with x the same at all points.
  CurveFit fit = data.fit("exp_offset", {2, 1, 0.4});
  const std::vector<double> same(30, 0.5);
  fit.data.predictors = {same};
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_FALSE(lm::converged(outcome.lm.termination));
  EXPECT_FALSE(outcome.covariance);
  EXPECT_FALSE(outcome.cov_x);
  const double mean = std::accumulate(data.y.begin(), data.y.end(), 0.0) / 30;
  // As close as the descents come that crawl along the valley.
  EXPECT_NEAR(outcome.best_fit[0], mean, 1e-7);
}

TEST(Certified, AnExactFitHasNoResidualAtAll) {
  Decay data(8);
  for (std::size_t i = 0; i < 8; ++i) {
    data.x[i] = static_cast<double>(i);
    data.y[i] = 2.5 - 0.25 * data.x[i];
  }
  const CurveOutcome outcome = fit_curve(data.fit("linear", {1, 1}), {}, {});
  EXPECT_TRUE(lm::converged(outcome.lm.termination));
  EXPECT_LT(outcome.statistics->chi_square, 1e-60);
  for (const double r : outcome.fvec) EXPECT_LT(std::fabs(r), 1e-30);
}

TEST(Certified, NonFiniteStartsNameThePoint) {
  const Decay data(20);
  CurveFit fit = data.fit("powerlaw", {1, -2});  // 0^-2 at the first point
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_EQ(outcome.lm.termination, lm::Termination::kNonFinite);
  ASSERT_TRUE(outcome.lm.fault);
  EXPECT_EQ(outcome.lm.fault->row, 0);
  EXPECT_EQ(outcome.parameters, fit.start);
}

TEST(Certified, ProgressGoesDownAndOn) {
  const Decay data(60);
  const CurveFit fit = data.fit("exp_offset", {2, 1, 0.4});
  std::int64_t last = -1;
  std::int64_t nfev = 0;
  double norm = std::numeric_limits<double>::infinity();
  const CurveOutcome outcome = fit_curve(fit, {}, [&](const lm::Iteration& iteration) {
    if (last < 0) {
      EXPECT_EQ(iteration.iteration, 0);
    }
    EXPECT_GT(iteration.iteration, last);
    EXPECT_GT(iteration.nfev, nfev);
    EXPECT_LT(iteration.residual_norm, norm);
    last = iteration.iteration;
    nfev = iteration.nfev;
    norm = iteration.residual_norm;
  });
  EXPECT_GE(last, 3);
  EXPECT_LE(last, outcome.lm.iterations);
  EXPECT_LE(nfev, outcome.lm.nfev);
}

TEST(Certified, ATimeLimitKeepsTheBestAndItsStatistics) {
  const Decay data(60);
  CurveFit fit = data.fit("exp_offset", {2, 1, 0.4});
  fit.time_limit = std::chrono::nanoseconds(1);
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_EQ(outcome.lm.termination, lm::Termination::kTimeLimit);
  EXPECT_EQ(outcome.parameters, fit.start);
  EXPECT_TRUE(outcome.statistics);
}

// Stops at the k-th report: in the first descent, in a later one, in double-double.
TEST(Certified, AStopAtAnyReportStops) {
  const Decay data(60);
  const CurveFit fit = data.fit("exp_offset", {2, 1, 0.4});
  int reports = 0;
  fit_curve(fit, {}, [&](const lm::Iteration&) { ++reports; });
  ASSERT_GE(reports, 3);
  for (int k = 1; k <= reports; ++k) {
    std::stop_source stop;
    int seen = 0;
    const CurveOutcome outcome = fit_curve(fit, stop.get_token(), [&](const lm::Iteration&) {
      if (++seen == k) stop.request_stop();
    });
    EXPECT_EQ(outcome.lm.termination, lm::Termination::kStopped) << k;
    EXPECT_EQ(seen, k);
  }
}

}  // namespace
}  // namespace fitd::curve
