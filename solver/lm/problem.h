// A nonlinear least-squares problem as the Levenberg-Marquardt loop sees it: the loop never meets a
// Jacobian. How residuals and linearisations are computed (dense, blocked, in lanes, over the wire)
// is the problem's own affair.
#ifndef FITD_SOLVER_LM_PROBLEM_H_
#define FITD_SOLVER_LM_PROBLEM_H_

#include <cstdint>
#include <span>

#include "solver/lm/interrupt.h"

namespace fitd::lm {

// What became of an evaluation.
enum class EvaluationStatus {
  kOk,
  // The interrupt asked to end; nothing was computed.
  kInterrupted,
  // An entry of the Jacobian is not finite (see LeastSquaresProblem::fault).
  kNonFinite,
};

// The first entry found that was not finite.
struct Fault {
  // Row: the residual's index.
  std::int64_t row = 0;
  // Column of the Jacobian; -1: the residual itself.
  int column = -1;
  // NaN or an infinity; finite where every entry is finite but their norm overflowed, and then this
  // is the largest of them.
  double value = 0;
};

struct ResidualNorm {
  EvaluationStatus status = EvaluationStatus::kOk;
  // ||r||; NaN or infinite where a residual is.
  double norm = 0;
};

// The linear model of the residuals at an iterate, J P = Q R. The storage is the loop's, n the
// number of parameters.
struct Linearization {
  // R: n x n, column-major, leading dimension n, upper triangular; the strict lower triangle is
  // scratch of the damped solve.
  std::span<double> r;
  // Column k of J P is column permutation[k] of J; n entries.
  std::span<int> permutation;
  // The first n entries of Q'r; n entries.
  std::span<double> qtf;
  // Euclidean norms of the columns of J, unpermuted; n entries.
  std::span<double> column_norms;
};

struct LinearizeOutcome {
  EvaluationStatus status = EvaluationStatus::kOk;
  // Evaluations of the residuals that MINPACK counts: n for forward differences, 0 otherwise.
  std::int64_t evaluations = 0;
};

// Calls come in the order: evaluate_start, linearize, { evaluate_trial, [accept_trial, linearize]
// }. Not thread-safe.
class LeastSquaresProblem {
 public:
  virtual ~LeastSquaresProblem() = default;

  virtual std::int64_t num_residuals() const = 0;  // m >= n
  virtual int num_parameters() const = 0;          // n >= 1

  // The residual norm at x (n entries), which becomes the iterate.
  virtual ResidualNorm evaluate_start(std::span<const double> x, const Interrupt& interrupt) = 0;

  // The residual norm at x (n entries), which becomes the trial point.
  virtual ResidualNorm evaluate_trial(std::span<const double> x, const Interrupt& interrupt) = 0;

  // The last trial point becomes the iterate.
  virtual void accept_trial() = 0;

  // Fills `out` at the iterate. With any status but kOk, `out` is unspecified.
  virtual LinearizeOutcome linearize(const Linearization& out, const Interrupt& interrupt) = 0;

  // The first non-finite entry met, after evaluate_start returned a non-finite norm though every
  // residual counted, or linearize returned kNonFinite.
  virtual Fault fault() const = 0;
};

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_PROBLEM_H_
