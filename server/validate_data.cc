#include "server/validate_data.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/arrays.h"
#include "server/resolve_model.h"

namespace fitd::server {

std::string path_of(absl::string_view name) {
  return absl::StrCat("predictors[", in_quotes(name), "]");
}

bool is_predictor(absl::string_view name, const models::Model& model) {
  if (name.empty()) return model.num_predictors() == 1;
  for (const auto& predictor : model.info().predictors) {
    if (predictor.name == name) return true;
  }
  return false;
}

std::string not_a_predictor(const models::Model& model) {
  return absl::StrCat(
      "is not a predictor of ", title(model), "; it has ",
      absl::StrJoin(model.info().predictors, ", ",
                    [](std::string* out, const auto& p) { absl::StrAppend(out, p.name); }));
}

void validate_unnamed_predictor(const PredictorMap& predictors, const models::Model& model,
                                Violations& violations) {
  if (model.num_predictors() == 1 && predictors.contains("") &&
      predictors.contains(model.info().predictors[0].name)) {
    violations.add(path_of(""), "stands beside the same predictor under its name");
  }
}

std::vector<std::string> names_of(const PredictorMap& predictors) {
  std::vector<std::string> names;
  for (const auto& [name, array] : predictors) names.push_back(name);
  return names;
}

const v1::Array* find_predictor(const PredictorMap& predictors, const models::Model& model, int k) {
  auto found = predictors.find(model.info().predictors[static_cast<std::size_t>(k)].name);
  if (found == predictors.end() && model.num_predictors() == 1) found = predictors.find("");
  return found == predictors.end() ? nullptr : &found->second;
}

void validate_predictors(const PredictorMap& predictors, const models::Model& model,
                         Length expected, Violations& violations, const std::vector<bool>& counts) {
  for (int k = 0; k < model.num_predictors(); ++k) {
    const std::string& name = model.info().predictors[static_cast<std::size_t>(k)].name;
    const v1::Array* array = find_predictor(predictors, model, k);
    if (array == nullptr) {
      violations.add(path_of(name), "is missing");
      continue;
    }
    const std::string path = predictors.contains(name) ? path_of(name) : path_of("");
    validate_array(*array, path, ElementRule::kFinite, violations, counts);
    if (array->payload_case() != v1::Array::PAYLOAD_NOT_SET &&
        element_count(*array) != expected.m) {
      violations.add(path, absl::StrCat("has ", element_count(*array), " values, but ", expected.of,
                                        " has ", expected.m));
    }
  }
  for (const auto& [name, array] : predictors) {
    if (!is_predictor(name, model)) violations.add(path_of(name), not_a_predictor(model));
  }
  validate_unnamed_predictor(predictors, model, violations);
}

int parameter_index(const models::Model& model, absl::string_view name) {
  const auto& parameters = model.info().parameters;
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    if (parameters[j].name == name) return static_cast<int>(j);
  }
  return -1;
}

void validate_point_count(absl::string_view field, std::int64_t m, const RequestLimits& limits,
                          Violations& violations) {
  if (m == 0) violations.add(std::string(field), "is empty");
  if (m > limits.max_points) {
    violations.add(std::string(field),
                   absl::StrCat("has ", m, " values; at most ", limits.max_points, " are taken"));
  }
}

}  // namespace fitd::server
