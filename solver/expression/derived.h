// Numbers that follow from a model's parameters, with exact derivatives.
#ifndef FITD_SOLVER_EXPRESSION_DERIVED_H_
#define FITD_SOLVER_EXPRESSION_DERIVED_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "solver/expression/recorded.h"
#include "solver/expression/reference_function.h"
#include "solver/models/model.h"

namespace fitd::expression {

// One of them, as a model's file declares it.
struct Derived {
  std::string name;
  std::string description;
  Recorded value;
};

// What ListModels shows of them: `graph` is what they were recorded in.
std::vector<models::DerivedInfo> describe_derived(
    Graph& graph, std::span<const Derived> quantities,
    std::span<const models::ParameterInfo> parameters);

// Their values and derivatives. Immutable and thread-safe.
class DerivedFormulas {
 public:
  DerivedFormulas() = default;
  // `num_parameters`: of the model.
  DerivedFormulas(Graph& graph, std::span<const Derived> quantities, int num_parameters);

  // In their order, at the parameters p.
  std::vector<models::DerivedValue> operator()(std::span<const double> p) const;

 private:
  std::vector<ReferenceFunction> functions_;  // value, then the derivatives
  std::size_t num_parameters_ = 0;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_DERIVED_H_
