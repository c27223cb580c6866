// Checks shared by all requests that carry data.
#ifndef FITD_SERVER_VALIDATE_DATA_H_
#define FITD_SERVER_VALIDATE_DATA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "fitd/v1/array.pb.h"
#include "google/protobuf/map.h"
#include "server/limits.h"
#include "server/violations.h"
#include "solver/models/model.h"

namespace fitd::server {

using PredictorMap = google::protobuf::Map<std::string, v1::Array>;

// The names under which a request has data.
std::vector<std::string> names_of(const PredictorMap& predictors);

// The field path of a predictor.
std::string path_of(absl::string_view name);

// The array of a predictor: under its name, or under the empty name for the only one; nullptr where
// it is missing.
const v1::Array* find_predictor(const PredictorMap& predictors, const models::Model& model, int k);

// Whether the model has a predictor under `name`, which may be empty for the only one; else why
// not.
bool is_predictor(absl::string_view name, const models::Model& model);
std::string not_a_predictor(const models::Model& model);

// The only predictor is not there under both its names.
void validate_unnamed_predictor(const PredictorMap& predictors, const models::Model& model,
                                Violations& violations);

// A number of points that something else has.
struct Length {
  absl::string_view of;  // its field
  std::int64_t m;
};

// Every predictor of the model is there, nothing else is, and each has `expected.m` finite values;
// for `counts` see validate_array().
void validate_predictors(const PredictorMap& predictors, const models::Model& model,
                         Length expected, Violations& violations,
                         const std::vector<bool>& counts = {});

// The model's parameter of that name; -1 where there is none.
int parameter_index(const models::Model& model, absl::string_view name);

// 1 <= m <= limits.max_points.
void validate_point_count(absl::string_view field, std::int64_t m, const RequestLimits& limits,
                          Violations& violations);

}  // namespace fitd::server

#endif  // FITD_SERVER_VALIDATE_DATA_H_
