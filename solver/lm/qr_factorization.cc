#include "solver/lm/qr_factorization.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>

#include "solver/lm/norm.h"

namespace fitd::lm {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

// Reflects K columns: c -= (v'c / v_1) v, over `count` rows. Each column's sum runs in order; the
// columns are independent, which hides the latency of the additions.
template <std::size_t K>
void reflect(const double* __restrict v, std::int64_t count, double* const* columns,
             std::int64_t row) {
  std::array<double*, K> c;
  std::array<double, K> sum{};
#pragma GCC unroll 8
  for (std::size_t k = 0; k < K; ++k) c[k] = columns[k] + row;
  for (std::int64_t i = 0; i < count; ++i) {
#pragma GCC unroll 8
    for (std::size_t k = 0; k < K; ++k) sum[k] += v[i] * c[k][i];
  }
#pragma GCC unroll 8
  for (std::size_t k = 0; k < K; ++k) {
    const double factor = sum[k] / v[0];
    double* __restrict column = c[k];
    for (std::int64_t i = 0; i < count; ++i) column[i] -= factor * v[i];
  }
}

// Reflects all of `columns` from row `row` on; false when `poll` said to end.
bool reflect_all(const double* v, std::int64_t count, std::span<double* const> columns,
                 std::int64_t row, PacedPoll& poll) {
  double* const* c = columns.data();
  std::size_t left = columns.size();
  for (; left >= 4; left -= 4, c += 4) {
    reflect<4>(v, count, c, row);
    if (poll.interrupted_after(8 * count)) return false;
  }
  if (left == 3) reflect<3>(v, count, c, row);
  if (left == 2) reflect<2>(v, count, c, row);
  if (left == 1) reflect<1>(v, count, c, row);
  return !poll.interrupted_after(4 * count);
}

// One factorisation under way.
class Factorization {
 public:
  Factorization(std::span<double> a, std::int64_t m, std::span<int> permutation,
                QrWorkspace& workspace)
      : a_(a.data()),
        m_(m),
        n_(std::ssize(permutation)),
        permutation_(permutation),
        w_(workspace) {}

  // Brings the largest remaining column to position k; the first wins ties.
  void pivot(std::int64_t k) {
    std::int64_t best = k;
    for (std::int64_t j = k + 1; j < n_; ++j) {
      if (running(j) > running(best)) best = j;
    }
    if (best == k) return;
    std::swap_ranges(column(k), column(k) + m_, column(best));
    running(best) = running(k);
    reference(best) = reference(k);
    std::swap(permutation_[static_cast<std::size_t>(k)],
              permutation_[static_cast<std::size_t>(best)]);
  }

  // Makes column k's Householder vector of what is below the diagonal and returns R_kk; -0, as
  // MINPACK, where all of that is zero.
  double make_reflector(std::int64_t k) {
    double* head = column(k) + k;
    double norm = euclidean_norm({head, static_cast<std::size_t>(m_ - k)});
    if (norm == 0) return -norm;
    if (*head < 0) norm = -norm;
    for (std::int64_t i = 0; i < m_ - k; ++i) head[i] /= norm;
    *head += 1;
    return -norm;
  }

  // Takes row k, now final, out of the running norm of column j.
  void downdate(std::int64_t k, std::int64_t j) {
    double& norm = running(j);
    if (norm == 0) return;
    const double ratio = column(j)[k] / norm;
    norm *= std::sqrt(std::max(0.0, 1 - ratio * ratio));
    const double shrinkage = norm / reference(j);
    if (0.05 * (shrinkage * shrinkage) > kEpsilon) return;
    norm = euclidean_norm({column(j) + k + 1, static_cast<std::size_t>(m_ - k - 1)});
    reference(j) = norm;
  }

  double* column(std::int64_t j) { return a_ + j * m_; }

 private:
  double& running(std::int64_t j) { return w_.running_norms[static_cast<std::size_t>(j)]; }
  double& reference(std::int64_t j) { return w_.reference_norms[static_cast<std::size_t>(j)]; }

  double* a_;
  std::int64_t m_;
  std::int64_t n_;
  std::span<int> permutation_;
  QrWorkspace& w_;
};

}  // namespace

void QrWorkspace::resize(int n) {
  const auto size = static_cast<std::size_t>(n);
  running_norms.resize(size);
  reference_norms.resize(size);
  columns.resize(size + 1);
}

bool qr_factorization(std::span<double> a, std::int64_t m, std::span<const double> norms,
                      std::span<double> rhs, std::span<int> permutation, QrWorkspace& workspace,
                      PacedPoll& poll) {
  const std::int64_t n = std::ssize(permutation);
  std::copy(norms.begin(), norms.end(), workspace.running_norms.begin());
  std::copy(norms.begin(), norms.end(), workspace.reference_norms.begin());
  std::iota(permutation.begin(), permutation.end(), 0);

  Factorization qr(a, m, permutation, workspace);
  for (std::int64_t j = 0; j < n; ++j) {
    workspace.columns[static_cast<std::size_t>(j)] = qr.column(j);
  }
  workspace.columns[static_cast<std::size_t>(n)] = rhs.data();

  for (std::int64_t k = 0; k < n; ++k) {
    qr.pivot(k);
    const double diagonal = qr.make_reflector(k);
    double* head = qr.column(k) + k;
    if (diagonal != 0) {
      const std::span<double* const> rest =
          std::span(workspace.columns).subspan(static_cast<std::size_t>(k + 1));
      if (!reflect_all(head, m - k, rest, k, poll)) return false;
      for (std::int64_t j = k + 1; j < n; ++j) qr.downdate(k, j);
    }
    *head = diagonal;
  }
  return true;
}

}  // namespace fitd::lm
