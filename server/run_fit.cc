#include "server/run_fit.h"

#include <exception>
#include <new>
#include <utility>

#include "server/durations.h"
#include "server/rpc_status.h"

namespace fitd::server {
namespace {

constexpr std::chrono::milliseconds kRetryAfterNoMemory{1000};

absl::StatusOr<v1::FitResult> solve(FitJob& job, std::stop_token stop,
                                    std::chrono::nanoseconds queue_wait, curve::Executor& executor,
                                    FitEvents& events, FitSummary& summary) {
  fill_starts(job);
  events.start();
  const auto started = std::chrono::steady_clock::now();
  const curve::CurveOutcome outcome = curve::fit_curve(
      job.fit, std::move(stop), [&](const lm::Iteration& iteration) { events.report(iteration); },
      &executor);
  summary.solve = std::chrono::steady_clock::now() - started;
  summary.nfev = outcome.lm.nfev;
  summary.njev = outcome.lm.njev;
  summary.residual_norm = outcome.lm.residual_norm;
  if (outcome.lm.termination == lm::Termination::kStopped) {
    return absl::CancelledError("the fit was cancelled");
  }
  v1::FitResult result = to_result(job, outcome);
  summary.termination = result.termination();
  *result.mutable_timing()->mutable_queue_wait() = to_duration(queue_wait);
  *result.mutable_timing()->mutable_solve() = to_duration(summary.solve);
  return result;
}

}  // namespace

absl::StatusOr<v1::FitResult> run_fit(FitJob& job, std::stop_token stop,
                                      std::chrono::nanoseconds queue_wait,
                                      curve::Executor& executor, FitEvents& events,
                                      FitSummary& summary) {
  try {
    return solve(job, std::move(stop), queue_wait, executor, events, summary);
  } catch (const std::bad_alloc&) {
    return exhausted("out of memory", kRetryAfterNoMemory);
  } catch (const std::exception&) {
    return absl::InternalError("the fit failed by a defect of the server");
  }
}

}  // namespace fitd::server
