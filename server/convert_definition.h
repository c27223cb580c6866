// Models that users define, on the wire and in files.
#ifndef FITD_SERVER_CONVERT_DEFINITION_H_
#define FITD_SERVER_CONVERT_DEFINITION_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "fitd/v1/model_service.pb.h"
#include "server/model_registry.h"
#include "solver/expression/definition.h"

namespace fitd::server {

// What CreateModelRequest takes of a Model.
expression::Definition to_definition(const v1::Model& model);

// The text of a ModelFile.
std::string to_text(const ModelSet& models);

// The models in the text of a ModelFile, with their versions, each of which can be made.
// INVALID_ARGUMENT for the first thing wrong, with its place as "`path`:LINE:COLUMN: ...".
absl::StatusOr<ModelSet> parse_model_file(const std::string& path, const std::string& text,
                                          const ModelRegistry& registry);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONVERT_DEFINITION_H_
