#include "solver/curve/parameter_covariance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "solver/curve/curve_function.h"
#include "solver/lm/covariance.h"
#include "solver/lm/triangle_accumulator.h"

namespace fitd::curve {

std::optional<Matrix> inverse_without_held(std::span<const double> triangle,
                                           std::span<const int> permutation,
                                           const std::vector<bool>& held) {
  const std::size_t n = permutation.size();
  std::vector<std::size_t> kept;
  std::vector<double> columns;
  for (std::size_t k = 0; k < n; ++k) {
    const auto j = static_cast<std::size_t>(permutation[k]);
    if (!held.empty() && held[j]) continue;
    kept.push_back(j);
    const auto column = triangle.subspan(k * n, n);
    columns.insert(columns.end(), column.begin(), column.end());
    std::fill(columns.end() - static_cast<std::ptrdiff_t>(n - k - 1), columns.end(), 0.0);
  }
  Matrix inverse(n * n, 0.0);
  if (kept.empty()) return inverse;
  const auto of_kept =
      lm::inverse_normal_matrix_scaled(std::move(columns), static_cast<int>(kept.size()));
  if (!of_kept) return std::nullopt;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    for (std::size_t k = 0; k < kept.size(); ++k) {
      inverse[kept[i] * n + kept[k]] = (*of_kept)[i * kept.size() + k];
    }
  }
  return inverse;
}

namespace {

// Weighs the rows `first` on of J, in `block`, for Fisher's information.
void weigh_by_means(const CurveFunction& function, std::size_t first, std::size_t rows,
                    std::span<double> block, std::vector<double>& scratch) {
  scratch.resize(2 * rows);
  const std::span<double> factors = std::span(scratch).first(rows);
  const CurveData& data = function.data();
  CurveLoss(data.loss, data.y)
      .linear_rows(function.last_values(rows), first, factors, std::span(scratch).subspan(rows));
  for (std::size_t k = 0; k < block.size(); ++k) block[k] *= factors[k % rows];
}

// Folds the whitened J at x, which takes all of it at a time.
bool fold_whitened(CurveFunction& function, std::span<const double> x,
                   lm::TriangleAccumulator& accumulator, const lm::Interrupt& interrupt) {
  const auto m = static_cast<std::size_t>(function.num_residuals());
  const auto n = static_cast<std::size_t>(function.num_parameters());
  std::vector<double> jacobian(m * n);
  if (function.jacobian(x, jacobian, interrupt) != lm::EvaluationStatus::kOk) return false;
  const std::size_t block_rows = function.block_rows();
  std::vector<double> block(block_rows * n);
  for (std::size_t first = 0; first < m; first += block_rows) {
    const std::size_t rows = std::min(block_rows, m - first);
    for (std::size_t j = 0; j < n; ++j) {
      std::copy_n(&jacobian[j * m + first], rows, &block[j * rows]);
    }
    accumulator.fold(std::span(block).first(rows * n));
  }
  return true;
}

// Folds J at x block by block; for counts as Fisher's information weighs it.
bool fold_blocks(CurveFunction& function, std::span<const double> x,
                 lm::TriangleAccumulator& accumulator, const lm::Interrupt& interrupt) {
  const auto m = static_cast<std::size_t>(function.num_residuals());
  const auto n = static_cast<std::size_t>(function.num_parameters());
  const std::size_t block_rows = function.block_rows();
  std::vector<double> block(block_rows * n);
  std::vector<double> scratch;
  lm::PacedPoll poll(interrupt);
  for (std::size_t first = 0; first < m; first += block_rows) {
    const std::size_t rows = std::min(block_rows, m - first);
    if (poll.interrupted_after(static_cast<std::int64_t>(rows * (64 + 2 * n * n)))) return false;
    function.jacobian_rows(x, first, rows, block.data(), rows);
    const auto entries = std::span(block).first(rows * n);
    if (is_poisson(function.data().loss)) weigh_by_means(function, first, rows, entries, scratch);
    accumulator.fold(entries);
  }
  return true;
}

}  // namespace

std::optional<Matrix> inverse_normal_matrix_at(CurveFunction& function, std::span<const double> x,
                                               const std::vector<bool>& held,
                                               const lm::Interrupt& interrupt) {
  lm::TriangleAccumulator accumulator(function.num_parameters());
  const bool folded = function.data().whitening.empty()
                          ? fold_blocks(function, x, accumulator, interrupt)
                          : fold_whitened(function, x, accumulator, interrupt);
  if (!folded) return std::nullopt;
  const auto n = static_cast<std::size_t>(function.num_parameters());
  std::vector<int> in_order(n);
  std::iota(in_order.begin(), in_order.end(), 0);
  return inverse_without_held(accumulator.triangle(), in_order, held);
}

std::optional<ParameterCovariance> parameter_covariance(Matrix inverse, double variance) {
  const auto n = static_cast<std::size_t>(std::llround(std::sqrt(inverse.size())));
  std::vector<double> roots(n);
  for (std::size_t i = 0; i < n; ++i) roots[i] = std::sqrt(inverse[i * n + i]);

  // From the unscaled inverse: an exact fit has a variance of 0 and correlations all the same.
  ParameterCovariance result;
  result.correlation.resize(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const bool both_vary = roots[i] > 0 && roots[j] > 0;
      const double cosine = both_vary ? inverse[i * n + j] / roots[i] / roots[j] : 0;
      result.correlation[i * n + j] = i == j ? 1 : std::clamp(cosine, -1.0, 1.0);
    }
  }
  for (double& entry : inverse) {
    entry *= variance;
    if (!std::isfinite(entry)) return std::nullopt;
  }
  result.covariance = std::move(inverse);
  result.standard_errors.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    result.standard_errors[i] = std::sqrt(result.covariance[i * n + i]);
  }
  return result;
}

}  // namespace fitd::curve
