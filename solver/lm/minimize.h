// The Levenberg-Marquardt method.
#ifndef FITD_SOLVER_LM_MINIMIZE_H_
#define FITD_SOLVER_LM_MINIMIZE_H_

#include <span>

#include "solver/lm/interrupt.h"
#include "solver/lm/options.h"
#include "solver/lm/problem.h"
#include "solver/lm/result.h"
#include "solver/lm/workspace.h"

namespace fitd::lm {

// Minimises ||r(x)||^2 from `start` (n finite entries) by Levenberg-Marquardt with a scaled trust
// region.
//
// Step control, scaling, stopping rules and counts are MINPACK's lmder and lmdif; the departures
// are listed in solver/README.md. Allocates nothing inside an iteration beyond what the problem and
// the observer do. `observer` may be empty.
//
// Source: J. J. More, "The Levenberg-Marquardt algorithm: implementation and theory", Lecture Notes
// in Mathematics 630 (1978), 105-116; MINPACK User Guide, ANL-80-74.
LmResult minimize(LeastSquaresProblem& problem, std::span<const double> start,
                  const Options& options, Workspace& workspace, const Interrupt& interrupt,
                  const IterationObserver& observer);

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_MINIMIZE_H_
