// A model that a user names and describes: a formula with what is known of its parameters.
#ifndef FITD_SOLVER_EXPRESSION_DEFINITION_H_
#define FITD_SOLVER_EXPRESSION_DEFINITION_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "solver/expression/expression_model.h"
#include "solver/expression/model_source.h"

namespace fitd::expression {

struct ParameterDefinition {
  std::string name = {};
  std::string description = {};
  std::optional<models::Role> role = {};
  std::optional<double> min = {};
  std::optional<double> max = {};
  std::optional<double> start = {};
  std::optional<double> fixed_default = {};
};

struct Definition {
  std::string name = {};
  int version = 1;
  std::string group = {};  // empty: "registered"
  std::string description = {};
  std::string formula = {};
  std::vector<models::PredictorInfo> predictors = {};
  std::vector<ParameterDefinition> parameters = {};
};

// One thing that is wrong: "`field` `description`" reads as a sentence.
struct Fault {
  std::string field;  // "formula", "parameters[1].min"
  std::string description;
};

// The model, or everything that is wrong with its definition. `models` is what the formula may
// call.
std::variant<std::shared_ptr<const ExpressionModel>, std::vector<Fault>> define_model(
    const Definition& definition, const ModelSource& models);

// The definition that would make this model again, under its name.
Definition definition_of(const ExpressionModel& model);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_DEFINITION_H_
