// What the linear model of a linearisation says of steps and of columns.
#ifndef FITD_SOLVER_LM_LINEAR_MODEL_H_
#define FITD_SOLVER_LM_LINEAR_MODEL_H_

#include <cmath>
#include <cstddef>
#include <span>

#include "solver/lm/norm.h"
#include "solver/lm/problem.h"

namespace fitd::lm {

// J p = Q R P'p; the first n entries of its image under Q', summed by columns, to `product` (n
// entries). `step`: p, by parameter.
inline void model_product(const Linearization& model, std::span<const double> step,
                          std::span<double> product) {
  const std::size_t n = product.size();
  for (std::size_t j = 0; j < n; ++j) {
    product[j] = 0;
    const double p = step[static_cast<std::size_t>(model.permutation[j])];
    for (std::size_t i = 0; i <= j; ++i) product[i] += model.r[i + j * n] * p;
  }
}

// ||J p||. `scratch`: n entries.
inline double model_norm(const Linearization& model, std::span<const double> step,
                         std::span<double> scratch) {
  model_product(model, step, scratch);
  return euclidean_norm(scratch);
}

// The cosine of the angle between residuals of norm `norm` and column `permutation[j]` of J, which
// is not 0. `rhs`: Q'r/norm, n entries.
inline double column_cosine(const Linearization& model, std::span<const double> rhs,
                            std::size_t j) {
  const std::size_t n = rhs.size();
  double sum = 0;
  for (std::size_t i = 0; i <= j; ++i) sum += model.r[i + j * n] * rhs[i];
  return sum / model.column_norms[static_cast<std::size_t>(model.permutation[j])];
}

// The larger of a cosine's size and `largest`.
//
// DEVIATION(minpack): where residuals over 1e300 overflow in the factorisation the cosine is NaN,
// which MINPACK's maximum drops, so that it may end as converged (info 4). Here a NaN stays, and no
// test holds for it. Test: huge_scale_test, OverflowIsNotConvergence.
inline double larger_cosine(double cosine, double largest) {
  const double size = std::fabs(cosine);
  return size > largest || std::isnan(size) ? size : largest;
}

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_LINEAR_MODEL_H_
