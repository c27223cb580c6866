#include "server/convert_definition.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "fitd/v1/model_file.pb.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "server/convert_model.h"

namespace fitd::server {
namespace {

namespace pb = google::protobuf;

// Keeps the first error of a text.
class FirstError final : public pb::io::ErrorCollector {
 public:
  explicit FirstError(std::string path) : path_(std::move(path)) {}

  void AddError(int line, int column, const std::string& message) override {
    if (message_.empty()) {
      message_ = absl::StrCat(path_, ":", line + 1, ":", column + 1, ": ", message);
    }
  }
  const std::string& message() const { return message_; }

 private:
  std::string path_;
  std::string message_;
};

std::optional<double> optional(bool present, double value) {
  return present ? std::optional<double>(value) : std::nullopt;
}

expression::ParameterDefinition to_parameter(const v1::ModelParameter& from) {
  return {.name = from.name(),
          .description = from.description(),
          .role = from_role(from.role()),
          .min = optional(from.has_min(), from.min()),
          .max = optional(from.has_max(), from.max()),
          .start = optional(from.has_start(), from.start()),
          .fixed_default = optional(from.has_fixed_default(), from.fixed_default())};
}

void set_parameter(const expression::ParameterDefinition& from, v1::ModelParameter& to) {
  to.set_name(from.name);
  to.set_description(from.description);
  if (from.role) to.set_role(to_role(*from.role));
  if (from.min) to.set_min(*from.min);
  if (from.max) to.set_max(*from.max);
  if (from.start) to.set_start(*from.start);
  if (from.fixed_default) to.set_fixed_default(*from.fixed_default);
}

void set_model(const expression::Definition& from, v1::Model& to) {
  to.set_name(from.name);
  to.set_version(from.version);
  to.set_group(from.group);
  to.set_description(from.description);
  to.set_formula(from.formula);
  for (const auto& parameter : from.parameters) set_parameter(parameter, *to.add_parameters());
  for (const auto& predictor : from.predictors) {
    auto* message = to.add_predictors();
    message->set_name(predictor.name);
    message->set_description(predictor.description);
  }
}

// The line of the part of model `k` that a fault's field begins with; the model's own otherwise.
int line_of(const pb::TextFormat::ParseInfoTree& tree, int k, const std::string& field) {
  const auto* models = v1::ModelFile::descriptor()->FindFieldByName("models");
  const auto* inside = v1::Model::descriptor()->FindFieldByName(field.substr(0, field.find('[')));
  const auto* model = tree.GetTreeForNested(models, k);
  const int line = tree.GetLocation(models, k).line;
  if (inside == nullptr || model == nullptr) return line + 1;
  int index = -1;
  const auto bracket = field.find('[');
  if (bracket != std::string::npos) index = std::atoi(field.c_str() + bracket + 1);
  const int found = model->GetLocation(inside, index).line;
  return (found < 0 ? line : found) + 1;
}

}  // namespace

expression::Definition to_definition(const v1::Model& model) {
  expression::Definition definition{.name = model.name(),
                                    .group = model.group(),
                                    .description = model.description(),
                                    .formula = model.formula()};
  for (const auto& predictor : model.predictors()) {
    definition.predictors.push_back({predictor.name(), predictor.description()});
  }
  for (const auto& parameter : model.parameters()) {
    definition.parameters.push_back(to_parameter(parameter));
  }
  return definition;
}

std::string to_text(const ModelSet& models) {
  v1::ModelFile file;
  file.set_last_version(models.last_version);
  for (const auto& definition : models.definitions) set_model(definition, *file.add_models());
  std::string text;
  pb::TextFormat::PrintToString(file, &text);
  return text;
}

absl::StatusOr<ModelSet> parse_model_file(const std::string& path, const std::string& text,
                                          const ModelRegistry& registry) {
  v1::ModelFile file;
  FirstError error(path);
  pb::TextFormat::ParseInfoTree tree;
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  parser.WriteLocationsTo(&tree);
  parser.SetRecursionLimit(10);
  if (!parser.ParseFromString(text, &file)) return absl::InvalidArgumentError(error.message());
  ModelSet set{.definitions = {}, .last_version = std::max(0, file.last_version())};
  for (int k = 0; k < file.models_size(); ++k) {
    expression::Definition definition = to_definition(file.models(k));
    definition.version = std::max(1, file.models(k).version());
    if (const auto faults = registry.faults_of(definition); !faults.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", line_of(tree, k, faults[0].field),
                                                     ": models[", k, "].", faults[0].field, " ",
                                                     faults[0].description));
    }
    set.definitions.push_back(std::move(definition));
  }
  return set;
}

}  // namespace fitd::server
