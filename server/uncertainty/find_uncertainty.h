// What a converged fit's uncertainty is, as its plan asks.
#ifndef FITD_SERVER_UNCERTAINTY_FIND_UNCERTAINTY_H_
#define FITD_SERVER_UNCERTAINTY_FIND_UNCERTAINTY_H_

#include <chrono>
#include <optional>
#include <stop_token>

#include "fitd/v1/fit.pb.h"
#include "server/convert_fit.h"
#include "solver/curve/executor.h"
#include "solver/curve/fit_curve.h"

namespace fitd::server {

// Fills uncertainty, warnings and condition_number of `result`, which has been made of `outcome`.
// Profiles are run here. `deadline`: that of the time limit.
void find_uncertainty(const FitJob& job, const curve::CurveOutcome& outcome,
                      const std::stop_token& stop,
                      std::optional<std::chrono::steady_clock::time_point> deadline,
                      curve::Executor& executor, v1::FitResult& result);

}  // namespace fitd::server

#endif  // FITD_SERVER_UNCERTAINTY_FIND_UNCERTAINTY_H_
