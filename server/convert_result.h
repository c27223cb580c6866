// Parts of a FitResult.
#ifndef FITD_SERVER_CONVERT_RESULT_H_
#define FITD_SERVER_CONVERT_RESULT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "fitd/v1/fit.pb.h"
#include "solver/curve/parameter_covariance.h"
#include "solver/curve/statistics.h"
#include "solver/lm/problem.h"

namespace fitd::server {

// R as a full row-major matrix with zeros below the diagonal, from column-major storage.
curve::Matrix upper_triangle(const std::vector<double>& r, std::size_t n);

void set_statistics(const curve::Statistics& from, double residual_norm, v1::Statistics& to);

void set_non_finite(const lm::Fault& fault, const std::vector<std::string>& free_names,
                    v1::NonFinite& non_finite);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONVERT_RESULT_H_
