// Whether a node of a graph is a formula with names put in for its predictors and parameters.
#ifndef FITD_SOLVER_EXPRESSION_MATCH_FORMULA_H_
#define FITD_SOLVER_EXPRESSION_MATCH_FORMULA_H_

#include <optional>
#include <vector>

#include "solver/expression/graph.h"

namespace fitd::expression {

// What a formula's parameter is elsewhere: a parameter, or, below 0, a number.
struct CallArgument {
  int parameter = -1;
  double number = 0;
};

// What a formula is a case of, as a call of another one.
struct FormulaCall {
  std::vector<int> predictors;          // for each of the callee's
  std::vector<CallArgument> arguments;  // for each of the callee's parameters
};

// How `node` of `graph` calls `pattern`, operation by operation, where the operands of a sum or a
// product may come in either order. None where it does not, or where the pattern has predictors or
// parameters that its value does not use. For small patterns: the time may grow with 2 to the
// number of sums and products.
std::optional<FormulaCall> match_formula(const Formula& pattern, const Graph& graph, NodeId node);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_MATCH_FORMULA_H_
