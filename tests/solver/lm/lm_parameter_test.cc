#include "solver/lm/lm_parameter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "solver/lm/norm.h"
#include "tests/solver/lm/factored.h"

namespace fitd::lm {
namespace {

using test::Factored;
using test::Matrix;

struct Found {
  LmParameter parameter;
  std::vector<double> x;
};

Found find(Factored& f, const std::vector<double>& diag, double radius, double previous = 0) {
  Found found;
  found.x.resize(diag.size());
  LmParameterWorkspace workspace;
  workspace.resize(static_cast<int>(diag.size()));
  const Interrupt never;
  PacedPoll poll(never);
  found.parameter =
      lm_parameter(f.linearization(), diag, radius, previous, workspace, found.x, poll);
  return found;
}

double scaled_norm(const std::vector<double>& diag, const std::vector<double>& x) {
  std::vector<double> scaled(x.size());
  for (std::size_t j = 0; j < x.size(); ++j) scaled[j] = diag[j] * x[j];
  return euclidean_norm(scaled);
}

// The largest entry of (J'J + lambda D D) x - J'r.
double gradient_error(const Matrix& j, const std::vector<double>& r,
                      const std::vector<double>& diag, const Found& found) {
  std::vector<double> residual = test::product(j, found.x);
  for (std::size_t i = 0; i < r.size(); ++i) residual[i] -= r[i];
  const std::vector<double> gradient = test::transposed_product(j, residual);
  double worst = 0;
  for (std::size_t k = 0; k < diag.size(); ++k) {
    worst = std::max(
        worst, std::fabs(gradient[k] + found.parameter.lambda * diag[k] * diag[k] * found.x[k]));
  }
  return worst;
}

TEST(LmParameter, InsideTheRegionIsGaussNewton) {
  const Matrix j = test::random_matrix(20, 4, 1);
  const std::vector<double> r = test::random_vector(20, 2);
  const std::vector<double> diag = {1, 2, 3, 4};
  Factored f(j, r);
  const Found found = find(f, diag, 1e3, 5);
  EXPECT_EQ(found.parameter.lambda, 0);
  EXPECT_FALSE(found.parameter.damped);
  EXPECT_LT(gradient_error(j, r, diag, found), 1e-13);
}

TEST(LmParameter, StepIsAsLongAsTheRegion) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const std::size_t n = 1 + seed % 7;
    const Matrix j = test::random_matrix(20, n, seed);
    const std::vector<double> r = test::random_vector(20, 1000 + seed);
    std::vector<double> diag = test::random_vector(n, 2000 + seed);
    for (double& d : diag) d = 0.1 + 10 * std::fabs(d);
    for (const double fraction : {0.9, 0.5, 1e-2, 1e-6, 1e-12}) {
      Factored f(j, r);
      const double longest = scaled_norm(diag, find(f, diag, 1e9).x);
      const double radius = fraction * longest / 1.1;
      const Found found = find(f, diag, radius, seed % 3);
      EXPECT_TRUE(found.parameter.damped);
      EXPECT_GT(found.parameter.lambda, 0);
      EXPECT_NEAR(scaled_norm(diag, found.x), radius, 0.1 * radius * (1 + 1e-12));
      EXPECT_LT(gradient_error(j, r, diag, found), 1e-12);
    }
  }
}

TEST(LmParameter, RankDeficientStepIsAsLongAsTheRegion) {
  Matrix j = test::random_matrix(20, 4, 8);
  for (std::size_t i = 0; i < 20; ++i) j(i, 2) = 0;
  const std::vector<double> r = test::random_vector(20, 9);
  const std::vector<double> diag(4, 1.0);
  Factored f(j, r);
  EXPECT_EQ(find(f, diag, 1e9).x[2], 0);
  const double radius = 0.01;
  const Found found = find(f, diag, radius);
  EXPECT_NEAR(scaled_norm(diag, found.x), radius, 0.1 * radius);
}

// A tiny D and a tinier region drive lambda to infinity, where the step is exactly zero and
// MINPACK's next turn would divide 0 by 0.
TEST(LmParameter, ZeroStepIsTaken) {
  Matrix j(2, 2);
  j(0, 0) = 1;  // column 1 is zero: R is singular, so that lambda's lower bound is 0
  Factored f(j, {1, 0});
  const Found found = find(f, {1e-200, 1}, 1e-310);
  EXPECT_EQ(found.x, (std::vector<double>{0, 0}));
  EXPECT_TRUE(std::isfinite(found.parameter.lambda));
  EXPECT_TRUE(found.parameter.damped);
}

TEST(LmParameter, OverflowingGradientStillHasAnUpperBound) {
  Matrix j(3, 2);
  j(0, 0) = 3e200;
  j(1, 0) = 1e200;
  Factored f(j, {1e200, 2e200, 1e200});
  const std::vector<double> diag = {f.norms[0], 1};
  const double radius = 1e198;
  const Found found = find(f, diag, radius);
  EXPECT_TRUE(std::isfinite(found.parameter.lambda));
  EXPECT_NEAR(scaled_norm(diag, found.x) / radius, 1, 0.1);
}

}  // namespace
}  // namespace fitd::lm
