#include <algorithm>
#include <memory>

#include "solver/curve/fit_batch.h"
#include "solver/curve/fit_curve.h"
#include "solver/lanes/lane_fits.h"
#include "tests/bench/peers/contestants.h"
#include "tests/support/thread_executor.h"

namespace fitd::bench {
namespace {

lm::Options options() {
  lm::Options options;
  options.ftol = options.xtol = 1e-8;
  options.maxfev = 2000;
  return options;
}

curve::BatchFit batch_of(const BatchWorkload& workload, const models::Model& model,
                         std::int64_t fits) {
  curve::BatchFit fit;
  fit.model = &model;
  fit.m = workload.m;
  fit.count = fits;
  for (const auto& predictor : workload.predictors) fit.predictors.push_back({predictor, true});
  fit.y = std::span(workload.y).first(static_cast<std::size_t>(fits * workload.m));
  fit.start = {std::span(workload.start).first(static_cast<std::size_t>(fits) * workload.width()),
               false};
  fit.guessed.assign(workload.width(), false);
  fit.fixed.assign(workload.width(), false);
  fit.options = options();
  return fit;
}

}  // namespace

Contestant fitd_batch(const BatchWorkload& workload, const models::Model& model,
                      const std::string& target) {
  return in_child(
      target.empty() ? "fitd batch" : "fitd batch, " + target + " only",
      [target] {
        if (!target.empty()) lanes::choose_lane_target(target);
      },
      [&workload, &model](std::int64_t fits, std::span<double> parameters) {
        const curve::BatchFit fit = batch_of(workload, model, fits);
        curve::BatchOutcome outcome;
        outcome.resize(fit);
        curve::BatchWorkspace workspace;
        curve::fit_batch(fit, 0, fits, {}, outcome, workspace, {});
        std::ranges::copy(outcome.parameters, parameters.begin());
      });
}

Contestant fitd_single(const BatchWorkload& workload, const models::Model& model, int threads) {
  return in_child(
      threads == 1 ? "fitd Fit" : "fitd Fit, two threads", [] {},
      [&workload, &model, threads](std::int64_t fits, std::span<double> parameters) {
        curve::CurveFit fit;
        fit.model = &model;
        for (const auto& predictor : workload.predictors)
          fit.data.predictors.emplace_back(predictor);
        fit.fixed.assign(workload.width(), false);
        fit.options = options();
        fit.wanted = {.fvec = false, .fjac = false, .best_fit = false};
        test::ThreadExecutor executor(static_cast<std::size_t>(threads));
        for (std::int64_t k = 0; k < fits; ++k) {
          fit.data.y = workload.y_of(k);
          const auto start = workload.start_of(k);
          fit.start.assign(start.begin(), start.end());
          const auto outcome = curve::fit_curve(fit, {}, {}, &executor);
          std::ranges::copy(outcome.parameters, parameters.begin() + k * std::ssize(fit.start));
        }
      },
      threads);
}

}  // namespace fitd::bench
