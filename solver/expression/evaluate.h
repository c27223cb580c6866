// The value of every node of a graph, for scalars of any type that apply.h accepts.
#ifndef FITD_SOLVER_EXPRESSION_EVALUATE_H_
#define FITD_SOLVER_EXPRESSION_EVALUATE_H_

#include <cstddef>
#include <span>

#include "solver/expression/apply.h"
#include "solver/expression/graph.h"

namespace fitd::expression {

// values[k] becomes the value of node k at one point; as many as the graph has nodes. For double
// these are, to the bit, the operations that the recorded formula does on numbers.
template <class T>
void evaluate(const Graph& graph, std::span<const T> predictors, std::span<const T> parameters,
              std::span<T> values) {
  for (std::size_t k = 0; k < graph.size(); ++k) {
    const Node& node = graph.nodes()[k];
    switch (node.operation) {
      case Operation::kConstant:
        values[k] = T(node.constant);
        break;
      case Operation::kPredictor:
        values[k] = predictors[node.index];
        break;
      case Operation::kParameter:
        values[k] = parameters[node.index];
        break;
      default:
        values[k] = apply(node.operation, values[node.operands[0].index],
                          values[node.operands[1].index], values[node.operands[2].index]);
    }
  }
}

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_EVALUATE_H_
