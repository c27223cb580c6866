// A fit from many starts, on the wire and for the solver.
#ifndef FITD_SERVER_CONVERT_MULTI_START_H_
#define FITD_SERVER_CONVERT_MULTI_START_H_

#include <span>

#include "fitd/v1/fit.pb.h"
#include "solver/curve/multi_start.h"

namespace fitd::server {

// From a valid message.
curve::MultiStart to_multi_start(const v1::MultiStart& message);

void set_minima(std::span<const curve::Minimum> minima, v1::FitResult& result);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONVERT_MULTI_START_H_
