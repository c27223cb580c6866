// The damped least-squares problem of a Levenberg-Marquardt step, by Givens rotations.
#ifndef FITD_SOLVER_LM_DAMPED_SOLVE_H_
#define FITD_SOLVER_LM_DAMPED_SOLVE_H_

#include <span>
#include <vector>

#include "solver/lm/interrupt.h"
#include "solver/lm/problem.h"

namespace fitd::lm {

// The triangle that a damped solve leaves: P'(J'J + E E)P = S'S, E = diag(damping).
struct DampedTriangle {
  void resize(int n);

  std::vector<double>
      diagonal;             // n: that of S; S's rows above it are columns of R's lower triangle
  std::vector<double> row;  // n: the row of damping being rotated in
  std::vector<double> rhs;  // n: Q'r rotated along
};

// The x that minimises ||J x - r||^2 + ||E x||^2, where J P = Q R and `model` holds R and Q'r; n
// entries of damping E >= 0, by parameter. On return the strict lower triangle of model.r holds the
// transpose of S's strict upper one. Where S is singular the solution is a basic one: zeros from
// its first zero diagonal entry on. False when `poll` said to end; x is unspecified then.
//
// Source: More (1978), section 3; MINPACK qrsolv, whose bits these are.
bool damped_solve(const Linearization& model, std::span<const double> damping,
                  DampedTriangle& triangle, std::span<double> x, PacedPoll& poll);

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_DAMPED_SOLVE_H_
