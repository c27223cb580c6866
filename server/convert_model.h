// Models on the wire.
#ifndef FITD_SERVER_CONVERT_MODEL_H_
#define FITD_SERVER_CONVERT_MODEL_H_

#include <optional>
#include <stop_token>
#include <string_view>

#include "absl/status/status.h"
#include "fitd/v1/model_service.pb.h"
#include "server/model_registry.h"

namespace fitd::server {

v1::Model to_message(const models::Model& model);

v1::ModelParameter::Role to_role(models::Role role);
// None for one that is not specified, or unknown.
std::optional<models::Role> from_role(v1::ModelParameter::Role role);

// The page that a valid `request` asks for.
v1::ListModelsResponse list_models(const ModelRegistry& registry,
                                   const v1::ListModelsRequest& request);

// Answers a valid `request`; CANCELLED when `stop` was requested.
absl::Status evaluate_model(const v1::EvaluateModelRequest& request, const models::Model& model,
                            const std::stop_token& stop, v1::EvaluateModelResponse& response);

// Answers a valid `request`.
void guess_parameters(const v1::GuessParametersRequest& request, const models::Model& model,
                      v1::GuessParametersResponse& response);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONVERT_MODEL_H_
