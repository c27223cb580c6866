// The inverse of a small normal matrix.
#ifndef FITD_SOLVER_CURVE_NORMAL_INVERSE_H_
#define FITD_SOLVER_CURVE_NORMAL_INVERSE_H_

#include <span>

namespace fitd::curve {

inline constexpr int kMostNormalColumns = 8;

// `normal`: J'J, the lower triangle by rows, n (n + 1)/2 entries, n <= kMostNormalColumns;
// `inverse`: n x n. False, and `inverse` unspecified, where the squared sine of the angle between a
// column of J and the span of those before it is below 1e-6: then more digits than 6 are lost, and
// a factorisation of J is to be used.
bool inverse_of_normal(std::span<const double> normal, std::span<double> inverse);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_NORMAL_INVERSE_H_
