#include "solver/curve/linearize_sums.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "solver/curve/row_products.h"
#include "solver/lm/norm.h"

namespace fitd::curve {
namespace {

// Sums of squares in between have lost nothing to under- or overflow that matters.
constexpr double kSmallestSafe = 0x1p-900;
constexpr double kLargestSafe = 0x1p900;

bool is_safe(double squares) { return squares > kSmallestSafe && squares < kLargestSafe; }

// A, symmetric with a unit diagonal, its right-hand side, and R as it grows. By position.
class ScaledCholesky {
 public:
  ScaledCholesky(LinearizeWorkspace& workspace, const lm::Linearization& out)
      : n_(out.qtf.size()),
        a_(workspace.matrix),
        rhs_(workspace.rhs),
        remaining_(workspace.remaining),
        out_(out) {}

  // False where a column's norm is not safe.
  bool load(std::span<const double> products) {
    for (std::size_t j = 0; j < n_; ++j) {
      const double squares = products[packed_index(j, j)];
      if (!is_safe(squares)) return false;
      out_.column_norms[j] = std::sqrt(squares);
      remaining_[j] = squares;
    }
    std::iota(out_.permutation.begin(), out_.permutation.end(), 0);
    for (std::size_t j = 0; j < n_; ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        at(i, j) = at(j, i) =
            products[packed_index(i, j)] / out_.column_norms[i] / out_.column_norms[j];
      }
      at(j, j) = 1;
      rhs_[j] = products[packed_index(j, n_)] / out_.column_norms[j];
      if (!std::isfinite(rhs_[j])) return false;
    }
    return true;
  }

  // Brings the longest of what is left of the columns to position k; the first wins ties.
  void pivot(std::size_t k) {
    const auto longest =
        std::max_element(remaining_.begin() + static_cast<std::ptrdiff_t>(k), remaining_.end());
    const auto best = static_cast<std::size_t>(longest - remaining_.begin());
    if (best == k) return;
    for (std::size_t i = 0; i < n_; ++i) std::swap(at(i, k), at(i, best));
    for (std::size_t i = 0; i < n_; ++i) std::swap(at(k, i), at(best, i));
    std::swap(rhs_[k], rhs_[best]);
    std::swap(remaining_[k], remaining_[best]);
    std::swap(out_.permutation[k], out_.permutation[best]);
  }

  // Row k of R; false where the pivot is too small.
  bool eliminate(std::size_t k, double smallest_pivot) {
    if (!(at(k, k) > smallest_pivot)) return false;
    const double root = std::sqrt(at(k, k));
    for (std::size_t j = k; j < n_; ++j) at(k, j) /= root;
    rhs_[k] /= root;
    for (std::size_t j = k + 1; j < n_; ++j) {
      for (std::size_t i = k + 1; i <= j; ++i) at(i, j) -= at(k, i) * at(k, j);
      for (std::size_t i = k + 1; i < j; ++i) at(j, i) = at(i, j);
      rhs_[j] -= at(k, j) * rhs_[k];
      const double norm = column_norm(j);
      remaining_[j] = at(j, j) * norm * norm;
    }
    return true;
  }

  void unscale() {
    for (std::size_t j = 0; j < n_; ++j) {
      const double norm = column_norm(j);
      for (std::size_t i = 0; i <= j; ++i) out_.r[i + j * n_] = at(i, j) * norm;
      out_.qtf[j] = rhs_[j];
    }
  }

  std::size_t size() const { return n_; }

 private:
  double& at(std::size_t i, std::size_t j) { return a_[i + j * n_]; }
  double column_norm(std::size_t position) const {
    return out_.column_norms[static_cast<std::size_t>(out_.permutation[position])];
  }

  std::size_t n_;
  std::span<double> a_;
  std::span<double> rhs_;
  std::span<double> remaining_;  // squared norms of what is left of the columns
  const lm::Linearization& out_;
};

bool is_finite(double v) { return std::isfinite(v); }

}  // namespace

void LinearizeWorkspace::resize(int n) {
  const auto size = static_cast<std::size_t>(n);
  matrix.resize(size * size);
  rhs.resize(size);
  remaining.resize(size);
  qr.resize(n);
}

bool linearize_products(std::span<const double> products, double smallest_pivot,
                        LinearizeWorkspace& workspace, const lm::Linearization& out) {
  ScaledCholesky factors(workspace, out);
  if (!factors.load(products)) return false;
  for (std::size_t k = 0; k < factors.size(); ++k) {
    factors.pivot(k);
    if (!factors.eliminate(k, smallest_pivot)) return false;
  }
  factors.unscale();
  return true;
}

TriangleOutcome linearize_triangle(std::span<const double> triangle, LinearizeWorkspace& workspace,
                                   const lm::Linearization& out, const lm::Interrupt& interrupt) {
  const std::size_t n = out.qtf.size();
  const auto rows = static_cast<std::int64_t>(n);
  std::span<double> a = workspace.matrix;
  for (std::size_t j = 0; j < n; ++j) std::copy_n(&triangle[j * (n + 1)], n, &a[j * n]);
  std::copy_n(&triangle[n * (n + 1)], n, workspace.rhs.begin());
  lm::column_norms(a, rows, out.column_norms);
  const auto bad = std::find_if_not(out.column_norms.begin(), out.column_norms.end(), is_finite);
  if (bad != out.column_norms.end()) {
    return {.status = lm::EvaluationStatus::kNonFinite,
            .bad_column = static_cast<int>(bad - out.column_norms.begin())};
  }
  lm::PacedPoll poll(interrupt);
  if (!lm::qr_factorization(a, rows, out.column_norms, workspace.rhs, out.permutation, workspace.qr,
                            poll)) {
    return {.status = lm::EvaluationStatus::kInterrupted};
  }
  double smallest = 1;
  for (std::size_t j = 0; j < n; ++j) {
    std::copy_n(&a[j * n], j + 1, &out.r[j * n]);
    out.qtf[j] = workspace.rhs[j];
    const double norm = out.column_norms[static_cast<std::size_t>(out.permutation[j])];
    const double sine = norm == 0 ? 0 : out.r[j + j * n] / norm;
    smallest = std::min(smallest, sine * sine);
  }
  return {.smallest_pivot = smallest};
}

}  // namespace fitd::curve
