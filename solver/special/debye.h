// Debye's heat capacity.
#ifndef FITD_SOLVER_SPECIAL_DEBYE_H_
#define FITD_SOLVER_SPECIAL_DEBYE_H_

namespace fitd::special {

// 3/u^3 int_0^u t^4 exp(t)/(exp(t) - 1)^2 dt = 4 D_3(u) - 3u/(exp(u) - 1), the heat capacity of a
// Debye solid over 3 N k at the temperature theta/u: 1 at u = 0, even in u. And its derivative.
// Good to 1e-14. Thread-safe.
double debye_heat(double u);
double debye_heat_slope(double u);

}  // namespace fitd::special

#endif  // FITD_SOLVER_SPECIAL_DEBYE_H_
