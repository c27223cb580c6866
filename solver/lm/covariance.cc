#include "solver/lm/covariance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "solver/lm/interrupt.h"
#include "solver/lm/norm.h"
#include "solver/lm/qr_factorization.h"

namespace fitd::lm {
namespace {

// The inverse of an upper triangle, itself one; n x n, column-major. No diagonal entry is 0.
std::vector<double> inverse_triangle(std::span<const double> r, std::size_t n) {
  std::vector<double> inverse(n * n, 0.0);
  for (std::size_t j = 0; j < n; ++j) {
    double* column = &inverse[j * n];
    column[j] = 1 / r[j + j * n];
    for (std::size_t k = j; k-- > 0;) {
      double sum = 0;
      for (std::size_t i = k + 1; i <= j; ++i) sum += r[k + i * n] * column[i];
      column[k] = -sum / r[k + k * n];
    }
  }
  return inverse;
}

// Whether a column of the factored matrix, whose columns have unit norm, depends on the others.
bool is_singular(std::span<const double> r, std::size_t n) {
  const double tolerance = static_cast<double>(n) * 0x1p-46;
  for (std::size_t k = 0; k < n; ++k) {
    if (!(std::fabs(r[k + k * n]) > tolerance)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::vector<double>> inverse_normal_matrix(std::span<const double> r,
                                                         std::span<const int> permutation) {
  const std::size_t n = permutation.size();
  for (std::size_t k = 0; k < n; ++k) {
    if (r[k + k * n] == 0) return std::nullopt;
  }
  const std::vector<double> inverse = inverse_triangle(r, n);
  std::vector<double> result(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t k = i; k < n; ++k) sum += inverse[i + k * n] * inverse[j + k * n];
      const auto row = static_cast<std::size_t>(permutation[i]);
      const auto column = static_cast<std::size_t>(permutation[j]);
      result[row * n + column] = result[column * n + row] = sum;
    }
  }
  return result;
}

std::optional<std::vector<double>> inverse_normal_matrix_scaled(std::vector<double> matrix, int n) {
  const auto size = static_cast<std::size_t>(n);
  const std::size_t rows = matrix.size() / size;
  const auto m = static_cast<std::int64_t>(rows);
  std::vector<double> scale(size);
  column_norms(matrix, m, scale);
  for (std::size_t j = 0; j < size; ++j) {
    if (!(scale[j] > 0) || !std::isfinite(scale[j])) return std::nullopt;
    for (std::size_t i = 0; i < rows; ++i) matrix[i + j * rows] /= scale[j];
  }

  const std::vector<double> unit_norms(size, 1.0);
  std::vector<double> rhs(rows);
  std::vector<int> permutation(size);
  QrWorkspace workspace;
  workspace.resize(n);
  const Interrupt never;
  PacedPoll poll(never);
  qr_factorization(matrix, m, unit_norms, rhs, permutation, workspace, poll);
  std::vector<double> r(size * size);
  for (std::size_t j = 0; j < size; ++j) std::copy_n(&matrix[j * rows], j + 1, &r[j * size]);
  if (is_singular(r, size)) return std::nullopt;

  auto inverse = inverse_normal_matrix(r, permutation);
  for (std::size_t i = 0; inverse && i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      (*inverse)[i * size + j] = (*inverse)[i * size + j] / scale[i] / scale[j];
    }
  }
  return inverse;
}

}  // namespace fitd::lm
