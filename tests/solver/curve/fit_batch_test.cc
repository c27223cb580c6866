#include "solver/curve/fit_batch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "tests/solver/curve/batch_of.h"

namespace fitd::curve {
namespace {

using lm::Termination;
using Source = BatchFault::Source;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// A batch whose arrays may be spoiled.
struct Batch {
  explicit Batch(std::int64_t count)
      : workload(bench::batch1d(count)), fit(test::batch_of(workload)) {}

  bench::BatchWorkload workload;
  BatchFit fit;
};

CurveFit single(const Batch& batch, std::int64_t index) {
  const auto start = batch.workload.start_of(index);
  CurveFit fit;
  fit.model = batch.fit.model;
  fit.data = {
      .predictors = {batch.workload.predictors[0]}, .y = batch.workload.y_of(index), .sigma = {}};
  fit.start.assign(start.begin(), start.end());
  fit.fixed = batch.fit.fixed;
  fit.options = batch.fit.options;
  return fit;
}

TEST(FitBatch, EachDataSetIsFittedAsAlone) {
  Batch batch(9);
  batch.fit.wanted = {.fvec = true, .cov_x = true, .covariance = true};
  const BatchOutcome outcome = test::run(batch.fit);
  for (std::size_t i = 0; i < 9; ++i) {
    SCOPED_TRACE(i);
    const CurveOutcome alone = fit_curve(single(batch, static_cast<std::int64_t>(i)), {}, {});
    EXPECT_TRUE(lm::converged(outcome.termination[i]));
    EXPECT_EQ(outcome.nfev[i], alone.lm.nfev);
    EXPECT_EQ(outcome.njev[i], alone.lm.njev);
    EXPECT_NEAR(outcome.chi_square[i], alone.statistics->chi_square,
                1e-9 * alone.statistics->chi_square);
    for (std::size_t j = 0; j < 4; ++j) {
      const double error = alone.standard_errors[j];
      EXPECT_NEAR(outcome.parameters[i * 4 + j], alone.parameters[j], 1e-5 * error);
      EXPECT_NEAR(outcome.standard_errors[i * 4 + j], error, 1e-5 * error);
    }
    for (std::size_t k = 0; k < 16; ++k) {
      EXPECT_NEAR(outcome.covariance[i * 16 + k], (*alone.covariance)[k],
                  1e-5 * std::fabs((*alone.covariance)[k]));
      EXPECT_NEAR(outcome.cov_x[i * 16 + k], (*alone.cov_x)[k],
                  1e-5 * std::fabs((*alone.cov_x)[k]));
    }
    for (std::size_t k = 0; k < 64; ++k) {
      EXPECT_NEAR(outcome.fvec[i * 64 + k], alone.fvec[k], 1e-6);
    }
  }
}

// Without lanes too it is the arithmetic of Fit, to the bit.
TEST(FitBatch, AModelWithoutAKernelIsFittedAsAlone) {
  for (const bool reference : {false, true}) {
    Batch batch(3);
    batch.workload =
        test::around_example(test::model_of("stretched_exponential"),
                             test::model_of("stretched_exponential").info().example, 3);
    batch.fit = test::batch_of(batch.workload);
    batch.fit.reference = reference;
    const BatchOutcome outcome = test::run(batch.fit);
    const std::size_t width = batch.workload.width();
    for (std::size_t i = 0; i < 3; ++i) {
      CurveFit fit = single(batch, static_cast<std::int64_t>(i));
      fit.arithmetic = reference ? Arithmetic::kReference : Arithmetic::kFast;
      const CurveOutcome alone = fit_curve(fit, {}, {});
      EXPECT_EQ(outcome.nfev[i], alone.lm.nfev);
      for (std::size_t j = 0; j < width; ++j) {
        EXPECT_EQ(outcome.parameters[i * width + j], alone.parameters[j]);
        EXPECT_EQ(outcome.standard_errors[i * width + j], alone.standard_errors[j]);
      }
    }
  }
}

TEST(FitBatch, GuessesWhereAsked) {
  Batch batch(5);
  std::vector<double> start = {kNaN, kNaN, kNaN, 1.25};
  batch.fit.start = {.values = start, .shared = true};
  batch.fit.guessed = {true, true, true, false};
  batch.fit.fixed = {false, false, false, true};
  const BatchOutcome outcome = test::run(batch.fit);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_TRUE(lm::converged(outcome.termination[i]));
    EXPECT_NEAR(outcome.parameters[i * 4 + 1], batch.workload.truth[i * 4 + 1], 0.2);
    EXPECT_EQ(outcome.parameters[i * 4 + 3], 1.25);
    EXPECT_TRUE(std::isnan(outcome.standard_errors[i * 4 + 3]));
    EXPECT_GT(outcome.standard_errors[i * 4 + 1], 0);
  }
}

TEST(FitBatch, FloatsAreTheSameData) {
  Batch batch(5);
  const std::vector<float> narrow(batch.workload.y.begin(), batch.workload.y.end());
  const std::vector<double> wide(narrow.begin(), narrow.end());
  batch.fit.y = std::span<const float>(narrow);
  const BatchOutcome of_floats = test::run(batch.fit);
  batch.fit.y = std::span<const double>(wide);
  EXPECT_EQ(of_floats.parameters, test::run(batch.fit).parameters);
}

TEST(FitBatch, BadValuesSpoilTheirOwnDataSet) {
  Batch batch(6);
  const BatchOutcome good = test::run(batch.fit);
  std::vector<double> x;
  std::vector<double> sigma(6 * 64, 1.0);
  for (int i = 0; i < 6; ++i) {
    x.insert(x.end(), batch.workload.predictors[0].begin(), batch.workload.predictors[0].end());
  }
  batch.fit.predictors[0] = {.values = x, .shared = false};
  batch.fit.sigma = {.values = sigma, .shared = false};
  batch.fit.start.values = batch.workload.start;
  x[1 * 64 + 7] = kNaN;
  batch.workload.y[2 * 64 + 63] = -std::numeric_limits<double>::infinity();
  sigma[3 * 64 + 5] = 0;
  batch.workload.start[4 * 4 + 2] = kNaN;

  const BatchOutcome outcome = test::run(batch.fit);
  const auto expect_fault = [&](std::size_t i, Source source, std::int64_t row) {
    EXPECT_EQ(outcome.termination[i], Termination::kNonFinite);
    EXPECT_EQ(outcome.faults[i].source, source);
    EXPECT_EQ(outcome.faults[i].row, row);
    EXPECT_TRUE(std::isnan(outcome.parameters[i * 4]));
    EXPECT_EQ(outcome.nfev[i], 0);
  };
  expect_fault(1, Source::kPredictor, 7);
  expect_fault(2, Source::kY, 63);
  expect_fault(3, Source::kSigma, 5);
  expect_fault(4, Source::kStart, 2);
  for (const std::size_t i : {0UL, 5UL}) {
    EXPECT_EQ(outcome.faults[i].source, Source::kNone);
    for (std::size_t j = 0; j < 4; ++j) {
      EXPECT_EQ(outcome.parameters[i * 4 + j], good.parameters[i * 4 + j]);
    }
  }
}

TEST(FitBatch, ResidualsThatOverflowAreNamed) {
  Batch batch(3);
  batch.workload.start[1 * 4 + 3] = 1e308;
  batch.workload.y[1 * 64 + 9] = -1e308;
  batch.fit.start.values = batch.workload.start;
  const BatchOutcome outcome = test::run(batch.fit);
  EXPECT_EQ(outcome.termination[1], Termination::kNonFinite);
  EXPECT_EQ(outcome.faults[1].source, Source::kResidual);
  EXPECT_EQ(outcome.faults[1].row, 9);
  EXPECT_TRUE(lm::converged(outcome.termination[0]));
}

TEST(FitBatch, AStopLeavesTheRestUnreported) {
  Batch batch(200);
  BatchOutcome outcome;
  outcome.resize(batch.fit);
  BatchWorkspace workspace;
  std::stop_source source;
  std::vector<bool> reported(200, false);
  fit_batch(batch.fit, 0, 200, source.get_token(), outcome, workspace, [&](std::int64_t index) {
    reported[static_cast<std::size_t>(index)] = true;
    source.request_stop();
  });
  std::size_t done = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    EXPECT_EQ(outcome.termination[i] != Termination::kStopped, reported[i]);
    done += reported[i] ? 1 : 0;
  }
  EXPECT_GE(done, 1U);
  EXPECT_LT(done, 150U);
}

TEST(FitBatch, RangesGiveTheSameBits) {
  Batch batch(20);
  const BatchOutcome whole = test::run(batch.fit);
  BatchOutcome parts;
  parts.resize(batch.fit);
  BatchWorkspace workspace;
  std::vector<std::int64_t> order;
  const auto note = [&](std::int64_t index) { order.push_back(index); };
  fit_batch(batch.fit, 13, 20, {}, parts, workspace, note);
  fit_batch(batch.fit, 0, 13, {}, parts, workspace, note);
  fit_batch(batch.fit, 13, 13, {}, parts, workspace, note);
  EXPECT_EQ(parts.parameters, whole.parameters);
  EXPECT_EQ(parts.standard_errors, whole.standard_errors);
  EXPECT_EQ(parts.nfev, whole.nfev);
  std::sort(order.begin(), order.end());
  ASSERT_EQ(order.size(), 20U);
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(order[i], static_cast<std::int64_t>(i));
}

}  // namespace
}  // namespace fitd::curve
