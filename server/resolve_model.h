// From the text of a request's `model` to the model.
#ifndef FITD_SERVER_RESOLVE_MODEL_H_
#define FITD_SERVER_RESOLVE_MODEL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model_registry.h"

namespace fitd::server {

// The model of the name or alias `text`. `predictors`: the names that the request's data have.
// INVALID_ARGUMENT where `text` (of the field `field`) is empty; NOT_FOUND with the closest names
// where there is none. Every request that takes a model comes through here.
absl::StatusOr<ModelPointer> resolve_model(const ModelRegistry& registry, absl::string_view field,
                                           absl::string_view text,
                                           const std::vector<std::string>& predictors);

}  // namespace fitd::server

#endif  // FITD_SERVER_RESOLVE_MODEL_H_
