// ARITHMETIC_CERTIFIED in requests.
#ifndef FITD_SERVER_VALIDATE_CERTIFIED_H_
#define FITD_SERVER_VALIDATE_CERTIFIED_H_

#include "fitd/v1/fit.pb.h"
#include "server/violations.h"

namespace fitd::server {

bool is_certified(const v1::FitOptions& options);

// Nothing is asked for beside it that it decides itself.
void validate_certified(const v1::FitOptions& options, Violations& violations);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_CERTIFIED_H_
