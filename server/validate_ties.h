// The ties of a request's parameters.
#ifndef FITD_SERVER_VALIDATE_TIES_H_
#define FITD_SERVER_VALIDATE_TIES_H_

#include "fitd/v1/fit.pb.h"
#include "server/fitted_model.h"
#include "server/validate_fit_parts.h"
#include "server/violations.h"

namespace fitd::server {

// Nothing stands beside an expression but a name, and the expressions are right.
void validate_ties(const ParameterList& parameters, const FittedModel& fitted,
                   Violations& violations);

// The first of these alone.
void validate_beside_expressions(const ParameterList& parameters, Violations& violations);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_TIES_H_
