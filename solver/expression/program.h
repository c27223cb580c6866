// A formula and its derivatives put into the order they are computed in.
#ifndef FITD_SOLVER_EXPRESSION_PROGRAM_H_
#define FITD_SOLVER_EXPRESSION_PROGRAM_H_

#include <vector>

#include "solver/expression/differentiate.h"
#include "solver/expression/graph.h"

namespace fitd::expression {

// Computed once for given parameters: `uniform`. Then at each point, predictors given: `value`,
// which ends with the value, and for the derivatives besides these `slopes`. Each a list of nodes
// (no constants, predictors or parameters among them), operands before users. Products that only a
// sum uses are fused with it.
struct Program {
  Graph graph;
  NodeId value;
  std::vector<NodeId> derivatives;
  std::vector<NodeId> uniform;
  std::vector<NodeId> value_steps;
  std::vector<NodeId> slope_steps;
  // Parameters and uniform nodes that the points' steps use or that are results themselves.
  std::vector<NodeId> inputs;
};

Program make_program(const Gradient& gradient);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_PROGRAM_H_
