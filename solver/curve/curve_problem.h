// The fit of one data set in fast arithmetic.
#ifndef FITD_SOLVER_CURVE_CURVE_PROBLEM_H_
#define FITD_SOLVER_CURVE_CURVE_PROBLEM_H_

#include <span>

#include "solver/curve/block_walk.h"
#include "solver/curve/point_sums.h"
#include "solver/curve/summed_problem.h"

namespace fitd::curve {

// Memory: that of a SummedProblem, and a block of rows for each thread.
class CurveProblem final : public SummedProblem {
 public:
  // `walk` must outlive it. `xtol`: how closely the minimisation will converge.
  CurveProblem(BlockWalk& walk, double xtol);

 private:
  lm::EvaluationStatus sum(Fold fold, PointSums& out, const lm::Interrupt& interrupt) override;
  lm::ResidualNorm careful_norm(std::span<const double> x, const lm::Interrupt& interrupt) override;
  lm::Fault worst_entry(std::span<const double> x, int column,
                        const lm::Interrupt& interrupt) override;

  BlockWalk& walk_;
  PointSummer summer_;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_CURVE_PROBLEM_H_
