// The options of a minimisation, those of scipy.optimize.leastsq.
#ifndef FITD_SOLVER_LM_OPTIONS_H_
#define FITD_SOLVER_LM_OPTIONS_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <vector>

namespace fitd::lm {

struct Options {
  // Convergence in the relative reduction of the sum of squares.
  double ftol = 1.49012e-8;
  // Convergence in the relative change of the scaled parameters.
  double xtol = 1.49012e-8;
  // Convergence in the cosine of the angle between residuals and Jacobian columns.
  double gtol = 0;
  // Evaluations after which the minimisation stops, tested after each trial step.
  std::int64_t maxfev = 0;
  // The first trust-region radius is factor * ||D x||, or factor where that is 0.
  double factor = 100;
  // Scale factors D of the parameters; empty: the running maximum of the Jacobian's column norms.
  std::vector<double> diag;
};

// The preconditions of minimize() for m residuals and n parameters: 1 <= n <= m; ftol, xtol, gtol
// finite and >= 0; factor finite and > 0; maxfev >= 1; diag empty or n positive finite numbers.
inline bool preconditions_hold(const Options& options, std::int64_t m, std::int64_t n) {
  const auto at_least_0 = [](double v) { return std::isfinite(v) && v >= 0; };
  const auto above_0 = [](double v) { return std::isfinite(v) && v > 0; };
  return 1 <= n && n <= m && at_least_0(options.ftol) && at_least_0(options.xtol) &&
         at_least_0(options.gtol) && above_0(options.factor) && options.maxfev >= 1 &&
         (options.diag.empty() || std::ssize(options.diag) == n) &&
         std::all_of(options.diag.begin(), options.diag.end(), above_0);
}

// leastsq's limits on evaluations for n parameters.
constexpr std::int64_t default_maxfev_analytic(int n) { return 100 * (std::int64_t{n} + 1); }
constexpr std::int64_t default_maxfev_forward_difference(int n) {
  return 200 * (std::int64_t{n} + 1);
}

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_OPTIONS_H_
