// Checks of what a client says in a FitFunction call.
#ifndef FITD_SERVER_FUNCTION_VALIDATE_FUNCTION_H_
#define FITD_SERVER_FUNCTION_VALIDATE_FUNCTION_H_

#include <cstdint>

#include "absl/status/status.h"
#include "fitd/v1/fit_function.pb.h"
#include "server/limits.h"

namespace fitd::server {

// The limits of one session.
struct FunctionLimits {
  RequestLimits request;
  std::int64_t max_message_bytes = std::int64_t{256} << 20;
};

// OK, or INVALID_ARGUMENT with all violations found.
absl::Status validate(const v1::FunctionProblem& problem, const FunctionLimits& limits);

// The number m of residuals, said or learned, as to limits; `field` is where it came from.
absl::Status validate_size(std::int64_t m, int n, bool has_jacobian, absl::string_view field,
                           const FunctionLimits& limits);

// What an answer must be. m < 0: not known yet.
struct ExpectedAnswer {
  std::int64_t id = 0;
  v1::Evaluate::What what = v1::Evaluate::WHAT_RESIDUALS;
  std::int64_t num_points = 1;
  std::int64_t m = -1;
  int n = 0;
  bool col_deriv = false;
};

// OK, INVALID_ARGUMENT as above, or ABORTED where the client says that its function failed.
absl::Status validate(const v1::Evaluation& evaluation, const ExpectedAnswer& expected);

// Bytes that a fit needs beside messages: its Jacobian, its vectors, and the answer it works on.
std::int64_t function_memory(std::int64_t m, int n);

// The most points whose m residuals go into one message; at least 1.
std::int64_t points_per_ask(std::int64_t m, const FunctionLimits& limits);

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_VALIDATE_FUNCTION_H_
