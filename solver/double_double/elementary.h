// Elementary functions of double-doubles.
#ifndef FITD_SOLVER_DOUBLE_DOUBLE_ELEMENTARY_H_
#define FITD_SOLVER_DOUBLE_DOUBLE_ELEMENTARY_H_

#include "solver/double_double/double_double.h"

namespace fitd::double_double {

inline constexpr DoubleDouble kPi = {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};
inline constexpr DoubleDouble kHalfPi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
inline constexpr DoubleDouble kLog10E = {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};
inline constexpr DoubleDouble kInverseSqrtPi = {0x1.20dd750429b6dp-1, 0x1.1ae3a914fed80p-57};

// All have a relative error of 1e-29 or less where the result is between 1e-280 and 1e300, but
//   pow: |b log a| times 1e-31;
//   sin, cos, tan: 1e-29 plus |a| times 1e-47 of 1; beyond |a| = 1e13 they have double's accuracy.
// NaN, infinities and arguments outside the domain give what double's functions give. Thread-safe.
DoubleDouble sqrt(const DoubleDouble& a);
DoubleDouble exp(const DoubleDouble& a);
DoubleDouble expm1(const DoubleDouble& a);
DoubleDouble log(const DoubleDouble& a);
DoubleDouble log1p(const DoubleDouble& a);
DoubleDouble log10(const DoubleDouble& a);
DoubleDouble pow(const DoubleDouble& a, const DoubleDouble& b);

DoubleDouble sin(const DoubleDouble& a);
DoubleDouble cos(const DoubleDouble& a);
DoubleDouble tan(const DoubleDouble& a);
DoubleDouble asin(const DoubleDouble& a);
DoubleDouble acos(const DoubleDouble& a);
DoubleDouble atan(const DoubleDouble& a);

DoubleDouble sinh(const DoubleDouble& a);
DoubleDouble cosh(const DoubleDouble& a);
DoubleDouble tanh(const DoubleDouble& a);
DoubleDouble asinh(const DoubleDouble& a);
DoubleDouble acosh(const DoubleDouble& a);
DoubleDouble atanh(const DoubleDouble& a);

}  // namespace fitd::double_double

#endif  // FITD_SOLVER_DOUBLE_DOUBLE_ELEMENTARY_H_
