// Intervals by profile likelihood and warnings, on the command line and in the report.
#ifndef FITD_CLIENT_EXAMPLES_CPP_UNCERTAINTY_H_
#define FITD_CLIENT_EXAMPLES_CPP_UNCERTAINTY_H_

#include <string>
#include <vector>

#include "client-examples/cpp/arguments.h"
#include "client-examples/cpp/terminal.h"
#include "fitd/v1/fit.pb.h"

namespace fitd::ctl {

std::vector<Option> uncertainty_options();

// What the options ask for, into the request.
void ask_for_uncertainty(const Arguments& arguments, v1::FitRequest& request);

// Sections of the report; empty where there is nothing to say.
std::string warnings_text(const v1::FitResult& result, const Style& style);
std::string intervals_text(const v1::FitResult& result);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_UNCERTAINTY_H_
