// A least-squares problem known by sums over its rows: one pass over the data gives a point's
// residual norm and its linearisation, and neither residuals nor Jacobian are ever stored.
#ifndef FITD_SOLVER_CURVE_SUMMED_PROBLEM_H_
#define FITD_SOLVER_CURVE_SUMMED_PROBLEM_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

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
// bits depend on models, data, options and the processor's vectors, never on the number of threads.
//
// Memory: O(n^2), and what the sums are made in.
class SummedProblem : public lm::LeastSquaresProblem {
 public:
  std::int64_t num_residuals() const override { return size_.m; }
  int num_parameters() const override { return size_.n; }
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

  // Sums the rows of the iterate again, which are otherwise now.
  void sum_anew(const lm::Interrupt& interrupt) { sum(fold_, iterate_, interrupt); }

  // Where linearize() last was; n entries.
  std::span<const double> linearized_at() const { return linearized_at_; }

 protected:
  struct Size {
    std::int64_t m;
    int n;
    bool products;  // whether these may be summed
  };
  // `xtol`: how closely the minimisation will converge.
  SummedProblem(const Size& size, double xtol);

  // Fills `out`, whose x is set.
  virtual lm::EvaluationStatus sum(Fold fold, PointSums& out, const lm::Interrupt& interrupt) = 0;
  // As those of rare_walks.h.
  virtual lm::ResidualNorm careful_norm(std::span<const double> x,
                                        const lm::Interrupt& interrupt) = 0;
  virtual lm::Fault worst_entry(std::span<const double> x, int column,
                                const lm::Interrupt& interrupt) = 0;

 private:
  lm::ResidualNorm evaluate(std::span<const double> x, PointSums& point,
                            const lm::Interrupt& interrupt);
  lm::LinearizeOutcome linearize_iterate(const lm::Linearization& out,
                                         const lm::Interrupt& interrupt);
  lm::LinearizeOutcome linearize_by_triangle(const lm::Linearization& out,
                                             const lm::Interrupt& interrupt);

  Size size_;
  double smallest_pivot_;
  Fold fold_;  // of the next pass
  PointSums iterate_;
  PointSums trial_;
  LinearizeWorkspace workspace_;
  std::vector<double> linearized_at_;
  lm::Fault fault_;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_SUMMED_PROBLEM_H_
