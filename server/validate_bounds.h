// The bounds and scales of a request's parameters.
#ifndef FITD_SERVER_VALIDATE_BOUNDS_H_
#define FITD_SERVER_VALIDATE_BOUNDS_H_

#include <vector>

#include "fitd/v1/fit.pb.h"
#include "server/validate_fit_parts.h"
#include "server/violations.h"
#include "solver/lm/box.h"

namespace fitd::server {

// min < max, both finite, and every start within; scales > 0, for all free parameters or none, and
// not beside options.diag. `natural`: the model's own bounds stand where none are given. The names
// have been checked.
void validate_bounds(const ParameterList& parameters, const ParameterScope& scope, bool natural,
                     Violations& violations);
void validate_scales(const ParameterList& parameters, const ParameterScope& scope,
                     const v1::FitOptions& options, Violations& violations);

// From a valid request: the bounds of all parameters, empty where there are none; and the scales of
// the free ones in their order, empty where none are given.
lm::Box to_bounds(const ParameterList& parameters, const ParameterScope& scope, bool natural);
std::vector<double> to_scales(const ParameterList& parameters, const ParameterScope& scope);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_BOUNDS_H_
