// The inverse of the normal matrix, from which covariances are made.
#ifndef FITD_SOLVER_LM_COVARIANCE_H_
#define FITD_SOLVER_LM_COVARIANCE_H_

#include <optional>
#include <span>
#include <vector>

namespace fitd::lm {

// (J'J)^-1 = P R^-1 R^-T P' for J P = Q R; n x n, symmetric. `r`: n x n, column-major, only its
// upper triangle is read. None where R has an exactly zero diagonal entry; near-singular R gives
// huge entries. This is leastsq's cov_x.
std::optional<std::vector<double>> inverse_normal_matrix(std::span<const double> r,
                                                         std::span<const int> permutation);

// (B'B)^-1; n x n, symmetric. `matrix`: B, at least n rows x n, column-major. The columns are
// scaled to unit norm first, so that only true dependence counts as singular, not the parameters'
// units. None where B is singular in that sense: a column lies within n 2^-46 of the span of the
// others, relative to its norm.
std::optional<std::vector<double>> inverse_normal_matrix_scaled(std::vector<double> matrix, int n);

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_COVARIANCE_H_
