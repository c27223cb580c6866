// What a request for a global fit must be.
#ifndef FITD_SERVER_VALIDATE_GLOBAL_H_
#define FITD_SERVER_VALIDATE_GLOBAL_H_

#include "absl/status/status.h"
#include "fitd/v1/fit.pb.h"
#include "server/global_layout.h"
#include "server/limits.h"
#include "server/violations.h"

namespace fitd::server {

// What such a request shares with others is validated with these: all but data and parameters.
void validate_common(const v1::FitRequest& request, int n, Violations& violations);

// All violations of a request with data sets.
absl::Status validate(const v1::FitRequest& request, const GlobalLayout& layout,
                      const RequestLimits& limits);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_GLOBAL_H_
