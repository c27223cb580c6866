#include "solver/expression/derived.h"

#include <numeric>
#include <utility>

#include "solver/expression/differentiate.h"
#include "solver/expression/text_of.h"

namespace fitd::expression {

std::vector<models::DerivedInfo> describe_derived(
    Graph& graph, std::span<const Derived> quantities,
    std::span<const models::ParameterInfo> parameters) {
  std::vector<std::string> names;
  for (const models::ParameterInfo& parameter : parameters) names.push_back(parameter.name);
  std::vector<models::DerivedInfo> infos;
  for (const Derived& quantity : quantities) {
    infos.push_back({quantity.name, quantity.description,
                     text_of(graph, quantity.value.node_in(graph), names)});
  }
  return infos;
}

DerivedFormulas::DerivedFormulas(Graph& graph, std::span<const Derived> quantities,
                                 int num_parameters)
    : num_parameters_(static_cast<std::size_t>(num_parameters)) {
  std::vector<int> all(num_parameters_);
  std::iota(all.begin(), all.end(), 0);
  for (const Derived& quantity : quantities) {
    const Formula formula{graph, quantity.value.node_in(graph), 0, num_parameters};
    const Gradient gradient = differentiate(formula, all);
    std::vector<NodeId> roots = {gradient.value};
    roots.insert(roots.end(), gradient.derivatives.begin(), gradient.derivatives.end());
    functions_.emplace_back(gradient.graph, roots);
  }
}

std::vector<models::DerivedValue> DerivedFormulas::operator()(std::span<const double> p) const {
  std::vector<models::DerivedValue> values;
  std::vector<double> row(1 + num_parameters_);
  for (const ReferenceFunction& function : functions_) {
    function({}, 0, p, row);
    values.push_back({row[0], {row.begin() + 1, row.end()}});
  }
  return values;
}

}  // namespace fitd::expression
