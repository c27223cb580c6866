// Batches for tests: a workload seen as a BatchFit.
#ifndef FITD_TESTS_SOLVER_CURVE_BATCH_OF_H_
#define FITD_TESTS_SOLVER_CURVE_BATCH_OF_H_

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "solver/curve/fit_batch.h"
#include "solver/models/catalogue.h"
#include "tests/bench/workloads.h"

namespace fitd::test {

inline const models::Catalogue& catalogue() {
  static const models::Catalogue kCatalogue;
  return kCatalogue;
}

inline const models::Model& model_of(const std::string& name) { return *catalogue().find(name); }

// `count` data sets of 50 points of the model at its example's parameters, each with a ripple of
// its own of a hundredth for noise; starts are off by up to 3 %.
inline bench::BatchWorkload around_example(const models::Model& model,
                                           const models::Example& example, std::int64_t count) {
  constexpr int kPoints = 50;
  bench::BatchWorkload workload{
      .name = "example", .model = model.info().name, .m = kPoints, .count = count};
  std::vector<std::span<const double>> x;
  for (std::size_t k = 0; k < example.ranges.size(); ++k) {
    const models::Range& range = example.ranges[k];
    std::vector<double> column;
    for (int i = 0; i < kPoints; ++i) {
      const double part = k == 0 ? (i + 0.5) / kPoints : std::fmod(0.5 + 0.618034 * i, 1.0);
      column.push_back(range.from + part * (range.to - range.from));
    }
    workload.predictors.push_back(std::move(column));
  }
  for (const auto& column : workload.predictors) x.emplace_back(column);
  std::vector<double> f(kPoints);
  model.values(x, 0, example.parameters, f);
  const double size = std::abs(*std::max_element(f.begin(), f.end()));
  for (std::int64_t set = 0; set < count; ++set) {
    const auto phase = static_cast<double>(set);
    for (int i = 0; i < kPoints; ++i) {
      workload.y.push_back(f[static_cast<std::size_t>(i)] +
                           0.01 * size * std::sin(12.9898 * i * i + 7 * phase));
    }
    for (const double p : example.parameters) {
      workload.truth.push_back(p);
      workload.start.push_back(p * (1 + 0.03 * std::sin(phase + p)));
    }
  }
  return workload;
}

// A batch of all of the workload from its starting values, by leastsq's defaults. The workload must
// outlive it.
inline curve::BatchFit batch_of(const bench::BatchWorkload& workload) {
  curve::BatchFit fit;
  fit.model = &model_of(workload.model);
  fit.m = workload.m;
  fit.count = workload.count;
  for (const auto& x : workload.predictors) fit.predictors.push_back({.values = x, .shared = true});
  fit.y = std::span<const double>(workload.y);
  fit.start = {.values = workload.start, .shared = false};
  fit.guessed.assign(workload.width(), false);
  fit.fixed.assign(workload.width(), false);
  fit.options.maxfev = lm::default_maxfev_analytic(static_cast<int>(workload.width()));
  return fit;
}

inline curve::BatchOutcome run(const curve::BatchFit& fit) {
  curve::BatchOutcome outcome;
  outcome.resize(fit);
  curve::BatchWorkspace workspace;
  curve::fit_batch(fit, 0, fit.count, {}, outcome, workspace, {});
  return outcome;
}

}  // namespace fitd::test

#endif  // FITD_TESTS_SOLVER_CURVE_BATCH_OF_H_
