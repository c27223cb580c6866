#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <utility>

#include "solver/curve/fit_end.h"
#include "solver/curve/global_fit.h"
#include "solver/curve/global_run.h"
#include "solver/curve/statistics.h"
#include "solver/lm/norm.h"

namespace fitd::curve {
namespace {

using lm::Interrupt;

// 1 - (norm/about_mean)^2, where that is a number.
std::optional<double> r_squared(double norm, double about_mean) {
  if (!(about_mean > 0 && std::isfinite(about_mean))) return std::nullopt;
  const double value = 1 - (norm / about_mean) * (norm / about_mean);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

// Of the whole and of each set; the whole is compared with a constant for each set.
void add_statistics(const GlobalFit& fit, GlobalRun& run, const Interrupt& interrupt,
                    GlobalOutcome& outcome) {
  const double norm = outcome.fit.lm.residual_norm;
  if (!std::isfinite(norm * norm)) return;
  const std::vector<double> norms = run.set_norms(outcome.fit, interrupt);
  lm::NormSum about_means(std::ssize(fit.sets));
  std::int64_t m = 0;
  for (std::size_t k = 0; k < fit.sets.size(); ++k) {
    const CurveData& data = fit.sets[k].data;
    m += std::ssize(data.y);
    const double about_mean = norm_about_mean(data.y, data.sigma);
    about_means.add(about_mean);
    outcome.sets.push_back({norms[k] * norms[k], r_squared(norms[k], about_mean)});
  }
  outcome.fit.statistics = goodness_of_fit(m, norm, num_varying(outcome.fit));
  outcome.fit.statistics->r_squared = r_squared(norm, about_means.norm());
}

// Bytes beside what depends on the points and the parameters of all together.
std::int64_t memory_of_set(const GlobalSetSize& set, int threads) {
  const std::int64_t n = set.n;
  return working_memory({.m = set.m,
                         .n = set.n,
                         .wanted = {.fvec = false, .fjac = false, .best_fit = false},
                         .threads = threads}) +
         8 * (n + 2) * (n + 2);
}

}  // namespace

GlobalOutcome fit_global(const GlobalFit& fit, std::stop_token stop,
                         const lm::IterationObserver& observer, Executor* executor) {
  const std::unique_ptr<GlobalRun> run = arithmetic_of(fit.settings) == Arithmetic::kFast
                                             ? make_global_fast_run(fit, executor)
                                             : make_global_reference_run(fit);
  // Ends with the stop alone: a time limit has done its work, and the result is to be complete.
  const Interrupt stopped(stop);
  const Interrupt interrupt(std::move(stop), deadline_after(fit.settings.time_limit));
  GlobalOutcome outcome;
  run->minimize(interrupt, stopped, observer, outcome.fit);
  if (outcome.fit.lm.termination == lm::Termination::kStopped) return outcome;

  add_statistics(fit, *run, stopped, outcome);
  std::optional<double> variance;
  if (fit.settings.absolute_sigma) {
    variance = 1;
  } else if (outcome.fit.statistics) {
    variance = outcome.fit.statistics->reduced_chi_square;
  }
  add_covariances(variance, *run, stopped, outcome.fit);
  if (fit.settings.wanted.best_fit) outcome.fit.best_fit = run->best_fit(outcome.fit, stopped);
  if (stopped.poll() != lm::Interruption::kNone) {
    outcome.fit.lm.termination = lm::Termination::kStopped;
  }
  return outcome;
}

std::int64_t working_memory(const WorkingSet& whole, const std::vector<GlobalSetSize>& sets) {
  std::int64_t bytes = working_memory(whole);
  for (const GlobalSetSize& set : sets) bytes += memory_of_set(set, whole.threads);
  return bytes;
}

}  // namespace fitd::curve
