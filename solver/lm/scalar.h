// The number type of the rules in solver/lm/*.inc in this namespace: double.
//
// The rules are written once, on names that each namespace which includes them gives a meaning:
// here one number, in solver/lanes one number of each of several fits side by side. (Templates
// would not do: compilers take the instruction set of a template from where it is written.)
//   Real, Bool           a number, a condition
//   select(c, a, b)      c ? a : b; both are evaluated, and what is not chosen does not matter
//   any_of(c), none_of(c)
//   smaller(a, b), larger(a, b)  std::min and std::max, NaN included
//   is_finite, fabs, sqrt
#ifndef FITD_SOLVER_LM_SCALAR_H_
#define FITD_SOLVER_LM_SCALAR_H_

#include <algorithm>
#include <cmath>

namespace fitd::lm {

using Real = double;
using Bool = bool;

inline double select(bool condition, double a, double b) { return condition ? a : b; }
inline bool any_of(bool condition) { return condition; }
inline bool none_of(bool condition) { return !condition; }
inline double smaller(double a, double b) { return std::min(a, b); }
inline double larger(double a, double b) { return std::max(a, b); }
inline bool is_finite(double a) { return std::isfinite(a); }
using std::fabs;
using std::sqrt;

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_SCALAR_H_
