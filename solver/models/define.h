// Turns a model's file into a Model. Only the files in solver/models/<group>/ include this.
//
// A definition is a struct with
//   static ModelInfo info();
//   static constexpr int kPredictors, kParameters;
//   template <class X, class T>
//   static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p);
// and, where starting values can be estimated,
//   static std::vector<double> guess(Predictors x, std::span<const double> y);
// whose numbers need not be finite or within bounds: usable_guess() sees to that. What else the
// parameters say - a width, an area, a half-life - is
//   static std::vector<Derived> derived(const Symbols<kParameters>& p);
// one line each: name, description, formula. It is recorded, so that the derivatives which a
// standard error needs are exact, and its text is made from it.
//
// value() is the formula, written once. It is instantiated on numbers and on dual numbers, and must
// suit types whose comparisons do not convert to bool: no `if`, no `?:`; write select(cond, a, b).
// So running it once, on recording scalars, shows all of it: the model's formula().
#ifndef FITD_SOLVER_MODELS_DEFINE_H_
#define FITD_SOLVER_MODELS_DEFINE_H_

#include <array>
#include <cassert>
#include <memory>
#include <utility>

#include "solver/expression/derived.h"
#include "solver/expression/recorded.h"
#include "solver/models/dual.h"
#include "solver/models/math.h"
#include "solver/models/model.h"

namespace fitd::models {

using expression::Derived;

// A scalar that records, and the parameters of a model as such.
using Symbol = expression::Recorded;
template <std::size_t kCount>
using Symbols = std::array<Symbol, kCount>;

// `estimate` with everything replaced that no fit could start from: non-finite values, values out
// of bounds, and scales, shapes and rates on their bound.
std::vector<double> usable_guess(const ModelInfo& info, std::vector<double> estimate);

template <class Definition>
class DefinedModel final : public Model {
 public:
  DefinedModel() : Model(Definition::info()) {
    assert(info().parameters.size() == kParameters && info().predictors.size() == kPredictors);
    record_formula();
    record_derived();
  }

  void values(Predictors x, std::size_t first, std::span<const double> p,
              std::span<double> f) const override {
    std::array<double, kParameters> parameters;
    for (std::size_t j = 0; j < kParameters; ++j) parameters[j] = p[j];
    for (std::size_t i = 0; i < f.size(); ++i) {
      f[i] = Definition::value(point(x, first + i), parameters);
    }
  }

  void derivatives(Predictors x, std::size_t first, std::span<const double> p, std::span<double> f,
                   std::span<double> df) const override {
    std::array<Dual<kParameters>, kParameters> parameters;
    for (std::size_t j = 0; j < kParameters; ++j) {
      parameters[j] = Dual<kParameters>::variable(p[j], j);
    }
    for (std::size_t i = 0; i < f.size(); ++i) {
      const Dual<kParameters> y = Definition::value(point(x, first + i), parameters);
      f[i] = y.value;
      for (std::size_t j = 0; j < kParameters; ++j) df[i * kParameters + j] = y.d[j];
    }
  }

  const expression::Formula* formula() const override { return &formula_; }

  std::vector<DerivedValue> derived(std::span<const double> p) const override {
    return derived_(p);
  }

  bool can_guess() const override { return kHasGuess; }

  std::vector<double> guess(Predictors x, std::span<const double> y) const override {
    if constexpr (kHasGuess) {
      return usable_guess(info(), Definition::guess(x, y));
    } else {
      assert(false && "can_guess() is false");
      return {};
    }
  }

 private:
  static constexpr std::size_t kParameters = Definition::kParameters;
  static constexpr std::size_t kPredictors = Definition::kPredictors;
  static constexpr bool kHasGuess = requires(Predictors x, std::span<const double> y) {
    Definition::guess(x, y);
  };

  static Symbols<kParameters> symbols_in(expression::Graph& graph) {
    Symbols<kParameters> parameters;
    for (std::size_t j = 0; j < kParameters; ++j) {
      parameters[j] = {graph, graph.parameter(static_cast<int>(j))};
    }
    return parameters;
  }

  void record_derived() {
    if constexpr (requires(const Symbols<kParameters>& p) { Definition::derived(p); }) {
      expression::Graph graph;
      const std::vector<Derived> quantities = Definition::derived(symbols_in(graph));
      set_derived(expression::describe_derived(graph, quantities, info().parameters));
      derived_ = expression::DerivedFormulas(graph, quantities, Definition::kParameters);
    }
  }

  void record_formula() {
    using expression::Recorded;
    expression::Graph& graph = formula_.graph;
    std::array<Recorded, kPredictors> at;
    for (std::size_t k = 0; k < kPredictors; ++k) {
      at[k] = {graph, graph.predictor(static_cast<int>(k))};
    }
    formula_.value = Definition::value(at, symbols_in(graph)).node_in(graph);
    formula_.predictors = Definition::kPredictors;
    formula_.parameters = Definition::kParameters;
  }

  static std::array<double, kPredictors> point(Predictors x, std::size_t i) {
    std::array<double, kPredictors> at;
    for (std::size_t k = 0; k < kPredictors; ++k) at[k] = x[k][i];
    return at;
  }

  expression::Formula formula_;
  expression::DerivedFormulas derived_;
};

// The function that the catalogue's list, which CMake writes from the files it finds, calls for
// solver/models/<group>/<name>.cc.
// NOLINTBEGIN(bugprone-macro-parentheses): a type in parentheses is none
#define FITD_DEFINE_MODEL(name, Definition) \
  std::unique_ptr<Model> make_##name() { return std::make_unique<DefinedModel<Definition>>(); }
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_DEFINE_H_
