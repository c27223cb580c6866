// Functions around the gamma function, with derivatives.
#ifndef FITD_SOLVER_SPECIAL_GAMMA_H_
#define FITD_SOLVER_SPECIAL_GAMMA_H_

namespace fitd::special {

struct ValueAndSlope {
  double value;
  double slope;
};

// log Gamma(a) and its derivative digamma(a), a > 0; NaN elsewhere. (std::lgamma writes a global.)
ValueAndSlope log_gamma(double a);

// Gamma(a + 1/2)/Gamma(a), a > 0; NaN elsewhere. Good to 1e-14 for any a.
ValueAndSlope gamma_half_ratio(double a);

// The regularised lower incomplete gamma function P(a, x) and its partial derivatives, a > 0, x >
// 0. Summed as a series: meant for x not far above a.
struct IncompleteGamma {
  double value;
  double by_a;
  double by_x;
};
IncompleteGamma lower_gamma(double a, double x);

// The median of the gamma distribution of shape a: P(a, median) = 1/2. 1e-3 <= a <= 1e4; NaN
// elsewhere.
ValueAndSlope gamma_median(double a);

}  // namespace fitd::special

#endif  // FITD_SOLVER_SPECIAL_GAMMA_H_
