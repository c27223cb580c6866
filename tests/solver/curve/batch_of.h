// Batches for tests: a workload seen as a BatchFit.
#ifndef FITD_TESTS_SOLVER_CURVE_BATCH_OF_H_
#define FITD_TESTS_SOLVER_CURVE_BATCH_OF_H_

#include <algorithm>

#include "solver/curve/fit_batch.h"
#include "solver/models/catalogue.h"
#include "tests/bench/workloads.h"

namespace fitd::test {

inline const models::Model& model_of(const std::string& name) {
  static const models::Catalogue kCatalogue;
  return *kCatalogue.find(name);
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
