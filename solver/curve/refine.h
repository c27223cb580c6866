// The last steps of a certified fit: from a minimum found in double to the same with all digits.
#ifndef FITD_SOLVER_CURVE_REFINE_H_
#define FITD_SOLVER_CURVE_REFINE_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "solver/curve/precise_sums.h"
#include "solver/lm/box.h"
#include "solver/lm/interrupt.h"

namespace fitd::curve {

enum class RefinementEnd {
  // The next step would change no parameter by more than a thousandth of its rounding to double.
  kConverged,
  // Steps no longer shrink, or none lowers the sum of squares: the point is no minimum that
  // Newton's
  // method converges to.
  kStalled,
  // J'J is singular: the data do not determine the parameters.
  kSingular,
  // A residual, a derivative or a sum is not finite.
  kNonFinite,
  kInterrupted,
};

struct Refinement {
  RefinementEnd end = RefinementEnd::kInterrupted;
  std::vector<Precise> x;        // n; the best point, within the box
  PreciseSums at;                // at x; without meaning where kInterrupted came before the first
  std::int64_t evaluations = 0;  // passes over the data, each with derivatives
  std::int64_t steps = 0;        // accepted
};

// Called after the first evaluation and after each accepted step, on the calling thread.
using RefinementObserver = std::function<void(const Refinement& so_far)>;

// Gauss-Newton from `start`, within `box` (empty: none), all in double-double. Where its steps do
// not shrink tenfold, which they do not beside large or strongly curved residuals, Newton's method
// with the second derivatives from differences of the gradient, good to 12 digits, that are kept
// while steps shrink. A step that raises the sum of squares is halved. A step that would leave the
// box ends at its first bound; a parameter at a bound is held while the gradient presses it there.
Refinement refine(PreciseSummer& summer, const lm::Box& box, std::span<const double> start,
                  const lm::Interrupt& interrupt, const RefinementObserver& observer);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_REFINE_H_
