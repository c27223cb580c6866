#include "server/fitted_model.h"

#include <cstddef>
#include <numeric>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "server/validate_data.h"
#include "solver/expression/tied_model.h"

namespace fitd::server {
namespace {

// The field of the expression of each of the model's parameters.
std::string path_of_expression(const ParameterList& parameters, const models::Model& model, int j) {
  for (int i = 0; i < parameters.size(); ++i) {
    if (parameter_index(model, parameters[i].name()) == j) {
      return absl::StrCat("parameters[", i, "].expression");
    }
  }
  return "parameters";
}

}  // namespace

FittedModel put_in_ties(const ParameterList& parameters, ModelPointer named,
                        const expression::ModelSource& models) {
  FittedModel fitted(std::move(named));
  const models::Model& model = *fitted.named;
  expression::TieDeclarations declarations;
  bool any = false;
  const std::vector<const v1::Parameter*> given = match(parameters, model);
  for (std::size_t j = 0; j < given.size(); ++j) {
    declarations.names.push_back(model.info().parameters[j].name);
    declarations.expressions.push_back(given[j] == nullptr ? "" : given[j]->expression());
    any = any || !declarations.expressions.back().empty();
  }
  if (!any) return fitted;
  auto made = expression::make_ties(declarations, models);
  if (const auto* faults = std::get_if<std::vector<expression::TieFault>>(&made)) {
    for (const expression::TieFault& fault : *faults) {
      fitted.faults.push_back(
          {path_of_expression(parameters, model, fault.parameter), fault.description});
    }
    return fitted;
  }
  auto ties = std::get<std::shared_ptr<const expression::Ties>>(std::move(made));
  if (ties->untied().empty()) return fitted;  // nothing is left to fit: validation says so
  std::vector<int> places(given.size());
  std::iota(places.begin(), places.end(), 0);
  auto tied = expression::tie_model(fitted.named, *ties, places);
  if (const auto* fault = std::get_if<std::string>(&tied)) {
    fitted.faults.push_back({"parameters", *fault});
    return fitted;
  }
  fitted.model = std::get<std::shared_ptr<const expression::TiedModel>>(std::move(tied));
  fitted.ties = std::move(ties);
  return fitted;
}

}  // namespace fitd::server
