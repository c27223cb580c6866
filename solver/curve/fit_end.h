// The end of a fit, of one data set or several.
#ifndef FITD_SOLVER_CURVE_FIT_END_H_
#define FITD_SOLVER_CURVE_FIT_END_H_

#include <optional>

#include "solver/curve/fit_run.h"
#include "solver/lm/interrupt.h"

namespace fitd::curve {

// How many parameters are free and at no bound.
int num_varying(const CurveOutcome& outcome);

// cov_x, covariance, correlation and standard errors, where they exist. `variance` is what the
// covariance is (J'J)^-1 times, none where it does not exist.
void add_covariances(const std::optional<double>& variance, FitRun& run,
                     const lm::Interrupt& interrupt, CurveOutcome& outcome);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_FIT_END_H_
