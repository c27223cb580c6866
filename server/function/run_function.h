// A minimisation of a client's function, from the first ask to the result.
#ifndef FITD_SERVER_FUNCTION_RUN_FUNCTION_H_
#define FITD_SERVER_FUNCTION_RUN_FUNCTION_H_

#include <functional>
#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/function/function_job.h"
#include "server/function/validate_function.h"
#include "server/function/wire_owner.h"
#include "server/monitor/tracked_fit.h"
#include "server/run_fit.h"

namespace fitd::server {

// What a run needs of its session.
struct FunctionRun {
  const FunctionJob& job;
  const FunctionLimits& limits;
  // Takes that many bytes of working memory; the reason where it cannot.
  std::function<absl::Status(std::int64_t bytes)> reserve;
  std::stop_token stop;
  TrackedFit* tracked = nullptr;  // null: none
};

// Runs a job whose `owner` has been asked nothing yet. The status where it has no result: what
// `reserve` or a bad answer said, or CANCELLED where the owner gave no answer. Throws bad_alloc.
absl::StatusOr<v1::FitResult> run_function(const FunctionRun& run, WireOwner& owner,
                                           FitSummary& summary);

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_RUN_FUNCTION_H_
