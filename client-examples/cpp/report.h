// A result as a person reads it.
#ifndef FITD_CLIENT_EXAMPLES_CPP_REPORT_H_
#define FITD_CLIENT_EXAMPLES_CPP_REPORT_H_

#include <string>

#include "client-examples/cpp/terminal.h"
#include "fitd/v1/fit.pb.h"
#include "fitd/v1/model_service.pb.h"

namespace fitd::ctl {

// Whether the fit converged: ier 1 to 4.
bool converged(const v1::FitResult& result);

// Why the fit ended: leastsq's ier and message, or fitd's; lines after the first are 2 spaces in.
std::string stop_reason(const v1::FitResult& result);

// The fit: model, why it stopped, parameters with errors and what follows from them, correlations
// above 0.1, statistics, work.
std::string fit_report(const v1::FitResult& result, const v1::Model& model, const Style& style,
                       bool utf8);

// The parameters as CSV under a header: name, value, standard error, whether it was held, start. A
// standard error that does not exist is empty.
std::string fit_csv(const v1::FitResult& result);

// A model: formula, parameters, derived quantities, predictors, aliases, example.
std::string model_report(const v1::Model& model, const Style& style);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_REPORT_H_
