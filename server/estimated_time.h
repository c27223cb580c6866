// How long a fit may take.
#ifndef FITD_SERVER_ESTIMATED_TIME_H_
#define FITD_SERVER_ESTIMATED_TIME_H_

#include <chrono>
#include <cstdint>

#include "server/convert_fit.h"
#include "solver/curve/fit_curve.h"

namespace fitd::server {

// A rough forecast of a fit's time on one worker, from its size and arithmetic alone; and with all
// its starts and what correlated data take.
std::chrono::nanoseconds estimated_time(std::int64_t m, int n, curve::Arithmetic arithmetic);
std::chrono::nanoseconds estimated_time(const FitJob& job);

}  // namespace fitd::server

#endif  // FITD_SERVER_ESTIMATED_TIME_H_
