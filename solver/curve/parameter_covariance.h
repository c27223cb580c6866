// What the data say about the fitted parameters: covariances at the returned point.
#ifndef FITD_SOLVER_CURVE_PARAMETER_COVARIANCE_H_
#define FITD_SOLVER_CURVE_PARAMETER_COVARIANCE_H_

#include <optional>
#include <span>
#include <vector>

#include "solver/lm/interrupt.h"

namespace fitd::curve {

class CurveFunction;

// An n x n matrix over the free parameters, row-major; symmetric where it is a covariance.
using Matrix = std::vector<double>;

// Covariance, correlation and standard errors belong together.
struct ParameterCovariance {
  Matrix covariance;
  Matrix correlation;                   // unit diagonal, entries in [-1, 1]
  std::vector<double> standard_errors;  // n; 0 where the variance is
};

// (B'B)^-1 of the parameters that are not held, with zeros in the rows and columns of those that
// are. `triangle`: B, n x n, column-major, whose column k belongs to parameter permutation[k];
// `held`: n entries, or none at all. None where what is left is singular or not finite.
std::optional<Matrix> inverse_without_held(std::span<const double> triangle,
                                           std::span<const int> permutation,
                                           const std::vector<bool>& held);

// (J'J)^-1 at x, without the `held` parameters, by exact derivatives whatever the fit used, in
// O(n^2) memory (of correlated data m n). Under a Poisson loss the inverse of Fisher's information,
// J'M^-1 J with M the model's values. None where J'J is singular or not finite, or `interrupt` said
// to end. Not counted in nfev or njev.
std::optional<Matrix> inverse_normal_matrix_at(CurveFunction& function, std::span<const double> x,
                                               const std::vector<bool>& held,
                                               const lm::Interrupt& interrupt);

// The covariance `variance` * `inverse`, `inverse` = (J'J)^-1; what has no variance at all is
// correlated with nothing. None where an entry is not finite.
std::optional<ParameterCovariance> parameter_covariance(Matrix inverse, double variance);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_PARAMETER_COVARIANCE_H_
