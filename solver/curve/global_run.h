// What the two arithmetics bring to a global fit.
#ifndef FITD_SOLVER_CURVE_GLOBAL_RUN_H_
#define FITD_SOLVER_CURVE_GLOBAL_RUN_H_

#include <memory>
#include <vector>

#include "solver/curve/executor.h"
#include "solver/curve/fit_run.h"
#include "solver/curve/global_fit.h"

namespace fitd::curve {

class GlobalRun : public FitRun {
 public:
  // ||r|| of each set at outcome.lm.x. After minimize().
  virtual std::vector<double> set_norms(const CurveOutcome& outcome,
                                        const lm::Interrupt& interrupt) = 0;
};

// `fit` and `executor` (null: none) must outlive them.
std::unique_ptr<GlobalRun> make_global_reference_run(const GlobalFit& fit);
std::unique_ptr<GlobalRun> make_global_fast_run(const GlobalFit& fit, Executor* executor);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_GLOBAL_RUN_H_
