// A fit as the command line describes it.
#ifndef FITD_CLIENT_EXAMPLES_CPP_FIT_REQUEST_H_
#define FITD_CLIENT_EXAMPLES_CPP_FIT_REQUEST_H_

#include <vector>

#include "client-examples/cpp/arguments.h"
#include "client-examples/cpp/csv.h"
#include "client-examples/cpp/outcome.h"
#include "fitd/v1/fit.pb.h"
#include "fitd/v1/model_service.pb.h"

namespace fitd::ctl {

// The options of `fitctl fit` that say what is fitted and how.
std::vector<Option> fit_options();

// Parts of these: which parameters start where and are held, and how it is minimised.
std::vector<Option> parameter_options();
std::vector<Option> solver_options();

// What they say: one entry per parameter that is named.
Outcome<std::vector<v1::Parameter>> parameters_of(const Arguments& arguments);
Outcome<v1::FitOptions> options_of(const Arguments& arguments);

// The request for fitting `model` to `table`. Values are passed on as they are: judging them is the
// server's affair.
Outcome<v1::FitRequest> make_fit_request(const Arguments& arguments, const v1::Model& model,
                                         const Table& table);

// The request for fitting `model` to several tables at once, each a data set; --shared says which
// parameters they have in common.
Outcome<v1::FitRequest> make_global_request(const Arguments& arguments, const v1::Model& model,
                                            const std::vector<Table>& tables);

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_FIT_REQUEST_H_
