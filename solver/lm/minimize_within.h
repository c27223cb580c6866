// The Levenberg-Marquardt method with bounds on the parameters.
#ifndef FITD_SOLVER_LM_MINIMIZE_WITHIN_H_
#define FITD_SOLVER_LM_MINIMIZE_WITHIN_H_

#include <span>

#include "solver/lm/box.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/options.h"
#include "solver/lm/problem.h"
#include "solver/lm/result.h"
#include "solver/lm/workspace.h"

namespace fitd::lm {

// Minimises ||r(x)||^2 over `box`, which holds `start`. No point outside the box is ever evaluated;
// a parameter that reaches a bound is the bound, to the bit. An empty box: minimize().
//
// The loop, its options and its counts are minimize()'s, and while no bound is met so is every bit.
// The step is that of box_step.h, which names the method and its sources. What follows from the
// bounds:
//   - The gradient test and the norm of x in the test on xtol are over the parameters that no bound
//     holds: those inside, and those at a bound whose derivative points into the box.
//   - A step is judged by the reductions of the path that was taken. A region that a good step,
//     cut by bounds, did not fill is left as if it had filled it.
//   - Convergence (info 1 to 3, and 6 and 7) is declared only where by the linear model no held
//     parameter, let go, would bring a relative reduction of more than ftol by itself.
//   - The result's linearisation is over all n parameters, as leastsq's.
LmResult minimize_within(const Box& box, LeastSquaresProblem& problem,
                         std::span<const double> start, const Options& options,
                         Workspace& workspace, const Interrupt& interrupt,
                         const IterationObserver& observer);

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_MINIMIZE_WITHIN_H_
