// A least-squares problem in reference arithmetic: residual vector and m x n Jacobian in memory,
// every sum in MINPACK's order, nothing contracted or re-associated. It reproduces MINPACK's counts
// and bits.
#ifndef FITD_SOLVER_LM_DENSE_PROBLEM_H_
#define FITD_SOLVER_LM_DENSE_PROBLEM_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "solver/lm/box.h"
#include "solver/lm/problem.h"
#include "solver/lm/qr_factorization.h"
#include "solver/lm/residual_function.h"
#include "solver/lm/result.h"
#include "solver/lm/row_loss.h"

namespace fitd::lm {

enum class JacobianMethod { kAnalytic, kForwardDifference };

// Memory: 8 m (n + 3) bytes, taken at construction. `function` must outlive the problem.
class DenseProblem final : public LeastSquaresProblem {
 public:
  // `epsfcn` >= 0 is the relative error of the residuals, from which forward steps follow:
  // h = sqrt(max(epsfcn, 2^-52)) |x_j|, or that root where x_j is 0. They stay in `box`. With a
  // `loss` (nullptr: none), which must outlive it too, the residuals are still the function's, but
  // norms and linearisations are the loss's.
  DenseProblem(ResidualFunction& function, JacobianMethod method, double epsfcn = 0, Box box = {},
               const RowLoss* loss = nullptr);
  DenseProblem(const DenseProblem&) = delete;
  DenseProblem& operator=(const DenseProblem&) = delete;

  std::int64_t num_residuals() const override;
  int num_parameters() const override;
  ResidualNorm evaluate_start(std::span<const double> x, const Interrupt& interrupt) override;
  ResidualNorm evaluate_trial(std::span<const double> x, const Interrupt& interrupt) override;
  void accept_trial() override;
  LinearizeOutcome linearize(const Linearization& out, const Interrupt& interrupt) override;
  Fault fault() const override;

  // The residuals at the iterate, m entries.
  std::span<const double> fvec() const { return r_; }

  // The same, and MINPACK's fjac of the last linearisation: m x n, column-major; R in the upper
  // triangle, Householder vectors below, and where `result` was damped, S in the strict lower
  // triangle of the top block. Each takes its memory out of the problem, which is then spent.
  std::vector<double> take_fvec() { return std::move(r_); }
  std::vector<double> take_fjac(const LmResult& result);

 private:
  // The residuals at x into `r`, and their norm.
  ResidualNorm evaluate(std::span<const double> x, std::span<double> r, const Interrupt& interrupt);
  // J at the iterate into jacobian_.
  LinearizeOutcome evaluate_jacobian(const Interrupt& interrupt);
  // The right-hand side into rhs_: the residuals; with a loss its rows, of jacobian_ too.
  void take_rows();
  void note_fault_in_jacobian(std::span<const double> column_norms);

  ResidualFunction& function_;
  const RowLoss* loss_;
  JacobianMethod method_;
  double relative_step_;
  Box box_;
  std::int64_t m_;
  int n_;

  std::vector<double> r_;         // m, residuals at the iterate
  std::vector<double> jacobian_;  // m x n, column-major; then its factorisation
  std::vector<double> scratch_;   // what the spans are cut from
  std::span<double> x_;           // n, the iterate
  std::span<double> trial_x_;     // n
  std::span<double> trial_r_;     // m
  std::span<double> rhs_;         // m, Q'r; before that a column of differences
  QrWorkspace qr_;
  Fault fault_;
};

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_DENSE_PROBLEM_H_
