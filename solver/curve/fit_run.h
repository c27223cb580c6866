// What each arithmetic brings to a fit: each a minimisation, and what is asked at its end.
#ifndef FITD_SOLVER_CURVE_FIT_RUN_H_
#define FITD_SOLVER_CURVE_FIT_RUN_H_

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "solver/curve/executor.h"
#include "solver/curve/fit_curve.h"
#include "solver/curve/parameter_covariance.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/result.h"

namespace fitd::curve {

// Calls come in the order of the declarations. Not thread-safe.
class FitRun {
 public:
  virtual ~FitRun() = default;

  // Fills lm, free, standing, parameters, and fvec and fjac where they are wanted. `stopped` has no
  // deadline.
  virtual void minimize(const lm::Interrupt& interrupt, const lm::Interrupt& stopped,
                        const lm::IterationObserver& observer, CurveOutcome& outcome) = 0;

  // r at outcome.lm.x, as fvec is.
  virtual std::vector<double> residuals(const CurveOutcome& outcome,
                                        const lm::Interrupt& interrupt) = 0;

  // (J'J)^-1 at outcome.lm.x by exact derivatives, zero for parameters at a bound; of J itself
  // under a robust loss, the inverse of Fisher's information under a Poisson loss. None where it is
  // singular or not finite, or `interrupt` said to end.
  virtual std::optional<Matrix> inverse_normal_matrix(const CurveOutcome& outcome,
                                                      const lm::Interrupt& interrupt) = 0;

  // The model at outcome.lm.x, unweighted.
  virtual std::vector<double> best_fit(const CurveOutcome& outcome,
                                       const lm::Interrupt& interrupt) = 0;
};

// `fit` and `executor` (null: none) must outlive them.
std::unique_ptr<FitRun> make_reference_run(const CurveFit& fit);
std::unique_ptr<FitRun> make_fast_run(const CurveFit& fit, Executor* executor);
std::unique_ptr<FitRun> make_certified_run(const CurveFit& fit, Executor* executor);

// The one of these that `fit` asks for.
std::unique_ptr<FitRun> make_run(const CurveFit& fit, Executor* executor);

// Now plus the limit, or none where that is past the end of the clock.
std::optional<lm::Interrupt::Clock::time_point> deadline_after(
    std::optional<std::chrono::nanoseconds> limit);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_FIT_RUN_H_
