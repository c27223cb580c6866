// A curve fit in fast arithmetic: one pass over the data gives a point's residual norm and its
// linearisation, and neither residuals nor Jacobian are ever stored.
#ifndef FITD_SOLVER_CURVE_CURVE_PROBLEM_H_
#define FITD_SOLVER_CURVE_CURVE_PROBLEM_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "solver/curve/block_walk.h"
#include "solver/curve/linearize_sums.h"
#include "solver/curve/parameter_covariance.h"
#include "solver/curve/point_sums.h"
#include "solver/lm/problem.h"

namespace fitd::curve {

// The pivot of J'J, scaled to a unit diagonal, above which its Cholesky factorisation has the
// digits that convergence to a relative `xtol` needs; 1: a triangle must be used whatever the
// pivots are.
constexpr double smallest_safe_pivot(double xtol) {
  if (xtol >= 1e-8) return 1e-6;
  return xtol >= 1e-10 ? 1e-4 : 1;
}

// The rows (J, r) are folded into their products while the columns of J are independent enough for
// that, and into a triangle by blocked QR where they are not (J. Demmel et al.,
// "Communication-optimal parallel and sequential QR", SIAM J. Sci. Comput. 34 (2012), A206). The
// bits depend on model, data, options and the processor's vectors, never on the number of threads.
//
// Memory: O(n^2), and a block of rows for each thread.
class CurveProblem final : public lm::LeastSquaresProblem {
 public:
  // `walk` must outlive it. `xtol`: how closely the minimisation will converge.
  CurveProblem(BlockWalk& walk, double xtol);

  std::int64_t num_residuals() const override;
  int num_parameters() const override;
  lm::ResidualNorm evaluate_start(std::span<const double> x,
                                  const lm::Interrupt& interrupt) override;
  lm::ResidualNorm evaluate_trial(std::span<const double> x,
                                  const lm::Interrupt& interrupt) override;
  void accept_trial() override;
  lm::LinearizeOutcome linearize(const lm::Linearization& out,
                                 const lm::Interrupt& interrupt) override;
  lm::Fault fault() const override { return fault_; }

  // (J'J)^-1 at the iterate; n x n, symmetric, zero for `held` parameters. None where the rest is
  // singular or not finite, or `interrupt` said to end. No evaluation that counts.
  std::optional<Matrix> inverse_normal_matrix(const std::vector<bool>& held,
                                              const lm::Interrupt& interrupt);

  // Where linearize() last was; n entries.
  std::span<const double> linearized_at() const { return linearized_at_; }

 private:
  lm::ResidualNorm evaluate(std::span<const double> x, PointSums& point,
                            const lm::Interrupt& interrupt);
  lm::LinearizeOutcome linearize_iterate(const lm::Linearization& out,
                                         const lm::Interrupt& interrupt);
  lm::LinearizeOutcome linearize_by_triangle(const lm::Linearization& out,
                                             const lm::Interrupt& interrupt);

  BlockWalk& walk_;
  double smallest_pivot_;
  PointSummer summer_;
  Fold fold_;  // of the next pass
  PointSums iterate_;
  PointSums trial_;
  LinearizeWorkspace workspace_;
  std::vector<double> linearized_at_;
  lm::Fault fault_;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_CURVE_PROBLEM_H_
