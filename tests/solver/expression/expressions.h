// Expressions for tests.
#ifndef FITD_TESTS_SOLVER_EXPRESSION_EXPRESSIONS_H_
#define FITD_TESTS_SOLVER_EXPRESSION_EXPRESSIONS_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "solver/expression/catalogue_source.h"
#include "solver/expression/expression_model.h"

namespace fitd::expression {

using Made = std::variant<std::shared_ptr<const ExpressionModel>, ExpressionError>;

inline const models::Catalogue& catalogue() {
  static const models::Catalogue kCatalogue;
  return kCatalogue;
}

inline Made make(std::string_view text, const std::vector<std::string>& predictors = {}) {
  return make_expression(text, predictors, CatalogueSource(catalogue()));
}

// The model of `text`; nullptr where it is in error.
inline std::shared_ptr<const ExpressionModel> model_of(
    std::string_view text, const std::vector<std::string>& predictors = {}) {
  const Made made = make(text, predictors);
  const auto* model = std::get_if<std::shared_ptr<const ExpressionModel>>(&made);
  return model == nullptr ? nullptr : *model;
}

// What is wrong with `text`, as describe() says it; empty where it is right.
inline std::string error_of(std::string_view text) {
  const Made made = make(text);
  const auto* error = std::get_if<ExpressionError>(&made);
  return error == nullptr ? "" : describe(*error, text);
}

inline std::vector<std::string> parameter_names(const models::Model& model) {
  std::vector<std::string> names;
  for (const auto& parameter : model.info().parameters) names.push_back(parameter.name);
  return names;
}

// The value at one point.
inline double value_at(const models::Model& model, const std::vector<double>& point,
                       const std::vector<double>& p) {
  std::vector<std::span<const double>> x;
  for (const double& coordinate : point) x.emplace_back(&coordinate, 1);
  double f = 0;
  model.values(x, 0, p, {&f, 1});
  return f;
}

}  // namespace fitd::expression

#endif  // FITD_TESTS_SOLVER_EXPRESSION_EXPRESSIONS_H_
