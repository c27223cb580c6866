// Starting values for a sum of models, from the estimates of each.
#ifndef FITD_SOLVER_EXPRESSION_COMPOSITE_GUESS_H_
#define FITD_SOLVER_EXPRESSION_COMPOSITE_GUESS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "solver/expression/translation.h"
#include "solver/models/model.h"

namespace fitd::expression {

// Whether every term can guess; false without any.
bool can_guess(std::span<const Term> terms);

// All `num_parameters` parameters of the sum, finite. Terms that reach far are estimated first
// (backgrounds, then all but peaks and surfaces), also from the points that stay after those far
// from their sum are put aside, whichever is better in the end; then each other term in turn from
// what the ones before leave over; then each again from what all others leave over, as long as the
// sum of squares falls. Looks at no more than 4,096 points. Needs can_guess(), and finite x and y
// of the same length m >= 1.
std::vector<double> guess_sum(std::span<const Term> terms, std::size_t num_parameters,
                              models::Predictors x, std::span<const double> y);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_COMPOSITE_GUESS_H_
