// Which points of a request count, by its mask and its policy for numbers that are not finite.
#ifndef FITD_SERVER_USED_POINTS_H_
#define FITD_SERVER_USED_POINTS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "fitd/v1/fit.pb.h"
#include "server/violations.h"
#include "solver/models/model.h"

namespace fitd::server {

// True for each point that counts; empty where all of them do because nothing leaves any out. The
// request need not be valid: an array of another length than y's says nothing.
std::vector<bool> points_that_count(const v1::FitRequest& request, const models::Model& model);

// The mask is as long as y, and the policy is one.
void validate_points(const v1::FitRequest& request, std::int64_t m, Violations& violations);

// Whether a request may leave points out; its data are then held twice.
bool may_omit(const v1::FitRequest& request);

// The entries of `values` that `counts` keeps.
std::vector<double> kept(const std::vector<double>& values, const std::vector<bool>& counts);

// The model at all points of `predictors`, NaN where one of these is not finite.
std::vector<double> values_where_finite(const models::Model& model,
                                        std::span<const std::vector<double>> predictors,
                                        std::span<const double> parameters);

}  // namespace fitd::server

#endif  // FITD_SERVER_USED_POINTS_H_
