#include "solver/curve/curve_problem.h"

#include "solver/curve/rare_walks.h"

namespace fitd::curve {

CurveProblem::CurveProblem(BlockWalk& walk, double xtol)
    : SummedProblem(
          {static_cast<std::int64_t>(walk.num_points()), static_cast<int>(walk.num_free()),
           walk.num_free() <= PointSummer::kMaxProducts},
          xtol),
      walk_(walk),
      summer_(walk) {}

lm::EvaluationStatus CurveProblem::sum(Fold fold, PointSums& out, const lm::Interrupt& interrupt) {
  return summer_.sum(fold, out, interrupt);
}

lm::ResidualNorm CurveProblem::careful_norm(std::span<const double> x,
                                            const lm::Interrupt& interrupt) {
  return curve::careful_norm(walk_, x, interrupt);
}

lm::Fault CurveProblem::worst_entry(std::span<const double> x, int column,
                                    const lm::Interrupt& interrupt) {
  return curve::worst_entry(walk_, x, column, interrupt);
}

}  // namespace fitd::curve
