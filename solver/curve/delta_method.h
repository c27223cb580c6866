// The standard error of what is made of fitted parameters.
#ifndef FITD_SOLVER_CURVE_DELTA_METHOD_H_
#define FITD_SOLVER_CURVE_DELTA_METHOD_H_

#include <cstddef>
#include <optional>
#include <span>

namespace fitd::curve {

// sqrt(g'C g): to first order the standard error of a function of n parameters whose covariance is
// C (n x n, row-major). g has gradient[k] at places[k] and zeros elsewhere. None where it has no
// entry, or where the error is not finite. Source: any text on error propagation, for example G. A.
// F. Seber and C. J. Wild, Nonlinear Regression, Wiley 1989, section 1.3.
std::optional<double> propagated_error(std::span<const double> covariance, std::size_t n,
                                       std::span<const int> places,
                                       std::span<const double> gradient);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_DELTA_METHOD_H_
