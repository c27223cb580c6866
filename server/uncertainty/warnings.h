// What a reader of a result should know, in plain words.
#ifndef FITD_SERVER_UNCERTAINTY_WARNINGS_H_
#define FITD_SERVER_UNCERTAINTY_WARNINGS_H_

#include <string>

#include "fitd/v1/fit.pb.h"
#include "server/convert_fit.h"
#include "solver/curve/fit_curve.h"
#include "solver/curve/profile.h"

namespace fitd::server {

// The condition number, and what follows from the fit alone.
void add_warnings(const FitJob& job, const curve::CurveOutcome& outcome, v1::FitResult& result);

// Intervals or predictions were asked for, and there are none, for a reason.
void warn_of_no_uncertainty(const std::string& reason, v1::FitResult& result);

void warn_of_lower_minimum(const FitJob& job, const curve::LowerMinimum& minimum,
                           v1::FitResult& result);

}  // namespace fitd::server

#endif  // FITD_SERVER_UNCERTAINTY_WARNINGS_H_
