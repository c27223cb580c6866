#include "solver/curve/precise_cholesky.h"

#include "solver/curve/precise_sums.h"
#include "solver/double_double/elementary.h"

namespace fitd::curve {

const Precise& PreciseCholesky::entry(std::size_t i, std::size_t j) const {
  return upper_[packed(i, j)];
}

bool PreciseCholesky::factor(std::span<const Precise> matrix, const std::vector<bool>& held) {
  n_ = held.size();
  kept_.clear();
  scale_.clear();
  for (std::size_t j = 0; j < n_; ++j) {
    if (held[j]) continue;
    const Precise& diagonal = matrix[packed(j, j)];
    if (!(diagonal.high > 0) || !double_double::is_finite(diagonal)) return false;
    kept_.push_back(j);
    scale_.push_back(double_double::sqrt(diagonal));
  }
  // The squared sine of a column's angle to those before it below which the two cannot be told from
  // dependent ones by data in double: that of lm::inverse_normal_matrix_scaled.
  const double smallest = static_cast<double>(kept_.size()) * 0x1p-92;
  upper_.assign(kept_.size() * (kept_.size() + 1) / 2, Precise());
  for (std::size_t j = 0; j < kept_.size(); ++j) {
    for (std::size_t i = 0; i <= j; ++i) {
      Precise sum = matrix[packed(kept_[i], kept_[j])] / scale_[i] / scale_[j];
      for (std::size_t k = 0; k < i; ++k) sum -= entry(k, i) * entry(k, j);
      if (i < j) {
        upper_[packed(i, j)] = sum / entry(i, i);
      } else if (sum.high > smallest) {
        upper_[packed(j, j)] = double_double::sqrt(sum);
      } else {
        return false;
      }
    }
  }
  return true;
}

std::vector<Precise> PreciseCholesky::solve(std::span<const Precise> b) const {
  const std::size_t kept = kept_.size();
  std::vector<Precise> z(kept);
  for (std::size_t i = 0; i < kept; ++i) {
    Precise sum = b[kept_[i]] / scale_[i];
    for (std::size_t k = 0; k < i; ++k) sum -= entry(k, i) * z[k];
    z[i] = sum / entry(i, i);
  }
  for (std::size_t i = kept; i-- > 0;) {
    Precise sum = z[i];
    for (std::size_t k = i + 1; k < kept; ++k) sum -= entry(i, k) * z[k];
    z[i] = sum / entry(i, i);
  }
  std::vector<Precise> x(n_);
  for (std::size_t i = 0; i < kept; ++i) x[kept_[i]] = z[i] / scale_[i];
  return x;
}

Matrix PreciseCholesky::inverse() const {
  Matrix inverse(n_ * n_, 0.0);
  std::vector<Precise> unit(n_);
  for (const std::size_t j : kept_) {
    unit[j] = 1;
    const std::vector<Precise> column = solve(unit);
    unit[j] = 0;
    // One triangle, so that the rounded inverse is symmetric to the bit.
    for (const std::size_t i : kept_) {
      if (i <= j) inverse[i * n_ + j] = inverse[j * n_ + i] = column[i].high;
    }
  }
  return inverse;
}

}  // namespace fitd::curve
