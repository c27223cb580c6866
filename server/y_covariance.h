// The covariance of correlated y.
#ifndef FITD_SERVER_Y_COVARIANCE_H_
#define FITD_SERVER_Y_COVARIANCE_H_

#include <cstdint>
#include <stop_token>
#include <vector>

#include "absl/status/status.h"
#include "fitd/v1/fit.pb.h"
#include "server/convert_fit.h"
#include "server/violations.h"

namespace fitd::server {

// m x m for m points, not too many of them, finite and symmetric where they count (`counts` empty:
// everywhere), and beside nothing that excludes it. That it is positive definite shows when it is
// factored.
void validate_y_covariance(const v1::FitRequest& request, std::int64_t m,
                           const std::vector<bool>& counts, Violations& violations);

// Bytes that it will take; of a request, valid or not, with m points.
std::int64_t y_covariance_memory(const v1::FitRequest& request, std::int64_t m);

// Takes the rows and columns that count out of a valid request.
std::vector<double> take_y_covariance(v1::Array& covariance, const std::vector<bool>& counts);

// Factors the job's, if it has one: for large ones the work of seconds. INVALID_ARGUMENT where it
// is not positive definite, CANCELLED when `stop` was requested.
absl::Status factor_y_covariance(FitJob& job, const std::stop_token& stop);

}  // namespace fitd::server

#endif  // FITD_SERVER_Y_COVARIANCE_H_
