// A vector function r: R^n -> R^m with, perhaps, its Jacobian: what DenseProblem minimises.
#ifndef FITD_SOLVER_LM_RESIDUAL_FUNCTION_H_
#define FITD_SOLVER_LM_RESIDUAL_FUNCTION_H_

#include <cstdint>
#include <span>

#include "solver/lm/box.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/problem.h"

namespace fitd::lm {

// Not thread-safe. Implementations may hold scratch memory.
class ResidualFunction {
 public:
  virtual ~ResidualFunction() = default;

  virtual std::int64_t num_residuals() const = 0;  // m
  virtual int num_parameters() const = 0;          // n

  // r(x) into `r` (m entries); entries may be NaN or infinite. kOk, or kInterrupted when a long
  // evaluation polled `interrupt` midway; then `r` is unspecified.
  virtual EvaluationStatus residuals(std::span<const double> x, std::span<double> r,
                                     const Interrupt& interrupt) = 0;

  // The calls of residuals() that come next, for a Jacobian by forward differences, are at
  // x + h_k e_k for k = 0 to n - 1 in turn, h_k = displacement_within(box, k, x[k], step). For
  // functions that evaluate many points better together; the others need not listen.
  virtual void expect_displaced(std::span<const double> /*x*/, double /*step*/,
                                const Box& /*box*/) {}

  // J(x) into `j`: m x n, column-major. Called only where analytic derivatives were asked for.
  // Status as above.
  virtual EvaluationStatus jacobian(std::span<const double> x, std::span<double> j,
                                    const Interrupt& interrupt) = 0;
};

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_RESIDUAL_FUNCTION_H_
