// A sum over residuals that is minimised in place of their squares.
#ifndef FITD_SOLVER_LM_ROW_LOSS_H_
#define FITD_SOLVER_LM_ROW_LOSS_H_

#include <cstddef>
#include <span>

namespace fitd::lm {

// Each residual r_i counts as e_i^2, and the minimisation sees rows (d_i J_i, q_i) in place of
// (J_i, r_i), with d_i q_i = 1/2 d(e_i^2)/dr_i: their linear model has the sum's gradient, and
// J'D'D J for its curvature, which is never negative. Thread-safe.
class RowLoss {
 public:
  virtual ~RowLoss() = default;

  // e, of the residuals `r` from index `first` on. Not finite where r is not, or where the loss has
  // no value.
  virtual void roots(std::span<const double> r, std::size_t first, std::span<double> e) const = 0;

  // d and q, for finite e. `q` may be `r`.
  virtual void linear_rows(std::span<const double> r, std::size_t first, std::span<double> d,
                           std::span<double> q) const = 0;
};

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_ROW_LOSS_H_
