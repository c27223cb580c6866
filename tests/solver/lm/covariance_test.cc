#include "solver/lm/covariance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/solver/lm/factored.h"

namespace fitd::lm {
namespace {

using test::Factored;
using test::Matrix;

// The largest entry of (J'J) C - I for C by rows, each term scaled by the norms of J's columns.
double inverse_error(const Matrix& j, const std::vector<double>& c) {
  const Matrix g = test::gram(j);
  double worst = 0;
  for (std::size_t i = 0; i < j.n; ++i) {
    for (std::size_t k = 0; k < j.n; ++k) {
      double sum = 0;
      for (std::size_t l = 0; l < j.n; ++l) sum += g(i, l) * c[l * j.n + k];
      const double scale = std::sqrt(g(i, i) / g(k, k));
      worst = std::max(worst, std::fabs(sum - (i == k ? 1 : 0)) / scale);
    }
  }
  return worst;
}

Matrix scaled_matrix(std::size_t m, std::size_t n, unsigned seed) {
  Matrix j = test::random_matrix(m, n, seed);
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < m; ++i) j(i, k) *= std::pow(10.0, 6 * static_cast<double>(k % 3));
  }
  return j;
}

TEST(Covariance, InvertsTheNormalMatrix) {
  for (const std::size_t n : {1u, 2u, 5u, 9u}) {
    const Matrix j = scaled_matrix(30, n, static_cast<unsigned>(n));
    const Factored f(j, std::vector<double>(30));
    const auto c = inverse_normal_matrix(f.r, f.permutation);
    ASSERT_TRUE(c);
    EXPECT_LT(inverse_error(j, *c), 1e-12);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < n; ++k) EXPECT_EQ((*c)[i * n + k], (*c)[k * n + i]);
    }
  }
}

TEST(Covariance, NoneOfAnExactlySingularTriangle) {
  Matrix j(4, 2);
  for (std::size_t i = 0; i < 4; ++i) j(i, 0) = 1;
  const Factored f(j, std::vector<double>(4));
  EXPECT_FALSE(inverse_normal_matrix(f.r, f.permutation));
}

TEST(Covariance, ReadsTheUpperTriangleAlone) {
  const std::vector<double> r = {2, 1e300, 1, 4};  // below the diagonal: scratch
  const auto c = inverse_normal_matrix(r, std::vector<int>{0, 1});
  ASSERT_TRUE(c);
  EXPECT_DOUBLE_EQ((*c)[3], 1.0 / 16);
  EXPECT_DOUBLE_EQ((*c)[1], -1.0 / 32);
  EXPECT_DOUBLE_EQ((*c)[0], 0.25 + 1.0 / 64);
}

// A triangle T with T'T = J'J: R with its columns put back in order has the same Gram matrix, and
// its own unpivoted triangle is what an accumulator gives.
std::vector<double> upper_triangle(const Matrix& j) {
  const Matrix g = test::gram(j);
  Matrix t(j.n, j.n);
  for (std::size_t c = 0; c < j.n; ++c) {
    for (std::size_t r = 0; r <= c; ++r) {
      double sum = g(r, c);
      for (std::size_t k = 0; k < r; ++k) sum -= t(k, r) * t(k, c);
      t(r, c) = r == c ? std::sqrt(sum) : sum / t(r, r);
    }
  }
  return t.entries;
}

TEST(Covariance, InvertsAnAccumulatedTriangle) {
  for (const std::size_t n : {1u, 3u, 7u}) {
    const Matrix j = scaled_matrix(25, n, static_cast<unsigned>(40 + n));
    const auto c = inverse_normal_matrix_scaled(upper_triangle(j), static_cast<int>(n));
    ASSERT_TRUE(c);
    EXPECT_LT(inverse_error(j, *c), 1e-11);
  }
}

// Singular is what the columns' directions are, not their units.
TEST(Covariance, UnitsAreNotSingularity) {
  const auto c = inverse_normal_matrix_scaled({1e-20, 0, 1e-5, 1e8}, 2);
  ASSERT_TRUE(c);
  EXPECT_NEAR((*c)[3], 1e-16, 1e-28);
  EXPECT_NEAR((*c)[0], 1e40, 1e28);
}

TEST(Covariance, DependentColumnsHaveNone) {
  EXPECT_FALSE(inverse_normal_matrix_scaled({1, 0, 1, 1e-14}, 2));
  EXPECT_TRUE(inverse_normal_matrix_scaled({1, 0, 1, 1e-12}, 2));
  EXPECT_FALSE(inverse_normal_matrix_scaled({1, 0, 0, 0}, 2));
  EXPECT_FALSE(inverse_normal_matrix_scaled({1, 0, NAN, 1}, 2));
  EXPECT_FALSE(inverse_normal_matrix_scaled({1, 0, INFINITY, 1}, 2));
}

}  // namespace
}  // namespace fitd::lm
