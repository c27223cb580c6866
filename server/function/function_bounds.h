// Bounds on the parameters of a function that the client evaluates.
#ifndef FITD_SERVER_FUNCTION_FUNCTION_BOUNDS_H_
#define FITD_SERVER_FUNCTION_FUNCTION_BOUNDS_H_

#include "fitd/v1/fit_function.pb.h"
#include "server/violations.h"
#include "solver/lm/box.h"

namespace fitd::server {

// Everything wrong with `lower` and `upper`, x0 outside them included.
void validate_bounds(const v1::FunctionProblem& problem, Violations& violations);

// Those of a valid problem; empty where none is finite.
lm::Box to_box(const v1::FunctionProblem& problem);

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_FUNCTION_BOUNDS_H_
