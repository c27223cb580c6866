// The bounds of a fit as its minimisation sees them.
#ifndef FITD_SOLVER_CURVE_FREE_BOUNDS_H_
#define FITD_SOLVER_CURVE_FREE_BOUNDS_H_

#include <span>
#include <vector>

#include "solver/lm/box.h"

namespace fitd::curve {

// The entries of `bounds`, of all parameters, for those in `free`; empty where none of them is
// finite.
lm::Box free_bounds(const lm::Box& bounds, std::span<const int> free);

// Where each parameter stands; empty for an empty box.
std::vector<lm::Standing> standings(const lm::Box& box, std::span<const double> x);

// Whether each parameter is at a bound.
std::vector<bool> at_bound(std::span<const lm::Standing> standing);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_FREE_BOUNDS_H_
