#include "solver/curve/parameter_covariance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "solver/curve/curve_function.h"
#include "solver/lm/covariance.h"
#include "solver/lm/triangle_accumulator.h"

namespace fitd::curve {

std::optional<Matrix> inverse_normal_matrix_at(CurveFunction& function, std::span<const double> x,
                                               const lm::Interrupt& interrupt) {
  const auto m = static_cast<std::size_t>(function.num_residuals());
  const auto n = static_cast<std::size_t>(function.num_parameters());
  const std::size_t block_rows = function.block_rows();
  std::vector<double> block(block_rows * n);
  lm::TriangleAccumulator accumulator(function.num_parameters());
  lm::PacedPoll poll(interrupt);
  for (std::size_t first = 0; first < m; first += block_rows) {
    const std::size_t rows = std::min(block_rows, m - first);
    if (poll.interrupted_after(static_cast<std::int64_t>(rows * (64 + 2 * n * n)))) {
      return std::nullopt;
    }
    function.jacobian_rows(x, first, rows, block.data(), rows);
    accumulator.fold(std::span(block).first(rows * n));
  }
  return lm::inverse_normal_matrix_scaled(accumulator.take_triangle(), function.num_parameters());
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
      const double cosine = inverse[i * n + j] / roots[i] / roots[j];
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
