// What a request must be. Every violation is collected; below these functions input is valid.
#ifndef FITD_SERVER_VALIDATE_H_
#define FITD_SERVER_VALIDATE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "fitd/v1/fit.pb.h"
#include "fitd/v1/model_service.pb.h"
#include "server/limits.h"
#include "solver/models/catalogue.h"

namespace fitd::server {

// The model of that name or alias. INVALID_ARGUMENT where `name` (of the field `field`) is empty;
// NOT_FOUND with the closest names where there is none.
absl::StatusOr<const models::Model*> find_model(const models::Catalogue& catalogue,
                                                absl::string_view field, absl::string_view name);

// OK, or INVALID_ARGUMENT with a google.rpc.BadRequest of all violations found.
absl::Status validate(const v1::FitRequest& request, const models::Model& model,
                      const RequestLimits& limits);
absl::Status validate(const v1::EvaluateModelRequest& request, const models::Model& model,
                      const RequestLimits& limits);
absl::Status validate(const v1::GuessParametersRequest& request, const models::Model& model,
                      const RequestLimits& limits);
absl::Status validate(const v1::ListModelsRequest& request);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_H_
