// What is minimised, and which points count.
#ifndef FITD_CLIENT_EXAMPLES_CPP_LOSS_OPTIONS_H_
#define FITD_CLIENT_EXAMPLES_CPP_LOSS_OPTIONS_H_

#include <optional>
#include <vector>

#include "client-examples/cpp/arguments.h"
#include "client-examples/cpp/csv.h"
#include "client-examples/cpp/outcome.h"
#include "fitd/v1/fit.pb.h"

namespace fitd::ctl {

// --loss, --loss-scale and --poisson; none where nothing is said.
std::vector<Option> loss_options();
Outcome<std::optional<v1::Loss>> loss_of(const Arguments& arguments);

// --mask, --omit-nan and --y-covariance.
std::vector<Option> point_options();
std::optional<Failure> choose_points(const Arguments& arguments, const Table& table,
                                     v1::FitRequest& request);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_LOSS_OPTIONS_H_
