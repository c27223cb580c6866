#include "solver/expression/definition.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "solver/expression/builtins.h"
#include "solver/expression/limits.h"

namespace fitd::expression {
namespace {

constexpr std::size_t kMaxDescription = 1000;
constexpr std::size_t kMaxShortDescription = 200;

bool is_lower_name(std::string_view text) {
  return is_name(text) && text.size() <= kMaxNameLength &&
         std::ranges::none_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

template <class Named>
std::optional<std::size_t> place_of(const std::vector<Named>& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &Named::name);
  if (found == all.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

template <class Named>
std::string names_of(const std::vector<Named>& all) {
  std::string names;
  for (const Named& one : all) names += (names.empty() ? "" : ", ") + one.name;
  return names.empty() ? "none" : names;
}

// Collects what is wrong with a definition and what is right in a ModelInfo.
class Definer {
 public:
  explicit Definer(const Definition& definition) : definition_(definition) {}

  std::variant<std::shared_ptr<const ExpressionModel>, std::vector<Fault>> run(
      const ModelSource& models) {
    check_name();
    check_group();
    check_length("description", definition_.description, kMaxDescription);
    std::vector<std::string> predictors;
    for (const auto& predictor : definition_.predictors) predictors.push_back(predictor.name);
    const auto made = make_expression(definition_.formula, predictors, models);
    if (const auto* error = std::get_if<ExpressionError>(&made)) {
      fault("formula", "is no expression: " + describe(*error, definition_.formula));
      return faults_;
    }
    const auto& model = std::get<std::shared_ptr<const ExpressionModel>>(made);
    info_ = model->info();
    starts_.resize(info_.parameters.size());
    for (std::size_t k = 0; k < definition_.predictors.size(); ++k) take_predictor(k);
    for (std::size_t j = 0; j < definition_.parameters.size(); ++j) take_parameter(j);
    if (!faults_.empty()) return faults_;
    info_.name = definition_.name;
    info_.version = definition_.version;
    info_.group = definition_.group.empty() ? "registered" : definition_.group;
    info_.description = definition_.description;
    return model->described(std::move(info_), std::move(starts_));
  }

 private:
  void fault(std::string field, std::string description) {
    faults_.push_back({std::move(field), std::move(description)});
  }

  void check_length(const std::string& field, const std::string& text, std::size_t most) {
    if (text.size() > most) {
      fault(field,
            "has " + std::to_string(text.size()) + " bytes; at most " + std::to_string(most));
    }
  }

  void check_name() {
    if (!is_lower_name(definition_.name)) {
      fault("name", "is " + in_quotes(definition_.name) +
                        "; must be 1 to 64 lower-case letters, digits and _, no digit first");
    } else if (find_builtin(definition_.name) != nullptr || definition_.name == "pi") {
      fault("name", "is " + in_quotes(definition_.name) + ", which every expression has");
    }
  }

  void check_group() {
    if (!definition_.group.empty() && !is_lower_name(definition_.group)) {
      fault("group", "is " + in_quotes(definition_.group) +
                         "; must be lower-case letters, digits and _, no digit first");
    }
  }

  // The place in `all`, unless the name is not there or stands in `earlier` already.
  template <class Named, class Given>
  std::optional<std::size_t> known(const std::vector<Named>& all, const std::vector<Given>& given,
                                   std::size_t k, const std::string& path) {
    const std::string& name = given[k].name;
    const auto place = place_of(all, name);
    if (!place) {
      fault(path, "is " + in_quotes(name) + ", which the formula has not; it has " + names_of(all));
    } else if (place_of(given, name) != k) {
      fault(path, "is " + in_quotes(name) + " a second time");
      return std::nullopt;
    }
    return place;
  }

  void take_predictor(std::size_t k) {
    const models::PredictorInfo& given = definition_.predictors[k];
    const std::string path = "predictors[" + std::to_string(k) + "]";
    const auto place = known(info_.predictors, definition_.predictors, k, path + ".name");
    check_length(path + ".description", given.description, kMaxShortDescription);
    if (place && !given.description.empty()) {
      info_.predictors[*place].description = given.description;
    }
  }

  void take_parameter(std::size_t j) {
    const ParameterDefinition& given = definition_.parameters[j];
    const std::string path = "parameters[" + std::to_string(j) + "]";
    check_length(path + ".description", given.description, kMaxShortDescription);
    const auto place = known(info_.parameters, definition_.parameters, j, path + ".name");
    if (!place) return;
    models::ParameterInfo& parameter = info_.parameters[*place];
    if (!given.description.empty()) parameter.description = given.description;
    parameter.role = given.role.value_or(parameter.role);
    parameter.min = given.min.value_or(parameter.min);
    parameter.max = given.max.value_or(parameter.max);
    if (given.min && !std::isfinite(*given.min)) fault(path + ".min", "is not finite");
    if (given.max && !std::isfinite(*given.max)) fault(path + ".max", "is not finite");
    if (parameter.min > parameter.max) fault(path + ".min", "is above max");
    check_inside(given.start, parameter, path + ".start");
    check_inside(given.fixed_default, parameter, path + ".fixed_default");
    if (given.fixed_default) parameter.fixed_default = given.fixed_default;
    if (given.start) starts_[*place] = given.start;
    const auto typical = given.start ? given.start : given.fixed_default;
    double& example = info_.example.parameters[*place];
    example = typical.value_or(example);
    if (parameter.min <= parameter.max) example = std::clamp(example, parameter.min, parameter.max);
  }

  void check_inside(const std::optional<double>& value, const models::ParameterInfo& parameter,
                    const std::string& field) {
    if (!value) return;
    if (!std::isfinite(*value)) {
      fault(field, "is not finite");
    } else if (*value < parameter.min || *value > parameter.max) {
      fault(field, "is outside of min and max");
    }
  }

  const Definition& definition_;
  models::ModelInfo info_;
  std::vector<std::optional<double>> starts_;
  std::vector<Fault> faults_;
};

template <class T>
std::optional<T> where_finite(T value) {
  return std::isfinite(value) ? std::optional<T>(value) : std::nullopt;
}

}  // namespace

std::variant<std::shared_ptr<const ExpressionModel>, std::vector<Fault>> define_model(
    const Definition& definition, const ModelSource& models) {
  return Definer(definition).run(models);
}

Definition definition_of(const ExpressionModel& model) {
  const models::ModelInfo& info = model.info();
  Definition definition{.name = info.name,
                        .version = info.version,
                        .group = info.group,
                        .description = info.description,
                        .formula = info.formula,
                        .predictors = info.predictors};
  for (std::size_t j = 0; j < info.parameters.size(); ++j) {
    const models::ParameterInfo& parameter = info.parameters[j];
    definition.parameters.push_back({.name = parameter.name,
                                     .description = parameter.description,
                                     .role = parameter.role,
                                     .min = where_finite(parameter.min),
                                     .max = where_finite(parameter.max),
                                     .start = model.starts()[j],
                                     .fixed_default = parameter.fixed_default});
  }
  return definition;
}

}  // namespace fitd::expression
