// A fit on a worker, from its first evaluation to its result.
#ifndef FITD_SERVER_RUN_FIT_H_
#define FITD_SERVER_RUN_FIT_H_

#include <chrono>
#include <cstdint>
#include <stop_token>

#include "absl/status/statusor.h"
#include "server/convert_fit.h"
#include "server/monitor/tracked_fit.h"
#include "server/stream/fit_events.h"
#include "solver/curve/executor.h"

namespace fitd::server {

// What the log tells of a fit beside its job.
struct FitSummary {
  int termination = 0;  // v1::Termination; 0: it has no result
  std::int64_t nfev = 0;
  std::int64_t njev = 0;
  double residual_norm = 0;
  std::chrono::nanoseconds solve{0};
};

// Runs `job` and reports its progress to `events`, and to `tracked` where it is not null. CANCELLED
// when `stop` was requested; INTERNAL or RESOURCE_EXHAUSTED for what the computation threw.
// `queue_wait` goes into the result's timing; `executor` lends threads to a large fit.
absl::StatusOr<v1::FitResult> run_fit(FitJob& job, const std::stop_token& stop,
                                      std::chrono::nanoseconds queue_wait,
                                      curve::Executor& executor, FitEvents& events,
                                      TrackedFit* tracked, FitSummary& summary);

}  // namespace fitd::server

#endif  // FITD_SERVER_RUN_FIT_H_
