// From the text of a request's `model` to the model.
#ifndef FITD_SERVER_RESOLVE_MODEL_H_
#define FITD_SERVER_RESOLVE_MODEL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model_registry.h"

namespace fitd::server {

// The model of the name or alias `text`, or, where it is not a bare name, of the expression `text`,
// in which `predictors`, the names of the request's data, are predictors. INVALID_ARGUMENT where
// `text` (of the field `field`) is empty, or an expression in error; NOT_FOUND with the closest
// names where there is no such model. Every request that takes a model comes through here.
absl::StatusOr<ModelPointer> resolve_model(const ModelRegistry& registry, absl::string_view field,
                                           absl::string_view text,
                                           const std::vector<std::string>& predictors);

// The model for a message or a log line: its name; an expression in quotes, cut.
std::string title(const models::Model& model);
std::string title(const std::string& name);

}  // namespace fitd::server

#endif  // FITD_SERVER_RESOLVE_MODEL_H_
