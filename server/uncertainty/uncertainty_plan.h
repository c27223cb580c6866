// What a request wants to know of the uncertainty of its result.
#ifndef FITD_SERVER_UNCERTAINTY_UNCERTAINTY_PLAN_H_
#define FITD_SERVER_UNCERTAINTY_UNCERTAINTY_PLAN_H_

#include <cstdint>
#include <vector>

#include "fitd/v1/fit.pb.h"
#include "fitd/v1/uncertainty.pb.h"
#include "server/fitted_model.h"
#include "server/violations.h"

namespace fitd::server {

struct UncertaintyPlan {
  std::vector<double> levels;  // empty: nothing is wanted
  // To be profiled: free parameters of the model that is fitted, ascending.
  std::vector<int> profiled;
  // M values of each predictor; empty: no prediction.
  std::vector<std::vector<double>> predictors;
  std::vector<double> sigma;  // of new measurements, M; empty: not given

  bool wanted() const { return !levels.empty(); }
  bool predicts() const { return !predictors.empty(); }
};

// Everything wrong with `request.uncertainty`.
void validate_uncertainty(const v1::FitRequest& request, const FittedModel& fitted,
                          Violations& violations);

// Of a valid request.
UncertaintyPlan to_plan(const v1::FitRequest& request, const models::Model& fitted);

// Bytes of working memory that it needs, valid or not.
std::int64_t uncertainty_memory(const v1::UncertaintyOptions& options);

}  // namespace fitd::server

#endif  // FITD_SERVER_UNCERTAINTY_UNCERTAINTY_PLAN_H_
