// A fit of a model to data, from starting values to standard errors.
#ifndef FITD_SOLVER_CURVE_FIT_CURVE_H_
#define FITD_SOLVER_CURVE_FIT_CURVE_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "solver/curve/curve_data.h"
#include "solver/curve/derived_quantities.h"
#include "solver/curve/executor.h"
#include "solver/curve/parameter_covariance.h"
#include "solver/curve/statistics.h"
#include "solver/expression/block_function.h"
#include "solver/lm/box.h"
#include "solver/lm/dense_problem.h"
#include "solver/lm/options.h"
#include "solver/lm/result.h"
#include "solver/models/model.h"

namespace fitd::curve {

// How sums over the data are made.
enum class Arithmetic {
  // In blocks, by vector instructions, on as many threads as are lent: CurveProblem. Agrees with
  // the
  // reference to rounding.
  kFast,
  // In MINPACK's order, to the bit, on one thread: DenseProblem.
  kReference,
  // As kFast with several first radii and the tightest tolerances, then in double-double from the
  // best minimum found: refine.h. Needs a model with a formula.
  kCertified,
};

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
  // Bounds on all parameters of the model, infinite where there is none, or empty. Each start is
  // within them.
  lm::Box bounds;
  // Whether sigma is in units of y, so that covariances are not scaled. Without effect under a
  // loss: a robust one has its own scale, which is that of the residuals, and counts have none.
  bool absolute_sigma = false;
  lm::JacobianMethod jacobian = lm::JacobianMethod::kAnalytic;
  double epsfcn = 0;
  // Forward differences are always made in reference arithmetic. kCertified: of the options only
  // factor (of the first descent), maxfev (of each) and diag count.
  Arithmetic arithmetic = Arithmetic::kFast;
  // The model compiled for its free parameters, where many fits share it; null: fast arithmetic
  // compiles it.
  std::shared_ptr<const expression::BlockFunction> compiled;
  // options.diag, if any, over the free parameters; options.maxfev >= 1.
  lm::Options options;
  // Counted from the first evaluation.
  std::optional<std::chrono::nanoseconds> time_limit;
  WantedArrays wanted;
  // Whether the model's derived quantities are.
  bool wants_derived = true;
};

// The outcome of fit_curve.
struct CurveOutcome {
  lm::LmResult lm;
  // Indices of the free parameters, ascending: what n counts.
  std::vector<int> free;
  // Where each free parameter ended: one that is at a bound, to the bit, is treated as held there
  // in everything that follows from (J'J)^-1 at the end and in the statistics. n; empty without
  // bounds.
  std::vector<lm::Standing> standing;
  // All parameters at the end.
  std::vector<double> parameters;
  // r at the end, (model - y)/sigma, also under a robust loss; under a Poisson loss the signed
  // roots of the deviance's terms. m values. Empty unless wanted.
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
  // absolute_sigma; under a robust loss times robust_variance(), under a Poisson loss the inverse
  // of Fisher's information. None where it does not exist or is not finite. Zero for parameters at
  // a bound.
  std::optional<Matrix> covariance;
  // covariance scaled to a unit diagonal; present with it.
  std::optional<Matrix> correlation;
  // Square roots of the covariance's diagonal; n, empty without it; 0 for parameters at a bound.
  std::vector<double> standard_errors;
  // What else the parameters at the end say, where it is finite; in the model's order.
  std::vector<DerivedQuantity> derived;
  // None after kStopped, after kNonFinite at the start, and where chi-square overflows.
  std::optional<Statistics> statistics;
};

// Evaluations for n parameters, of each descent in certified arithmetic, unless something else is
// wanted.
constexpr std::int64_t default_maxfev_certified(int n) { return 1000 * (std::int64_t{n} + 1); }

// The arithmetic that `fit` runs in.
Arithmetic arithmetic_of(const CurveFit& fit);

// Runs a fit on the calling thread, and in fast arithmetic on those of `executor` (null: none);
// nothing of the outcome depends on how many they are. `observer` may be empty; the x it sees holds
// the free parameters. A stop requested at any time, also after the minimisation has ended,
// makes the outcome's termination kStopped, and of its arrays only lm.x and `parameters` mean
// anything then.
CurveOutcome fit_curve(const CurveFit& fit, std::stop_token stop,
                       const lm::IterationObserver& observer, Executor* executor = nullptr);

// What a fit's working memory depends on: m points, n free parameters.
struct WorkingSet {
  std::int64_t m = 0;
  int n = 0;
  WantedArrays wanted = {};
  Arithmetic arithmetic = Arithmetic::kFast;
  // That may compute it: Executor::width().
  int threads = 1;
  // Whether there is a loss, and whether y is correlated.
  bool loss = false;
  bool correlated = false;
};

// Bytes of working memory that fit_curve needs beside the data, its outcome included: an upper
// bound. In reference arithmetic 8 m (n + 4) and what does not depend on m; in the others, of what
// depends on m, the wanted arrays alone.
std::int64_t working_memory(const WorkingSet& set);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_FIT_CURVE_H_
