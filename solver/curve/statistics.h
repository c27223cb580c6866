// Goodness of fit, as lmfit defines it.
#ifndef FITD_SOLVER_CURVE_STATISTICS_H_
#define FITD_SOLVER_CURVE_STATISTICS_H_

#include <cstdint>
#include <optional>
#include <span>

#include "solver/curve/curve_data.h"

namespace fitd::curve {

// m residuals, n free parameters. What does not exist is absent, never infinite or NaN.
struct Statistics {
  double chi_square = 0;                     // r'r
  std::optional<double> reduced_chi_square;  // chi_square / (m - n); none where m = n
  std::int64_t degrees_of_freedom = 0;       // m - n
  // 1 - chi_square / sum(((y - ybar)/sigma)^2), ybar weighted by 1/sigma^2; none for constant y.
  // lmfit's leaves sigma out; without sigma the two are the same.
  std::optional<double> r_squared;
  std::optional<double> aic;  // m ln(chi_square/m) + 2n; none where chi_square is 0
  std::optional<double> bic;  // m ln(chi_square/m) + n ln(m); none where chi_square is 0
  // What was minimised, where that is not chi_square (see loss_statistics.h).
  std::optional<double> objective = std::nullopt;
};

// `sigma` empty: all 1. `residual_norm` is ||r||, finite.
Statistics goodness_of_fit(std::span<const double> y, std::span<const double> sigma,
                           double residual_norm, int n);

// The same for `data`; where y is correlated, r_squared is that of whitened deviations from the
// generalised mean (1'C^-1 y)/(1'C^-1 1).
Statistics goodness_of_fit(const CurveData& data, double residual_norm, int n);

// The same of m residuals alone, without r_squared.
Statistics goodness_of_fit(std::int64_t m, double residual_norm, int n);

// sqrt(sum(((y - ybar)/sigma)^2)): what residuals are compared with by r_squared.
double norm_about_mean(std::span<const double> y, std::span<const double> sigma);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_STATISTICS_H_
