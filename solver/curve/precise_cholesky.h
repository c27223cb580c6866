// Symmetric positive definite systems in double-double.
#ifndef FITD_SOLVER_CURVE_PRECISE_CHOLESKY_H_
#define FITD_SOLVER_CURVE_PRECISE_CHOLESKY_H_

#include <cstddef>
#include <span>
#include <vector>

#include "solver/curve/parameter_covariance.h"
#include "solver/curve/precise_rows.h"

namespace fitd::curve {

// The Cholesky factorisation of a symmetric matrix, scaled to a unit diagonal, without the rows and
// columns of held parameters. Its condition number may be the square of one that double can tell
// from infinity.
class PreciseCholesky {
 public:
  // `matrix`: packed (precise_sums.h), n x n; `held`: n entries. False, and nothing else may be
  // called, where what is left is not positive definite, or singular in the sense of
  // lm::inverse_normal_matrix_scaled.
  bool factor(std::span<const Precise> matrix, const std::vector<bool>& held);

  // The solution of A x = b, with zeros for held parameters; n entries.
  std::vector<Precise> solve(std::span<const Precise> b) const;

  // A^-1 rounded to double, n x n, with zeros for held parameters.
  Matrix inverse() const;

 private:
  const Precise& entry(std::size_t i, std::size_t j) const;  // of L', i <= j

  std::size_t n_ = 0;
  std::vector<std::size_t> kept_;
  std::vector<Precise> scale_;  // roots of the diagonal
  std::vector<Precise> upper_;  // L', packed
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_PRECISE_CHOLESKY_H_
