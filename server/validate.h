// What a request must be. Every violation is collected; below these functions input is valid.
#ifndef FITD_SERVER_VALIDATE_H_
#define FITD_SERVER_VALIDATE_H_

#include "absl/status/status.h"
#include "fitd/v1/fit.pb.h"
#include "fitd/v1/model_service.pb.h"
#include "server/fitted_model.h"
#include "server/limits.h"
#include "solver/models/model.h"

namespace fitd::server {

// OK, or INVALID_ARGUMENT with a google.rpc.BadRequest of all violations found.
absl::Status validate(const v1::FitRequest& request, const FittedModel& fitted,
                      const RequestLimits& limits);
absl::Status validate(const v1::EvaluateModelRequest& request, const models::Model& model,
                      const RequestLimits& limits);
absl::Status validate(const v1::GuessParametersRequest& request, const models::Model& model,
                      const RequestLimits& limits);
absl::Status validate(const v1::ListModelsRequest& request);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_H_
