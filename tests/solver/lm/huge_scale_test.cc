// Residuals around 1e200, where sums of squares and products of Jacobian and residuals overflow:
// every run must end with a finite x and a code that is true.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/solver/lm/functions.h"

namespace fitd::lm {
namespace {

using test::PointFunction;

LmResult solve(PointFunction& function, const std::vector<double>& start, double factor,
               JacobianMethod method = JacobianMethod::kAnalytic) {
  DenseProblem problem(function, method);
  Workspace workspace;
  Options options = test::options_for(method, function.num_parameters());
  options.factor = factor;
  return minimize(problem, start, options, workspace, {}, {});
}

void expect_finite(const LmResult& result) {
  for (const double x : result.x) EXPECT_TRUE(std::isfinite(x));
}

TEST(HugeScale, ConvergesAsAtOne) {
  PointFunction plain = test::exponential_decay();
  const LmResult reference = test::minimized(plain, {1, 0.3, 0});
  for (const double scale : {1e150, 1e200, 1e250, 1e300}) {
    PointFunction function = test::exponential_decay(scale);
    const LmResult result = solve(function, {scale, 0.3, 0}, 100);
    EXPECT_TRUE(converged(result.termination)) << scale;
    EXPECT_NEAR(result.residual_norm / scale, reference.residual_norm, 1e-9) << scale;
    EXPECT_NEAR(result.x[1], reference.x[1], 1e-5) << scale;
  }
}

TEST(HugeScale, EveryRunEnds) {
  for (const double scale : {1e200, 1e300, 5e307}) {
    for (const std::vector<double>& start :
         {std::vector<double>{scale, 0.3, 0}, {scale, 3, scale}, {1, 1, 1}, {0, 0, 0}}) {
      for (const double factor : {1e-2, 100.0}) {
        for (const auto method : {JacobianMethod::kAnalytic, JacobianMethod::kForwardDifference}) {
          PointFunction function = test::exponential_decay(scale);
          const LmResult result = solve(function, start, factor, method);
          expect_finite(result);
          EXPECT_LE(result.nfev, test::options_for(method, 3).maxfev + 3);
          EXPECT_EQ(result.termination == Termination::kNonFinite, result.fault.has_value());
        }
      }
    }
  }
}

// An unused parameter makes R singular, and a small first region makes lambda matter: MINPACK's
// lambda would be infinite, its step 0 and its verdict "converged" at the start.
TEST(HugeScale, SingularProblemConverges) {
  for (const double scale : {1.0, 1e200, 1e300}) {
    PointFunction function(24, 3,
                           [scale](std::size_t i, std::span<const double> p, double* r, double* d) {
                             const double x = 0.25 * static_cast<double>(i);
                             *r = p[0] * std::exp(-p[1] * x) - scale * 3 * std::exp(-0.7 * x) -
                                  scale * 0.05 * std::sin(40 * x);
                             if (d == nullptr) return;
                             d[0] = std::exp(-p[1] * x);
                             d[1] = -p[0] * x * d[0];
                             d[2] = 0;
                           });
    const LmResult result = solve(function, {scale, 0.3, 0}, 0.01);
    EXPECT_TRUE(converged(result.termination));
    EXPECT_GT(result.iterations, 3) << scale;
    EXPECT_NEAR(result.x[0] / scale, 3, 0.2) << scale;
    EXPECT_NEAR(result.x[1], 0.7, 0.1) << scale;
  }
}

// The columns' norms are finite, and yet their product with the Householder vector passes the
// largest double: R has an infinite entry. The residual is orthogonal to the first column, so the
// only cosine that is not 0 is inf * 0 = NaN, and that must not pass for convergence.
TEST(HugeScale, OverflowIsNotConvergence) {
  const double column[4] = {1.2e308, 0.6e308, -0.6e308, 0.6e308};
  PointFunction function(4, 2,
                         [&column](std::size_t i, std::span<const double> p, double* r, double* d) {
                           const double second = i == 3 ? 0.5e308 : column[i];
                           *r = (i == 1 || i == 2 ? 1 : 0) + column[i] * p[0] + second * p[1];
                           if (d == nullptr) return;
                           d[0] = column[i];
                           d[1] = second;
                         });
  const LmResult result = solve(function, {0, 0}, 100);
  expect_finite(result);
  EXPECT_EQ(result.termination, Termination::kMaxfev);
}

}  // namespace
}  // namespace fitd::lm
