// A model with its ties put in: a function of the untied parameters alone.
#ifndef FITD_SOLVER_EXPRESSION_TIED_MODEL_H_
#define FITD_SOLVER_EXPRESSION_TIED_MODEL_H_

#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "solver/expression/differentiate.h"
#include "solver/expression/reference_function.h"
#include "solver/expression/ties.h"
#include "solver/models/model.h"

namespace fitd::expression {

// The graph of each tie stands in the model's graph for the parameter that is tied, so that values,
// exact derivatives and tape are those of one formula. Its name and description are the model's,
// its group is empty: it is no model of the catalogue. It guesses as the model does, and lets go of
// what it guesses for tied parameters.
class TiedModel final : public models::Model {
 public:
  void values(models::Predictors x, std::size_t first, std::span<const double> p,
              std::span<double> f) const override;
  void derivatives(models::Predictors x, std::size_t first, std::span<const double> p,
                   std::span<double> f, std::span<double> df) const override;
  const Formula* formula() const override { return &formula_; }
  // The model's, of which a tied parameter's share goes to those it depends on.
  std::vector<models::DerivedValue> derived(std::span<const double> p) const override;
  bool can_guess() const override { return model_->can_guess(); }
  // 0 for a parameter that the model itself does not have.
  std::vector<double> guess(models::Predictors x, std::span<const double> y) const override;

  // Of each of its parameters the place among the untied of the fit, ascending.
  const std::vector<int>& untied_places() const { return untied_places_; }

 private:
  TiedModel(models::ModelInfo info, std::shared_ptr<const models::Model> model, Formula formula,
            const Gradient& gradient, std::span<const NodeId> parameters);

  friend std::variant<std::shared_ptr<const TiedModel>, std::string> tie_model(
      std::shared_ptr<const models::Model> model, const Ties& ties, std::span<const int> places);

  std::shared_ptr<const models::Model> model_;
  Formula formula_;
  ReferenceFunction values_;
  ReferenceFunction derivatives_;  // by each parameter
  // Of each of the model's parameters: its value, then its derivatives by each of ours. Empty for a
  // model without derived quantities.
  std::vector<ReferenceFunction> model_parameters_;
  std::vector<int> untied_places_;
  std::vector<int> own_;  // of each of its parameters the model's; -1: none
};

// `model`, whose parameter k is parameter places[k] of the fit. Its parameters become the untied
// ones that it needs, described as the model describes its own. Else what is wrong: a model without
// a formula, or one that becomes too large.
std::variant<std::shared_ptr<const TiedModel>, std::string> tie_model(
    std::shared_ptr<const models::Model> model, const Ties& ties, std::span<const int> places);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_TIED_MODEL_H_
