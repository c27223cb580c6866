// Goodness of fit, and the scale of covariances, where what was minimised is not a sum of squares.
#ifndef FITD_SOLVER_CURVE_LOSS_STATISTICS_H_
#define FITD_SOLVER_CURVE_LOSS_STATISTICS_H_

#include <optional>
#include <span>

#include "solver/curve/curve_data.h"
#include "solver/curve/statistics.h"

namespace fitd::curve {

// Under a robust loss, of the residuals `r` as they are without it; there is no likelihood, and
// with it no aic and bic. `norm`: the root of what was minimised, finite. None where chi-square
// overflows.
std::optional<Statistics> robust_statistics(const CurveData& data, std::span<const double> r,
                                            double norm, int n);

// Huber's estimate of what (J'J)^-1 is to be multiplied by to be the covariance under a robust
// loss:
//   K^2 (sum of psi^2 / (m - n)) / (mean of psi')^2,   K = 1 + (n/m) var(psi')/(mean of psi')^2
// (P. Huber and E. Ronchetti, "Robust Statistics", 2nd edition, 2009, 7.6; H1 in statsmodels). For
// a large scale it is the reduced chi-square. None where m = n, or psi' is not positive in the
// mean.
std::optional<double> robust_variance(const Loss& loss, std::span<const double> r, int n);

// Of counts y with means `mu`: chi_square is Pearson's, sum of (y - mu)^2/mu, r_squared that of
// deviances, 1 - D/D0 with D0 that of a constant mean, and aic and bic are the likelihood's own.
// `norm`: the root of the deviance, finite.
Statistics poisson_statistics(std::span<const double> y, std::span<const double> mu, double norm,
                              int n);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_LOSS_STATISTICS_H_
