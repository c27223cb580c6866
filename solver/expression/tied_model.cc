#include "solver/expression/tied_model.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "solver/expression/limits.h"
#include "solver/models/dual.h"

namespace fitd::expression {
namespace {

// Room for a model of the largest size and for ties of it.
constexpr std::size_t kMaxTiedGraph = 2 * kMaxGraph;

// The untied parameters that the model needs, ascending, by their places.
std::vector<int> needed_places(const Ties& ties, std::span<const int> places) {
  std::vector<int> needed;
  for (const int j : places) {
    if (ties.is_tied(j)) {
      const std::vector<int>& more = ties.dependencies(j);
      needed.insert(needed.end(), more.begin(), more.end());
    } else {
      needed.push_back(ties.untied_place(j));
    }
  }
  std::ranges::sort(needed);
  needed.erase(std::unique(needed.begin(), needed.end()), needed.end());
  return needed;
}

// The model's parameter that is each of the needed ones; -1: none.
std::vector<int> own_parameters(const Ties& ties, std::span<const int> places,
                                std::span<const int> needed) {
  std::vector<int> own;
  for (const int place : needed) {
    const auto found = std::ranges::find(places, ties.untied()[static_cast<std::size_t>(place)]);
    own.push_back(found == places.end() ? -1 : static_cast<int>(found - places.begin()));
  }
  return own;
}

struct TiedFormula {
  Formula formula;
  std::vector<NodeId> parameters;  // the model's, in the formula's graph
};

TiedFormula tied_formula(const Formula& model, const Ties& ties, std::span<const int> places,
                         std::span<const int> needed) {
  Formula tied{.graph = Graph(kMaxTiedGraph),
               .value = {},
               .predictors = model.predictors,
               .parameters = static_cast<int>(needed.size())};
  std::vector<NodeId> leaves(ties.untied().size());
  for (std::size_t k = 0; k < needed.size(); ++k) {
    leaves[static_cast<std::size_t>(needed[k])] = tied.graph.parameter(static_cast<int>(k));
  }
  std::vector<NodeId> parameters;
  for (const int j : places) {
    parameters.push_back(ties.is_tied(j)
                             ? tied.graph.substitute(ties.graph(), ties.node(j), {}, leaves)
                             : leaves[static_cast<std::size_t>(ties.untied_place(j))]);
  }
  std::vector<NodeId> predictors;
  for (int k = 0; k < model.predictors; ++k) predictors.push_back(tied.graph.predictor(k));
  tied.value = tied.graph.substitute(model.graph, model.value, predictors, parameters);
  return {std::move(tied), std::move(parameters)};
}

models::ModelInfo info_of(const models::ModelInfo& model, std::span<const int> own) {
  models::ModelInfo info = model;
  info.group.clear();
  info.parameters.clear();
  info.example.parameters.clear();
  for (const int j : own) {
    const auto place = static_cast<std::size_t>(j);
    info.parameters.push_back(j >= 0 ? model.parameters[place]
                                     : models::ParameterInfo{"", "", models::Role::kShape});
    const bool known = j >= 0 && place < model.example.parameters.size();
    info.example.parameters.push_back(known ? model.example.parameters[place] : 1);
  }
  return info;
}

}  // namespace

TiedModel::TiedModel(models::ModelInfo info, std::shared_ptr<const models::Model> model,
                     Formula formula, const Gradient& gradient, std::span<const NodeId> parameters)
    : Model(std::move(info)),
      model_(std::move(model)),
      formula_(std::move(formula)),
      values_(formula_.graph, {&formula_.value, 1}),
      derivatives_(gradient.graph, gradient.derivatives) {
  if (this->info().derived.empty()) return;
  std::vector<int> all(this->info().parameters.size());
  std::iota(all.begin(), all.end(), 0);
  for (const NodeId parameter : parameters) {
    const Formula of_parameter{formula_.graph, parameter, formula_.predictors, formula_.parameters};
    const Gradient slopes = differentiate(of_parameter, all, kMaxTape);
    std::vector<NodeId> roots = {slopes.value};
    roots.insert(roots.end(), slopes.derivatives.begin(), slopes.derivatives.end());
    model_parameters_.emplace_back(slopes.graph, roots);
  }
}

std::vector<models::DerivedValue> TiedModel::derived(std::span<const double> p) const {
  if (model_parameters_.empty()) return {};
  std::vector<double> values;
  std::vector<std::vector<double>> rows;
  for (const ReferenceFunction& parameter : model_parameters_) {
    std::vector<double>& row = rows.emplace_back(1 + p.size());
    parameter({}, 0, p, row);
    values.push_back(row[0]);
  }
  std::vector<models::DerivedValue> all = model_->derived(values);
  for (models::DerivedValue& quantity : all) {
    std::vector<double> gradient(p.size(), 0.0);
    for (std::size_t j = 0; j < rows.size(); ++j) {
      for (std::size_t k = 0; k < p.size(); ++k) {
        gradient[k] += models::product(quantity.gradient[j], rows[j][k + 1]);
      }
    }
    quantity.gradient = std::move(gradient);
  }
  return all;
}

void TiedModel::values(models::Predictors x, std::size_t first, std::span<const double> p,
                       std::span<double> f) const {
  values_(x, first, p, f);
}

void TiedModel::derivatives(models::Predictors x, std::size_t first, std::span<const double> p,
                            std::span<double> f, std::span<double> df) const {
  // The value as the formula says it, not as it was simplified for the derivatives.
  values_(x, first, p, f);
  derivatives_(x, first, p, df);
}

std::vector<double> TiedModel::guess(models::Predictors x, std::span<const double> y) const {
  const std::vector<double> all = model_->guess(x, y);
  std::vector<double> guess;
  for (const int j : own_) guess.push_back(j < 0 ? 0 : all[static_cast<std::size_t>(j)]);
  return guess;
}

std::variant<std::shared_ptr<const TiedModel>, std::string> tie_model(
    std::shared_ptr<const models::Model> model, const Ties& ties, std::span<const int> places) {
  if (model->formula() == nullptr) return "ties parameters of a model that has no formula";
  std::vector<int> needed = needed_places(ties, places);
  std::vector<int> own = own_parameters(ties, places, needed);
  auto [formula, parameters] = tied_formula(*model->formula(), ties, places, needed);
  std::vector<int> all(needed.size());
  std::iota(all.begin(), all.end(), 0);
  const Gradient gradient = differentiate(formula, all, kMaxTape);
  if (formula.graph.full() || gradient.graph.full()) {
    return "makes the model too large: more than " + std::to_string(kMaxTiedGraph) +
           " operations, or " + std::to_string(kMaxTape) + " with its derivatives";
  }
  models::ModelInfo info = info_of(model->info(), own);
  auto tied = std::shared_ptr<TiedModel>(
      new TiedModel(std::move(info), std::move(model), std::move(formula), gradient, parameters));
  tied->untied_places_ = std::move(needed);
  tied->own_ = std::move(own);
  return tied;
}

}  // namespace fitd::expression
