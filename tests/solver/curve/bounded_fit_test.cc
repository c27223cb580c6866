// Fits whose parameters end at their bounds: what follows from the fit is that of the fit with them
// held there.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "solver/curve/fit_batch.h"
#include "solver/curve/fit_curve.h"
#include "solver/models/catalogue.h"
#include "tests/solver/curve/test_model.h"

namespace fitd::curve {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A Gaussian of area 10 at 5, sigma 1.2, with a deterministic ripple.
struct Peak {
  explicit Peak(const models::Catalogue& catalogue) {
    for (int i = 0; i < 50; ++i) {
      x.push_back(0.2 * i);
      const double z = (x.back() - 5) / 1.2;
      y.push_back(10 / (1.2 * std::sqrt(2 * M_PI)) * std::exp(-z * z / 2) +
                  0.05 * std::sin(37.0 * i));
    }
    fit.model = catalogue.find("gaussian");
    fit.data = {.predictors = {x}, .y = y, .sigma = {}};
    fit.start = {9, 4.5, 1};
    fit.fixed.assign(3, false);
    fit.options.maxfev = 400;
  }

  CurveFit bounded(Arithmetic arithmetic) const {
    CurveFit copy = fit;
    copy.arithmetic = arithmetic;
    copy.bounds = {{0, -kInfinity, 0}, {kInfinity, 4.8, kInfinity}};
    return copy;
  }

  std::vector<double> x;
  std::vector<double> y;
  CurveFit fit;
};

class BoundedFit : public testing::TestWithParam<Arithmetic> {
 protected:
  models::Catalogue catalogue_;
  Peak peak_{catalogue_};
};

INSTANTIATE_TEST_SUITE_P(Both, BoundedFit,
                         testing::Values(Arithmetic::kFast, Arithmetic::kReference));

TEST_P(BoundedFit, StandardErrorsAreThoseOfTheFitHeldThere) {
  const CurveOutcome outcome = fit_curve(peak_.bounded(GetParam()), {}, {});
  CurveFit held = peak_.fit;
  held.arithmetic = GetParam();
  held.start = outcome.parameters;
  held.fixed[1] = true;
  const CurveOutcome expected = fit_curve(held, {}, {});

  EXPECT_TRUE(lm::converged(outcome.lm.termination));
  EXPECT_EQ(outcome.parameters[1], 4.8);
  using lm::Standing;
  EXPECT_EQ(outcome.standing,
            std::vector<Standing>({Standing::kFree, Standing::kAtUpper, Standing::kFree}));
  ASSERT_TRUE(outcome.covariance && expected.covariance);
  const std::vector<std::size_t> kept = {0, 2};
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(outcome.standard_errors[kept[i]], expected.standard_errors[i],
                1e-5 * expected.standard_errors[i]);
    for (std::size_t j = 0; j < 2; ++j) {
      EXPECT_NEAR((*outcome.covariance)[kept[i] * 3 + kept[j]], (*expected.covariance)[i * 2 + j],
                  1e-5 * expected.standard_errors[i] * expected.standard_errors[j]);
    }
  }
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_EQ((*outcome.covariance)[3 + j], 0);
    EXPECT_EQ((*outcome.correlation)[3 + j], j == 1 ? 1 : 0);
  }
  EXPECT_EQ(outcome.standard_errors[1], 0);
  ASSERT_TRUE(outcome.statistics && expected.statistics);
  EXPECT_EQ(outcome.statistics->degrees_of_freedom, 48);
  EXPECT_NEAR(*outcome.statistics->bic, *expected.statistics->bic, 1e-6);
}

// leastsq's outputs are of all three parameters.
TEST_P(BoundedFit, LeastsqsArraysKeepTheirShapes) {
  const CurveOutcome outcome = fit_curve(peak_.bounded(GetParam()), {}, {});
  EXPECT_EQ(outcome.lm.x.size(), 3U);
  EXPECT_EQ(outcome.lm.r.size(), 9U);
  EXPECT_EQ(outcome.fjac.size(), 150U);
  ASSERT_TRUE(outcome.cov_x);
  EXPECT_EQ(outcome.cov_x->size(), 9U);
  EXPECT_GT((*outcome.cov_x)[4], 0);
}

TEST_P(BoundedFit, IdleBoundsChangeNoBit) {
  CurveFit idle = peak_.bounded(GetParam());
  idle.bounds.upper[1] = 40;
  CurveFit free = idle;
  free.bounds = {};
  const CurveOutcome a = fit_curve(idle, {}, {});
  const CurveOutcome b = fit_curve(free, {}, {});
  EXPECT_EQ(a.parameters, b.parameters);
  EXPECT_EQ(a.standard_errors, b.standard_errors);
  EXPECT_EQ(a.lm.nfev, b.lm.nfev);
  EXPECT_EQ(*a.covariance, *b.covariance);
  EXPECT_EQ(a.fjac, b.fjac);
}

// Where a peak of height zero is all that its bound allows, nothing is known of its place; the rest
// of the line's fit is as it would be without it.
TEST_P(BoundedFit, WhatAHeldParameterHidesIsOpen) {
  CurveFit fit = peak_.bounded(GetParam());
  fit.start = {0, 5, 1};
  fit.bounds = {{-kInfinity, -kInfinity, -kInfinity}, {0, kInfinity, kInfinity}};
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_TRUE(lm::converged(outcome.lm.termination));
  EXPECT_EQ(outcome.parameters[0], 0);
  EXPECT_FALSE(outcome.covariance);
  EXPECT_TRUE(outcome.statistics);
}

TEST_P(BoundedFit, AllAtBoundsHaveNoErrorsButStatistics) {
  CurveFit fit = peak_.bounded(GetParam());
  fit.start = {5, 4, 1.5};
  fit.bounds = {{0, 3, 1.5}, {5, 4, 9}};
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_TRUE(lm::converged(outcome.lm.termination));
  for (const lm::Standing s : outcome.standing) EXPECT_NE(s, lm::Standing::kFree);
  ASSERT_TRUE(outcome.statistics);
  EXPECT_EQ(outcome.statistics->degrees_of_freedom, 50);
  EXPECT_EQ(outcome.standard_errors, std::vector<double>(3, 0.0));
}

TEST(BoundedBatch, EndsWhereTheSingleFitsDo) {
  const models::Catalogue catalogue;
  const Peak peak(catalogue);
  std::vector<double> y = peak.y;
  for (const double v : peak.y) y.push_back(2 * v);
  BatchFit batch;
  batch.model = peak.fit.model;
  batch.m = 50;
  batch.count = 2;
  batch.predictors = {{peak.x, true}};
  batch.y = std::span<const double>(y);
  batch.guessed.assign(3, true);
  batch.fixed.assign(3, false);
  batch.bounds = peak.bounded(Arithmetic::kReference).bounds;
  batch.options.maxfev = 400;
  BatchOutcome outcome;
  outcome.resize(batch);
  BatchWorkspace workspace;
  fit_batch(batch, 0, 2, {}, outcome, workspace, {});

  const CurveOutcome single = fit_curve(peak.bounded(Arithmetic::kReference), {}, {});
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_TRUE(lm::converged(outcome.termination[k]));
    EXPECT_EQ(outcome.parameters[3 * k + 1], 4.8);
    EXPECT_TRUE(std::isnan(outcome.standard_errors[3 * k + 1]));
    EXPECT_NEAR(outcome.parameters[3 * k + 2], single.parameters[2], 1e-6);
    EXPECT_NEAR(outcome.standard_errors[3 * k + 2], single.standard_errors[2], 1e-6);
  }
}

}  // namespace
}  // namespace fitd::curve
