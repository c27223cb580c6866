// The derivatives of each operation by its operands.
#ifndef FITD_SOLVER_EXPRESSION_SLOPES_H_
#define FITD_SOLVER_EXPRESSION_SLOPES_H_

#include <cstddef>

#include "solver/expression/algebra.h"

namespace fitd::expression {

// What operand i of `node` receives when `node` receives `adjoint`: adjoint * d(node)/d(operand i),
// a zero adjoint winning.
NodeId adjoint_of_operand(Algebra& algebra, NodeId node, std::size_t i, NodeId adjoint);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_SLOPES_H_
