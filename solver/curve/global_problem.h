// A global fit in fast arithmetic.
#ifndef FITD_SOLVER_CURVE_GLOBAL_PROBLEM_H_
#define FITD_SOLVER_CURVE_GLOBAL_PROBLEM_H_

#include <cstdint>
#include <span>

#include "solver/curve/global_walk.h"
#include "solver/curve/summed_problem.h"

namespace fitd::curve {

class GlobalProblem final : public SummedProblem {
 public:
  // `walk` must outlive it. `xtol`: how closely the minimisation will converge.
  GlobalProblem(GlobalWalk& walk, double xtol)
      : SummedProblem({static_cast<std::int64_t>(walk.num_points()),
                       static_cast<int>(walk.num_free()), walk.sums_products()},
                      xtol),
        walk_(walk) {}

 private:
  lm::EvaluationStatus sum(Fold fold, PointSums& out, const lm::Interrupt& interrupt) override {
    return walk_.sum(fold, out, interrupt);
  }
  lm::ResidualNorm careful_norm(std::span<const double> x,
                                const lm::Interrupt& interrupt) override {
    return walk_.careful_norm(x, interrupt);
  }
  lm::Fault worst_entry(std::span<const double> x, int column,
                        const lm::Interrupt& interrupt) override {
    return walk_.worst_entry(x, column, interrupt);
  }

  GlobalWalk& walk_;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_GLOBAL_PROBLEM_H_
