#include "solver/expression/expression_model.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "solver/expression/composite_guess.h"
#include "solver/expression/lexer.h"
#include "solver/expression/limits.h"
#include "solver/expression/parser.h"

namespace fitd::expression {
namespace {

models::ModelInfo info_of(std::string_view text, const Translation& translation) {
  return {.name = std::string(text),
          .description = "An expression.",
          .formula = std::string(text),
          .parameters = translation.parameters,
          .predictors = translation.predictors,
          .example = {translation.example, translation.example_ranges},
          .group = "expression"};
}

}  // namespace

ExpressionModel::ExpressionModel(models::ModelInfo info, Translation translation,
                                 const Gradient& gradient)
    : Model(std::move(info)),
      formula_(std::move(translation.formula)),
      terms_(std::move(translation.terms)),
      derived_(terms_, translation.parameters),
      starts_(translation.parameters.size()),
      values_(formula_->graph, {&formula_->value, 1}),
      derivatives_(gradient.graph, gradient.derivatives) {
  set_derived(derived_.infos());
}

ExpressionModel::ExpressionModel(models::ModelInfo info, const ExpressionModel& other,
                                 std::vector<std::optional<double>> starts)
    : Model(std::move(info)),
      formula_(other.formula_),
      terms_(other.terms_),
      derived_(other.derived_),
      starts_(std::move(starts)),
      values_(other.values_),
      derivatives_(other.derivatives_) {
  assert(starts_.size() == this->info().parameters.size());
}

std::shared_ptr<const ExpressionModel> ExpressionModel::described(
    models::ModelInfo info, std::vector<std::optional<double>> starts) const {
  return std::shared_ptr<const ExpressionModel>(
      new ExpressionModel(std::move(info), *this, std::move(starts)));
}

void ExpressionModel::values(models::Predictors x, std::size_t first, std::span<const double> p,
                             std::span<double> f) const {
  values_(x, first, p, f);
}

void ExpressionModel::derivatives(models::Predictors x, std::size_t first,
                                  std::span<const double> p, std::span<double> f,
                                  std::span<double> df) const {
  // The value as the formula says it, not as it was simplified for the derivatives.
  values_(x, first, p, f);
  derivatives_(x, first, p, df);
}

std::vector<models::DerivedValue> ExpressionModel::derived(std::span<const double> p) const {
  return derived_.at(terms_, p);
}

bool ExpressionModel::can_guess() const {
  return expression::can_guess(terms_) ||
         (!starts_.empty() &&
          std::ranges::all_of(starts_, [](const auto& start) { return start.has_value(); }));
}

std::vector<double> ExpressionModel::guess(models::Predictors x, std::span<const double> y) const {
  assert(can_guess());
  std::vector<double> guess(starts_.size(), 0.0);
  if (expression::can_guess(terms_)) guess = guess_sum(terms_, starts_.size(), x, y);
  for (std::size_t j = 0; j < guess.size(); ++j) {
    const models::ParameterInfo& parameter = info().parameters[j];
    guess[j] = starts_[j].value_or(std::clamp(guess[j], parameter.min, parameter.max));
  }
  return guess;
}

std::variant<std::shared_ptr<const ExpressionModel>, ExpressionError> make_expression(
    std::string_view text, std::span<const std::string> predictors, const ModelSource& models) {
  const auto parsed = parse(text);
  if (const auto* error = std::get_if<ExpressionError>(&parsed)) return *error;
  auto translated = translate(std::get<SyntaxTree>(parsed), predictors, models);
  if (const auto* error = std::get_if<ExpressionError>(&translated)) return *error;
  auto& translation = std::get<Translation>(translated);
  std::vector<int> all(translation.parameters.size());
  std::iota(all.begin(), all.end(), 0);
  const Gradient gradient = differentiate(*translation.formula, all, kMaxTape);
  if (gradient.graph.full()) {
    return ExpressionError{text.size(), "the derivatives of the expression take more than " +
                                            std::to_string(kMaxTape) + " operations"};
  }
  models::ModelInfo info = info_of(text, translation);
  return std::shared_ptr<const ExpressionModel>(
      new ExpressionModel(std::move(info), std::move(translation), gradient));
}

bool is_name(std::string_view text) {
  return !text.empty() && is_name_start(text[0]) && std::ranges::all_of(text, is_name_part);
}

}  // namespace fitd::expression
