#include "server/resolve_model.h"

#include <string_view>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/violations.h"
#include "solver/expression/expression_model.h"

namespace fitd::server {
namespace {

std::string missing_name(absl::string_view name, const ModelRegistry& registry) {
  const std::vector<std::string> closest = registry.closest({name.data(), name.size()});
  if (closest.empty()) {
    return absl::StrCat("there is no model ", in_quotes(name), "; ListModels names them all");
  }
  return absl::StrCat("there is no model ", in_quotes(name), "; did you mean ",
                      absl::StrJoin(closest, " or "), "?");
}

}  // namespace

absl::StatusOr<ModelPointer> resolve_model(const ModelRegistry& registry, absl::string_view field,
                                           absl::string_view text,
                                           const std::vector<std::string>& predictors) {
  Violations violations;
  const std::string_view formula(text.data(), text.size());
  if (text.empty()) {
    violations.add(std::string(field), "is empty; ListModels names the models");
    return violations.status();
  }
  const absl::string_view name = absl::StripAsciiWhitespace(text);
  if (ModelPointer model = registry.find({name.data(), name.size()})) return model;
  if (expression::is_name({name.data(), name.size()})) {
    return absl::NotFoundError(absl::StrCat(field, ": ", missing_name(name, registry)));
  }
  const auto made = expression::make_expression(formula, predictors, registry);
  if (const auto* error = std::get_if<expression::ExpressionError>(&made)) {
    violations.add(std::string(field),
                   absl::StrCat("is no expression: ", expression::describe(*error, formula)));
    return violations.status();
  }
  return std::get<std::shared_ptr<const expression::ExpressionModel>>(made);
}

std::string title(const models::Model& model) { return title(model.info().name); }

std::string title(const std::string& name) {
  return expression::is_name(name) ? name : in_quotes(name);
}

}  // namespace fitd::server
