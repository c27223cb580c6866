// A fit of a model to data, from starting values to standard errors.
#ifndef FITD_SOLVER_CURVE_FIT_CURVE_H_
#define FITD_SOLVER_CURVE_FIT_CURVE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "solver/curve/curve_data.h"
#include "solver/curve/parameter_covariance.h"
#include "solver/curve/statistics.h"
#include "solver/lm/dense_problem.h"
#include "solver/lm/options.h"
#include "solver/lm/result.h"
#include "solver/models/model.h"

namespace fitd::curve {

// The large arrays of an outcome that are wanted.
struct WantedArrays {
  bool fvec = true;
  bool fjac = true;
  bool best_fit = true;
};

// A fit to make. n is the number of free parameters, 1 <= n <= m.
struct CurveFit {
  const models::Model* model = nullptr;
  CurveData data;
  // All parameters of the model: starting values, finite, and whether each is held.
  std::vector<double> start;
  std::vector<bool> fixed;
  // Whether sigma is in units of y, so that covariances are not scaled.
  bool absolute_sigma = false;
  lm::JacobianMethod jacobian = lm::JacobianMethod::kAnalytic;
  double epsfcn = 0;
  // options.diag, if any, over the free parameters; options.maxfev >= 1.
  lm::Options options;
  // Counted from the first evaluation.
  std::optional<std::chrono::nanoseconds> time_limit;
  WantedArrays wanted;
};

// The outcome of fit_curve.
struct CurveOutcome {
  lm::LmResult lm;
  // Indices of the free parameters, ascending: what n counts.
  std::vector<int> free;
  // All parameters at the end.
  std::vector<double> parameters;
  // r at the end, (model - y)/sigma: m values. Empty unless wanted.
  std::vector<double> fvec;
  // MINPACK's fjac, m x n column-major, which is SciPy's n x m row-major. Empty unless wanted and
  // linearised.
  std::vector<double> fjac;
  // The model at the end, unweighted: m values. Empty unless wanted.
  std::vector<double> best_fit;
  // leastsq's cov_x: (J'J)^-1 of the last linearisation used. None unless converged and R has no
  // exactly zero diagonal entry.
  std::optional<Matrix> cov_x;
  // (J'J)^-1 at the returned parameters by exact derivatives, times the reduced chi-square unless
  // absolute_sigma. None where it does not exist or is not finite.
  std::optional<Matrix> covariance;
  // covariance scaled to a unit diagonal; present with it.
  std::optional<Matrix> correlation;
  // Square roots of the covariance's diagonal; n, empty without it.
  std::vector<double> standard_errors;
  // None after kStopped, after kNonFinite at the start, and where chi-square overflows.
  std::optional<Statistics> statistics;
};

// Runs a fit in reference arithmetic on the calling thread. `observer` may be empty; the x it sees
// holds the free parameters. A stop requested at any time, also after the minimisation has ended,
// makes the outcome's termination kStopped, and of its arrays only lm.x and `parameters` mean
// anything then.
CurveOutcome fit_curve(const CurveFit& fit, std::stop_token stop,
                       const lm::IterationObserver& observer);

// Bytes of working memory that fit_curve needs beside the data, its outcome included: an upper
// bound, 8 m (n + 4) and what does not depend on m.
std::int64_t working_memory(std::int64_t m, int n, const WantedArrays& wanted);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_FIT_CURVE_H_
