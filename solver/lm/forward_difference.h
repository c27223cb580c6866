// The Jacobian by forward differences.
#ifndef FITD_SOLVER_LM_FORWARD_DIFFERENCE_H_
#define FITD_SOLVER_LM_FORWARD_DIFFERENCE_H_

#include <cmath>
#include <cstddef>
#include <span>

#include "solver/lm/box.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/problem.h"
#include "solver/lm/residual_function.h"

namespace fitd::lm {

// The relative step of residuals whose relative error is `epsfcn` >= 0: sqrt(max(epsfcn, 2^-52)).
double relative_step(double epsfcn);

// The forward step h of a parameter at `x`.
inline double displacement(double x, double step) {
  const double h = step * std::fabs(x);
  return h == 0 ? step : h;
}

// The same for parameter k of `box`, which holds x: turned round where it would leave the box, and
// where that is too narrow for both, the way to the farther bound.
double displacement_within(const Box& box, std::size_t k, double x, double step);

// J(x) into `j`: m x n, column-major; column k is (r(x + h e_k) - r(x))/h with
// h = displacement_within(box, k, x_k, step). `r`: r(x), m entries. `x` is moved
// and put back; `scratch`: m entries. Polls `interrupt` before each evaluation; `evaluations` of
// the outcome counts those made.
//
// Source: MINPACK fdjac2, whose bits these are where no bound is near.
LinearizeOutcome forward_difference(ResidualFunction& function, std::span<double> x,
                                    std::span<const double> r, double step, std::span<double> j,
                                    std::span<double> scratch, const Interrupt& interrupt,
                                    const Box& box = {});

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_FORWARD_DIFFERENCE_H_
