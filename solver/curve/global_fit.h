// A fit of several data sets at once, each with a model of its own, that share parameters.
#ifndef FITD_SOLVER_CURVE_GLOBAL_FIT_H_
#define FITD_SOLVER_CURVE_GLOBAL_FIT_H_

#include <optional>
#include <stop_token>
#include <vector>

#include "solver/curve/curve_data.h"
#include "solver/curve/executor.h"
#include "solver/curve/fit_curve.h"
#include "solver/lm/result.h"
#include "solver/models/model.h"

namespace fitd::curve {

// One data set. The model must outlive the fit.
struct GlobalSet {
  const models::Model* model = nullptr;
  CurveData data;
  // For each of the model's parameters which one of the fit it is; none twice, and at least one of
  // them is free. A parameter that several sets name is shared.
  std::vector<int> places;
};

// The residuals are those of the sets, one after the other: m is the sum of their points.
struct GlobalFit {
  std::vector<GlobalSet> sets;  // at least one
  // All but model and data, which are the sets'. start, fixed and bounds are of the parameters of
  // the fit, each of which is one of some set's model.
  CurveFit settings;
};

// What a data set has of the outcome.
struct SetOutcome {
  double chi_square = 0;
  std::optional<double> r_squared;  // as Statistics::r_squared, of the set by itself
};

struct GlobalOutcome {
  // As that of one data set. fvec and best_fit run over the sets. r_squared compares with one
  // constant for each set.
  CurveOutcome fit;
  // In the order of the sets. Empty where there are no statistics.
  std::vector<SetOutcome> sets;
};

// As fit_curve. In reference arithmetic the numbers are those of MINPACK for the residuals of all
// sets as one vector; in fast arithmetic the sums of each set, over its own parameters, are put
// together, in memory O(n^2) and a block of each set.
GlobalOutcome fit_global(const GlobalFit& fit, std::stop_token stop,
                         const lm::IterationObserver& observer, Executor* executor = nullptr);

// What a set's working memory depends on.
struct GlobalSetSize {
  std::int64_t m = 0;
  int n = 0;  // free parameters of its model
};

// Bytes of working memory that fit_global needs beside the data: an upper bound. `whole`: m and n
// of all sets together.
std::int64_t working_memory(const WorkingSet& whole, const std::vector<GlobalSetSize>& sets);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_GLOBAL_FIT_H_
