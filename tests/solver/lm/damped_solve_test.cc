#include "solver/lm/damped_solve.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/solver/lm/factored.h"

namespace fitd::lm {
namespace {

using test::Factored;
using test::Matrix;

struct Solved {
  std::vector<double> x;
  DampedTriangle triangle;
};

Solved solve(Factored& f, const std::vector<double>& damping) {
  Solved solved;
  solved.x.resize(damping.size());
  solved.triangle.resize(static_cast<int>(damping.size()));
  const Interrupt never;
  PacedPoll poll(never);
  EXPECT_TRUE(damped_solve(f.linearization(), damping, solved.triangle, solved.x, poll));
  return solved;
}

// (J'J + E E) x - J'r, relative to the largest term of each row.
double normal_equations_error(const Matrix& j, const std::vector<double>& r,
                              const std::vector<double>& damping, const std::vector<double>& x) {
  std::vector<double> residual = test::product(j, x);
  for (std::size_t i = 0; i < r.size(); ++i) residual[i] -= r[i];
  const std::vector<double> gradient = test::transposed_product(j, residual);
  double worst = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    worst = std::max(worst, std::fabs(gradient[k] + damping[k] * damping[k] * x[k]));
  }
  return worst;
}

TEST(DampedSolve, SolvesTheNormalEquations) {
  for (const std::size_t n : {1u, 2u, 3u, 6u, 10u}) {
    const Matrix j = test::random_matrix(25, n, static_cast<unsigned>(n));
    const std::vector<double> r = test::random_vector(25, 99);
    std::vector<double> damping = test::random_vector(n, 17);
    for (double& d : damping) d = std::fabs(d) * 3;
    Factored f(j, r);
    EXPECT_LT(normal_equations_error(j, r, damping, solve(f, damping).x), 1e-13);
  }
}

TEST(DampedSolve, WithoutDampingIsLeastSquares) {
  const Matrix j = test::random_matrix(12, 4, 1);
  const std::vector<double> r = test::random_vector(12, 2);
  const std::vector<double> none(4, 0.0);
  Factored f(j, r);
  EXPECT_LT(normal_equations_error(j, r, none, solve(f, none).x), 1e-13);
}

TEST(DampedSolve, LeavesATriangleOfTheDampedMatrix) {
  const std::size_t n = 5;
  const Matrix j = test::random_matrix(12, n, 3);
  const std::vector<double> damping = {0.5, 0, 2, 1e3, 1e-3};
  Factored f(j, test::random_vector(12, 4));
  const std::vector<double> r_before = f.r;
  const Solved solved = solve(f, damping);

  // Row k of S: its diagonal, and column k of r below the diagonal.
  const auto s = [&](std::size_t k, std::size_t i) {
    return i == k ? solved.triangle.diagonal[k] : f.r[i + k * n];
  };
  const Matrix expected = test::gram(j);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      double sum = 0;
      for (std::size_t k = 0; k <= std::min(a, b); ++k) sum += s(k, a) * s(k, b);
      const auto row = static_cast<std::size_t>(f.permutation[a]);
      const auto column = static_cast<std::size_t>(f.permutation[b]);
      const double d = row == column ? damping[row] * damping[row] : 0;
      EXPECT_NEAR(sum, expected(row, column) + d, 1e-12 * (expected(row, row) + d + 1));
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i <= k; ++i) EXPECT_EQ(f.r[i + k * n], r_before[i + k * n]);
  }
}

TEST(DampedSolve, SingularWithoutDampingIsBasic) {
  Matrix j(3, 2);
  for (std::size_t i = 0; i < 3; ++i) j(i, 1) = 1;
  Factored f(j, {1, 2, 3});
  const Solved solved = solve(f, {0, 0});
  EXPECT_EQ(solved.x[0], 0);
  EXPECT_NEAR(solved.x[1], 2, 1e-14);
}

TEST(DampedSolve, DampingRulesTheZeroColumn) {
  Matrix j(3, 2);
  for (std::size_t i = 0; i < 3; ++i) j(i, 1) = 1;
  Factored f(j, {1, 2, 3});
  const Solved solved = solve(f, {1, 1});
  EXPECT_EQ(solved.x[0], 0);
  EXPECT_NEAR(solved.x[1], 6.0 / 4.0, 1e-14);
}

// After a stop R is whole again, so that the result can show it.
TEST(DampedSolve, InterruptedRestoresR) {
  const std::size_t n = 150;
  Factored f(test::random_matrix(n, n, 5), test::random_vector(n, 6));
  const std::vector<double> before = f.r;
  std::stop_source source;
  source.request_stop();
  const Interrupt interrupt(source.get_token());
  PacedPoll poll(interrupt);
  DampedTriangle triangle;
  triangle.resize(static_cast<int>(n));
  std::vector<double> x(n);
  EXPECT_FALSE(damped_solve(f.linearization(), std::vector<double>(n, 1.0), triangle, x, poll));
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i <= j; ++i) ASSERT_EQ(f.r[i + j * n], before[i + j * n]);
  }
}

}  // namespace
}  // namespace fitd::lm
