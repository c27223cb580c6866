// Functions without a vector version, point by point.
#ifndef FITD_SOLVER_EXPRESSION_SCALAR_FUNCTIONS_H_
#define FITD_SOLVER_EXPRESSION_SCALAR_FUNCTIONS_H_

#include <array>

#include "solver/expression/operation.h"

namespace fitd::expression {

// What an instruction yields (tape.h) at a, b: the value, and the derivatives it has beside it.
using ScalarFunction = std::array<double, 3> (*)(double a, double b);

// nullptr for operations that have a vector version.
ScalarFunction scalar_function(Operation operation);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_SCALAR_FUNCTIONS_H_
