// The amplitude of light behind a round aperture.
#ifndef FITD_SOLVER_SPECIAL_JINC_H_
#define FITD_SOLVER_SPECIAL_JINC_H_

namespace fitd::special {

// 2 J_1(u)/u, 1 at u = 0, and its derivative -2 J_2(u)/u, J Bessel's functions; for any u, good to
// a few ulp of 1/max(1, |u|)^(3/2). Thread-safe.
double jinc(double u);
double jinc_slope(double u);

}  // namespace fitd::special

#endif  // FITD_SOLVER_SPECIAL_JINC_H_
