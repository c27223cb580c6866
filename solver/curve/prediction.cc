#include "solver/curve/prediction.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "solver/curve/curve_function.h"

namespace fitd::curve {
namespace {

// g'Cg of the free entries of a gradient by all parameters.
double variance(std::span<const double> gradient, std::span<const int> free,
                const Matrix& covariance) {
  const std::size_t n = free.size();
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double* row = &covariance[i * n];
    double product = 0;
    for (std::size_t k = 0; k < n; ++k) {
      product += row[k] * gradient[static_cast<std::size_t>(free[k])];
    }
    sum += gradient[static_cast<std::size_t>(free[i])] * product;
  }
  return sum;
}

}  // namespace

std::optional<Prediction> predict(const models::Model& model, models::Predictors x,
                                  std::span<const double> parameters, std::span<const int> free,
                                  const Matrix& covariance, const lm::Interrupt& interrupt) {
  const std::size_t m = x[0].size();
  const std::size_t n = parameters.size();
  const std::size_t block = CurveFunction::block_rows(static_cast<int>(n));
  std::vector<double> gradients(block * n);
  Prediction prediction;
  prediction.values.resize(m);
  prediction.standard_errors.resize(m);
  for (std::size_t first = 0; first < m; first += block) {
    if (interrupt.poll() != lm::Interruption::kNone) return std::nullopt;
    const std::size_t rows = std::min(block, m - first);
    model.derivatives(x, first, parameters, std::span(prediction.values).subspan(first, rows),
                      std::span(gradients).first(rows * n));
    for (std::size_t i = 0; i < rows; ++i) {
      // Rounding may take a variance of nothing below 0; a NaN stays one.
      const double of_value = variance(std::span(gradients).subspan(i * n, n), free, covariance);
      prediction.standard_errors[first + i] = std::sqrt(of_value < 0 ? 0 : of_value);
    }
  }
  return prediction;
}

}  // namespace fitd::curve
