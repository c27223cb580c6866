// FitRequest.multi_start.
#ifndef FITD_SERVER_VALIDATE_MULTI_START_H_
#define FITD_SERVER_VALIDATE_MULTI_START_H_

#include "fitd/v1/fit.pb.h"
#include "server/violations.h"
#include "solver/models/model.h"

namespace fitd::server {

// Its numbers, and that each free parameter has something that its starts are drawn from. The
// parameters' names have been checked.
void validate_multi_start(const v1::FitRequest& request, const models::Model& model,
                          Violations& violations);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_MULTI_START_H_
