// The Levenberg-Marquardt parameter that makes a step as long as the trust region allows.
#ifndef FITD_SOLVER_LM_LM_PARAMETER_H_
#define FITD_SOLVER_LM_LM_PARAMETER_H_

#include <span>
#include <vector>

#include "solver/lm/damped_solve.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/problem.h"

namespace fitd::lm {

struct LmParameterWorkspace {
  void resize(int n);

  std::vector<double> scaled;   // n: D x
  std::vector<double> vector;   // n: right-hand sides, in the permuted order
  std::vector<double> damping;  // n: sqrt(lambda) D
  DampedTriangle triangle;
};

struct LmParameter {
  double lambda;     // 0 for a Gauss-Newton step
  bool damped;       // whether the damped problem was solved, leaving S below R
  bool interrupted;  // whether `poll` said to end; nothing else means anything then
};

// The lambda >= 0 for which x, the minimiser of ||J x - r||^2 + lambda ||D x||^2, meets
//   lambda = 0 and ||D x|| <= 1.1 radius,  or  lambda > 0 and |  ||D x|| - radius | <= 0.1 radius,
// the latter to the extent that ten turns of a safeguarded Newton iteration reach it. x goes to
// `direction` (n entries, by parameter; the step is -x). `diag`: D, n positive entries; `radius` >
// 0; `lambda`: the previous one, where the iteration starts.
//
// Source: More (1978), section 5; MINPACK lmpar, whose bits these are, but for two departures.
LmParameter lm_parameter(const Linearization& model, std::span<const double> diag, double radius,
                         double lambda, LmParameterWorkspace& workspace,
                         std::span<double> direction, PacedPoll& poll);

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_LM_PARAMETER_H_
