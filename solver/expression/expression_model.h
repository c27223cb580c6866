// A model made of an expression: a*exp(-b*x) + c, or gaussian(prefix="p_") + linear(prefix="b_").
#ifndef FITD_SOLVER_EXPRESSION_EXPRESSION_MODEL_H_
#define FITD_SOLVER_EXPRESSION_EXPRESSION_MODEL_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "solver/expression/composite_derived.h"
#include "solver/expression/differentiate.h"
#include "solver/expression/error.h"
#include "solver/expression/model_source.h"
#include "solver/expression/reference_function.h"
#include "solver/expression/translation.h"
#include "solver/models/model.h"

namespace fitd::expression {

// Its derivatives are exact, made from the graph. Its name and formula are the text, its group is
// "expression". It can guess where it is a sum of models that can.
class ExpressionModel final : public models::Model {
 public:
  void values(models::Predictors x, std::size_t first, std::span<const double> p,
              std::span<double> f) const override;
  void derivatives(models::Predictors x, std::size_t first, std::span<const double> p,
                   std::span<double> f, std::span<double> df) const override;
  const Formula* formula() const override { return formula_.get(); }
  // Those of the models in a sum of nothing but models, under their prefixes.
  std::vector<models::DerivedValue> derived(std::span<const double> p) const override;
  bool can_guess() const override;
  std::vector<double> guess(models::Predictors x, std::span<const double> y) const override;

  // The same under another description, with starting values that go before any guess; `info` has
  // the same parameters and predictors, `starts` one entry for each parameter.
  std::shared_ptr<const ExpressionModel> described(models::ModelInfo info,
                                                   std::vector<std::optional<double>> starts) const;

  // Per parameter, the starting value that goes before any guess.
  const std::vector<std::optional<double>>& starts() const { return starts_; }

 private:
  ExpressionModel(models::ModelInfo info, Translation translation, const Gradient& gradient);
  ExpressionModel(models::ModelInfo info, const ExpressionModel& other,
                  std::vector<std::optional<double>> starts);

  friend std::variant<std::shared_ptr<const ExpressionModel>, ExpressionError> make_expression(
      std::string_view text, std::span<const std::string> predictors, const ModelSource& models);

  std::shared_ptr<const Formula> formula_;
  std::vector<Term> terms_;
  CompositeDerived derived_;
  std::vector<std::optional<double>> starts_;
  ReferenceFunction values_;
  ReferenceFunction derivatives_;  // by each parameter
};

// The model that `text` describes, in the language of parser.h, its names being as in
// translation.h. Any bytes may be in `text`; a refusal takes about a millisecond at most.
std::variant<std::shared_ptr<const ExpressionModel>, ExpressionError> make_expression(
    std::string_view text, std::span<const std::string> predictors, const ModelSource& models);

// Whether `text` is a name and nothing else: a letter or _, then letters, digits and _.
bool is_name(std::string_view text);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_EXPRESSION_MODEL_H_
