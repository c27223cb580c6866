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

using Column = QrWorkspace::Column;

// Reflects K columns: c -= (v'c / v_1) v, over `count` rows from `row` on. Each column's sum runs
// in order; the columns are independent, which hides the latency of the additions.
template <std::size_t K>
void reflect(const double* __restrict v, std::int64_t count, const Column* columns,
             std::int64_t row) {
  std::array<double*, K> c;
  std::array<double, K> sum{};
#pragma GCC unroll 8
  for (std::size_t k = 0; k < K; ++k) c[k] = columns[k].entries + row;
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
bool reflect_all(const double* v, std::int64_t count, std::span<const Column> columns,
                 std::int64_t row, PacedPoll& poll) {
  const Column* c = columns.data();
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

// Brings the largest column from position k on to position k, over all m rows; the first wins ties.
void pivot(std::span<Column> columns, std::span<int> permutation, std::size_t k, std::int64_t m) {
  std::size_t best = k;
  for (std::size_t j = k + 1; j < permutation.size(); ++j) {
    if (columns[j].running_norm > columns[best].running_norm) best = j;
  }
  if (best == k) return;
  Column& from = columns[k];
  Column& to = columns[best];
  std::swap_ranges(from.entries, from.entries + m, to.entries);
  to.running_norm = from.running_norm;
  to.reference_norm = from.reference_norm;
  std::swap(permutation[k], permutation[best]);
}

// Makes the Householder vector of the `count` entries from `head` on and returns the diagonal entry
// of R; -0, as MINPACK, where they are all zero.
double make_reflector(double* head, std::int64_t count) {
  double norm = euclidean_norm({head, static_cast<std::size_t>(count)});
  if (norm == 0) return -norm;
  if (*head < 0) norm = -norm;
  for (std::int64_t i = 0; i < count; ++i) head[i] /= norm;
  *head += 1;
  return -norm;
}

// Takes row k, now final, out of a column's running norm.
void downdate(Column& column, std::int64_t k, std::int64_t m) {
  double& norm = column.running_norm;
  if (norm == 0) return;
  const double ratio = column.entries[k] / norm;
  norm *= std::sqrt(std::max(0.0, 1 - ratio * ratio));
  const double shrinkage = norm / column.reference_norm;
  if (0.05 * (shrinkage * shrinkage) > kEpsilon) return;
  norm = euclidean_norm({column.entries + k + 1, static_cast<std::size_t>(m - k - 1)});
  column.reference_norm = norm;
}

}  // namespace

bool qr_factorization(std::span<double> a, std::int64_t m, std::span<const double> norms,
                      std::span<double> rhs, std::span<int> permutation, QrWorkspace& workspace,
                      PacedPoll& poll) {
  const std::size_t n = permutation.size();
  const std::span<Column> columns = workspace.columns;
  std::iota(permutation.begin(), permutation.end(), 0);
  for (std::size_t j = 0; j < n; ++j) {
    columns[j] = {a.data() + j * static_cast<std::size_t>(m), norms[j], norms[j]};
  }
  columns[n] = {rhs.data(), 0, 0};

  for (std::size_t k = 0; k < n; ++k) {
    const auto row = static_cast<std::int64_t>(k);
    pivot(columns, permutation, k, m);
    double* head = columns[k].entries + row;
    const double diagonal = make_reflector(head, m - row);
    if (diagonal != 0) {
      if (!reflect_all(head, m - row, columns.subspan(k + 1), row, poll)) return false;
      for (std::size_t j = k + 1; j < n; ++j) downdate(columns[j], row, m);
    }
    *head = diagonal;
  }
  return true;
}

}  // namespace fitd::lm
