// The parameters of a fit as its answers name them, the tied ones among them.
#ifndef FITD_SERVER_CONVERT_TIED_H_
#define FITD_SERVER_CONVERT_TIED_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fitd/v1/fit.pb.h"
#include "solver/curve/fit_curve.h"
#include "solver/expression/ties.h"

namespace fitd::server {

// Expression, gradient and standard error of parameter j, which is tied. `free_names`: of the n
// free parameters.
void set_tie(const expression::Ties& ties, int j, const curve::CurveOutcome& outcome,
             const std::vector<std::string>& free_names, v1::FittedParameter& parameter);

// The standard error of tied parameter j, to first order. `untied`: the parameters at the end,
// `free` the places of the free ones among them, `covariance` theirs, n x n. None where it depends
// on none that varies, or is not finite.
std::optional<double> tied_error(const expression::Ties& ties, int j,
                                 std::span<const double> untied, std::span<const int> free,
                                 std::span<const double> covariance);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONVERT_TIED_H_
