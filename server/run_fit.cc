#include "server/run_fit.h"

#include <exception>
#include <functional>
#include <new>
#include <utility>
#include <vector>

#include "server/convert_global.h"
#include "server/convert_multi_start.h"
#include "server/durations.h"
#include "server/rpc_status.h"
#include "server/uncertainty/find_uncertainty.h"
#include "server/y_covariance.h"
#include "solver/curve/fit_run.h"

namespace fitd::server {
namespace {

constexpr std::chrono::milliseconds kRetryAfterNoMemory{1000};

struct Computed {
  curve::CurveOutcome outcome;
  std::vector<curve::Minimum> minima = {};   // of many starts
  std::vector<curve::SetOutcome> sets = {};  // of a global fit
};

using Report = std::function<void(const lm::Iteration& iteration, int starts_done)>;

// From one start, or from many, of which the job's becomes the best.
Computed compute(FitJob& job, std::stop_token stop, curve::Executor& executor,
                 const Report& report) {
  if (!job.multi_start) {
    const auto report_one = [&](const lm::Iteration& iteration) { report(iteration, 0); };
    if (job.global) {
      curve::GlobalOutcome outcome =
          curve::fit_global(to_global_fit(job), std::move(stop), report_one, &executor);
      return {.outcome = std::move(outcome.fit), .sets = std::move(outcome.sets)};
    }
    return {.outcome = curve::fit_curve(job.fit, std::move(stop), report_one, &executor)};
  }
  curve::MultiStartOutcome outcome =
      curve::fit_multi_start(job.fit, *job.multi_start, stop, report, &executor);
  job.fit.start = std::move(outcome.start);
  return {.outcome = std::move(outcome.best), .minima = std::move(outcome.minima)};
}

absl::StatusOr<v1::FitResult> solve(FitJob& job, const std::stop_token& stop,
                                    std::chrono::nanoseconds queue_wait, curve::Executor& executor,
                                    FitEvents& events, TrackedFit* tracked, FitSummary& summary) {
  if (auto status = factor_y_covariance(job, stop); !status.ok()) return status;
  fill_starts(job);
  events.start();
  const auto started = std::chrono::steady_clock::now();
  const auto deadline = curve::deadline_after(job.fit.time_limit);
  const auto report = [&](const lm::Iteration& iteration, int starts_done) {
    events.report(iteration, starts_done);
    if (tracked == nullptr) return;
    v1::Progress progress =
        to_progress(iteration, job, std::chrono::steady_clock::now() - started, true);
    progress.set_starts_done(starts_done);
    tracked->report(progress);
  };
  Computed computed = compute(job, stop, executor, report);
  curve::CurveOutcome& outcome = computed.outcome;
  summary.nfev = outcome.lm.nfev;
  summary.njev = outcome.lm.njev;
  summary.residual_norm = outcome.lm.residual_norm;
  if (outcome.lm.termination == lm::Termination::kStopped) {
    return absl::CancelledError("the fit was cancelled");
  }
  complete(job, outcome);
  v1::FitResult result = to_result(job, outcome);
  set_minima(computed.minima, result);
  if (job.global) set_data_sets(job, computed.sets, result);
  find_uncertainty(job, outcome, stop, deadline, executor, result);
  if (stop.stop_requested()) return absl::CancelledError("the fit was cancelled");
  summary.solve = std::chrono::steady_clock::now() - started;
  summary.termination = result.termination();
  *result.mutable_timing()->mutable_queue_wait() = to_duration(queue_wait);
  *result.mutable_timing()->mutable_solve() = to_duration(summary.solve);
  return result;
}

}  // namespace

absl::StatusOr<v1::FitResult> run_fit(FitJob& job, const std::stop_token& stop,
                                      std::chrono::nanoseconds queue_wait,
                                      curve::Executor& executor, FitEvents& events,
                                      TrackedFit* tracked, FitSummary& summary) {
  try {
    return solve(job, stop, queue_wait, executor, events, tracked, summary);
  } catch (const std::bad_alloc&) {
    return exhausted("out of memory", kRetryAfterNoMemory);
  } catch (const std::exception&) {
    return absl::InternalError("the fit failed by a defect of the server");
  }
}

}  // namespace fitd::server
