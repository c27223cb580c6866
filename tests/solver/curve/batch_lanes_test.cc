// Lanes against the loop over fit_curve, and lanes against themselves in other company.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "solver/curve/batch_loop.h"
#include "solver/curve/fit_batch.h"
#include "solver/lanes/lane_fits.h"
#include "tests/solver/curve/batch_of.h"

namespace fitd::curve {
namespace {

BatchOutcome run_loop(const BatchFit& fit) {
  BatchOutcome outcome;
  outcome.resize(fit);
  BatchWriter writer(fit, outcome);
  BatchLoop loop(fit, writer);
  for (std::int64_t index = 0; index < fit.count; ++index) loop.run(index, {});
  return outcome;
}

// How lanes and loop compare over a batch.
struct Agreement {
  std::int64_t same_counts = 0;
  std::int64_t same_minimum = 0;
  std::int64_t better = 0;
  std::int64_t worse = 0;
};

// Where both ended at the same minimum, everything must agree to rounding.
Agreement compare(const BatchFit& fit, const BatchOutcome& lanes, const BatchOutcome& loop) {
  Agreement agreement;
  const std::size_t width = fit.fixed.size();
  for (std::size_t i = 0; i < static_cast<std::size_t>(fit.count); ++i) {
    SCOPED_TRACE(i);
    const bool same_counts = lanes.nfev[i] == loop.nfev[i] && lanes.njev[i] == loop.njev[i] &&
                             lanes.termination[i] == loop.termination[i];
    agreement.same_counts += same_counts ? 1 : 0;
    const double difference = lanes.chi_square[i] - loop.chi_square[i];
    if (std::fabs(difference) > 1e-6 * loop.chi_square[i]) {
      ++(difference < 0 ? agreement.better : agreement.worse);
      continue;
    }
    ++agreement.same_minimum;
    if (!same_counts || !lm::converged(loop.termination[i])) continue;
    for (std::size_t j = i * width; j < (i + 1) * width; ++j) {
      const double error = loop.standard_errors[j];
      if (fit.fixed[j % width]) {
        EXPECT_EQ(lanes.parameters[j], loop.parameters[j]);
      }
      if (std::isnan(error)) continue;  // undetermined, or fixed
      EXPECT_NEAR(lanes.parameters[j], loop.parameters[j], 1e-3 * error) << j;
      EXPECT_NEAR(lanes.standard_errors[j], error, 1e-3 * error) << j;
    }
  }
  return agreement;
}

// The smallest shares of the batch that must agree in counts, and in the minimum.
void expect_agreement(const BatchFit& fit, double counts, double minimum) {
  const BatchOutcome lanes = test::run(fit);
  const Agreement agreement = compare(fit, lanes, run_loop(fit));
  const auto count = static_cast<double>(fit.count);
  EXPECT_GE(static_cast<double>(agreement.same_counts), counts * count);
  EXPECT_GE(static_cast<double>(agreement.same_minimum), minimum * count);
  // What is lost here is won there: an honest difference of paths goes either way.
  EXPECT_LE(static_cast<double>(agreement.worse - agreement.better), 0.0005 * count + 1);
}

TEST(BatchLanes, Batch1d) {
  const auto workload = bench::batch1d(3000);
  expect_agreement(test::batch_of(workload), 0.99, 0.998);
}

TEST(BatchLanes, Batch2d) {
  const auto workload = bench::batch2d(500);
  expect_agreement(test::batch_of(workload), 0.99, 0.999);
}

TEST(BatchLanes, TripleExponentials) {
  const auto workload = bench::exp3(500);
  BatchFit fit = test::batch_of(workload);
  fit.options.ftol = fit.options.xtol = 1e-10;  // such that both end at the minimum to many digits
  expect_agreement(fit, 0.95, 0.998);
}

TEST(BatchLanes, WithSigmaFixedParametersAndOwnAbscissae) {
  const auto workload = bench::batch1d(500);
  BatchFit fit = test::batch_of(workload);
  std::vector<double> x;
  std::vector<double> sigma;
  for (std::size_t k = 0; k < 500 * 64; ++k) {
    x.push_back(workload.predictors[0][k % 64] + 0.01 * std::sin(static_cast<double>(k)));
    sigma.push_back(0.1 + 0.05 * std::cos(static_cast<double>(3 * k)));
  }
  std::vector<double> start = workload.start;
  for (std::size_t i = 0; i < 500; ++i) start[4 * i + 1] = workload.truth[4 * i + 1];
  fit.start.values = start;
  fit.fixed = {false, true, false, false};
  fit.absolute_sigma = true;
  for (const bool own_x : {false, true}) {
    for (const bool own_sigma : {false, true}) {
      SCOPED_TRACE(own_x);
      SCOPED_TRACE(own_sigma);
      const std::vector<double>& abscissae = own_x ? x : workload.predictors[0];
      fit.predictors[0] = {.values = abscissae, .shared = !own_x};
      const std::span<const double> all(sigma);
      fit.sigma = {.values = own_sigma ? all : all.first(64), .shared = !own_sigma};
      expect_agreement(fit, 0.99, 0.99);
    }
  }
}

TEST(BatchLanes, AsManyPointsAsParameters) {
  auto workload = bench::batch1d(40);
  BatchFit fit = test::batch_of(workload);
  fit.m = 4;
  const std::vector<double> x = {3, 4.5, 5.5, 7};
  std::vector<double> y;
  for (std::size_t i = 0; i < 40; ++i) {
    for (std::size_t k = 0; k < 4; ++k) {
      const std::span<const double> p = std::span(workload.truth).subspan(4 * i, 4);
      const double u = (x[k] - p[1]) / p[2];
      y.push_back(p[0] * std::exp(-0.5 * u * u) + p[3]);
    }
  }
  fit.predictors[0].values = x;
  fit.y = std::span<const double>(y);
  const BatchOutcome lanes = test::run(fit);
  const BatchOutcome loop = run_loop(fit);
  for (std::size_t i = 0; i < 40; ++i) {
    EXPECT_TRUE(std::isnan(lanes.standard_errors[4 * i]));
    EXPECT_EQ(lanes.chi_square[i] < 1e-12, loop.chi_square[i] < 1e-12);
  }
}

// A height of 0 takes two columns of the Jacobian away.
TEST(BatchLanes, RankDeficientStarts) {
  auto workload = bench::batch1d(100);
  for (std::size_t i = 0; i < 100; i += 3) workload.start[4 * i] = 0;
  const BatchFit fit = test::batch_of(workload);
  const BatchOutcome lanes = test::run(fit);
  const Agreement agreement = compare(fit, lanes, run_loop(fit));
  EXPECT_GE(agreement.same_minimum + agreement.better, 99);
}

TEST(BatchLanes, StopsAtMaxfev) {
  const auto workload = bench::batch1d(64);
  BatchFit fit = test::batch_of(workload);
  fit.options.maxfev = 4;
  const BatchOutcome lanes = test::run(fit);
  const BatchOutcome loop = run_loop(fit);
  EXPECT_EQ(lanes.nfev, loop.nfev);
  EXPECT_EQ(lanes.njev, loop.njev);
  EXPECT_EQ(lanes.termination, loop.termination);
}

TEST(BatchLanes, EndsByGtolAndWithDiagAsTheLoop) {
  const auto workload = bench::batch1d(200);
  BatchFit fit = test::batch_of(workload);
  fit.options.ftol = fit.options.xtol = 0;
  fit.options.gtol = 1e-4;
  fit.options.diag = {1, 2, 0.5, 3};
  fit.options.factor = 1;
  expect_agreement(fit, 0.98, 0.99);
}

// The outcome of data set i does not depend on who is fitted beside it, before it or after it.
TEST(BatchLanes, NoBitDependsOnTheNeighbours) {
  const auto workload = bench::batch1d(300);
  const BatchOutcome whole = test::run(test::batch_of(workload));
  std::vector<std::size_t> order(300);
  std::iota(order.begin(), order.end(), 0);
  std::reverse(order.begin(), order.end());
  std::rotate(order.begin(), order.begin() + 37, order.end());
  for (const std::size_t taken : {300UL, 101UL, 7UL, 1UL}) {
    SCOPED_TRACE(taken);
    bench::BatchWorkload other = bench::batch1d(static_cast<std::int64_t>(taken));
    for (std::size_t k = 0; k < taken; ++k) {
      const auto index = static_cast<std::int64_t>(order[k]);
      std::copy_n(workload.y_of(index).begin(), 64, other.y.begin() + 64 * static_cast<long>(k));
      std::copy_n(workload.start_of(index).begin(), 4,
                  other.start.begin() + 4 * static_cast<long>(k));
    }
    const BatchOutcome outcome = test::run(test::batch_of(other));
    for (std::size_t k = 0; k < taken; ++k) {
      SCOPED_TRACE(order[k]);
      EXPECT_EQ(outcome.nfev[k], whole.nfev[order[k]]);
      EXPECT_EQ(outcome.chi_square[k], whole.chi_square[order[k]]);
      for (std::size_t j = 0; j < 4; ++j) {
        EXPECT_EQ(outcome.parameters[4 * k + j], whole.parameters[4 * order[k] + j]);
        EXPECT_EQ(outcome.standard_errors[4 * k + j], whole.standard_errors[4 * order[k] + j]);
      }
    }
  }
}

// Fits of every model with a compiled kernel, beside the loop, to data of its own example.
TEST(BatchLanes, EveryKernel) {
  int tried = 0;
  for (const auto& model : test::catalogue().models()) {
    const models::Example& example = model->info().example;
    lanes::LaneBatch probe;
    probe.model = model->info().name;
    probe.parameters = model->num_parameters();
    const std::vector<double> some(1);
    probe.predictors.assign(static_cast<std::size_t>(model->num_predictors()), some);
    if (!lanes::has_lanes(probe)) continue;
    SCOPED_TRACE(probe.model);
    ++tried;
    const bench::BatchWorkload workload = test::around_example(*model, example, 40);
    const BatchFit fit = test::batch_of(workload);
    const BatchOutcome lanes = test::run(fit);
    const Agreement agreement = compare(fit, lanes, run_loop(fit));
    EXPECT_GE(agreement.same_minimum + agreement.better, 38);
    // A linear model is at its minimum after one step, and then rounding decides the counts.
    const bool linear = model->info().group == "backgrounds";
    EXPECT_GE(agreement.same_counts, linear ? 0 : 38);
  }
  EXPECT_GE(tried, 15);
}

class OnEachTarget : public testing::Test {
 protected:
  void TearDown() override { lanes::choose_lane_target(""); }
};

TEST_F(OnEachTarget, TheFitsAreTheSame) {
  const auto workload = bench::batch1d(400);
  const BatchFit fit = test::batch_of(workload);
  const BatchOutcome loop = run_loop(fit);
  const std::vector<std::string> targets = lanes::lane_targets();
  ASSERT_FALSE(targets.empty());
  for (const std::string& target : targets) {
    SCOPED_TRACE(target);
    lanes::choose_lane_target(target);
    EXPECT_EQ(lanes::lane_targets(), std::vector<std::string>{target});
    const Agreement agreement = compare(fit, test::run(fit), loop);
    EXPECT_GE(agreement.same_counts, 396);
    EXPECT_GE(agreement.same_minimum, 398);
  }
}

}  // namespace
}  // namespace fitd::curve
