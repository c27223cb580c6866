#include "solver/lm/triangle_accumulator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/solver/lm/factored.h"

namespace fitd::lm {
namespace {

using test::Matrix;

// Folds in `a`, `rows` rows at a time.
std::vector<double> folded(const Matrix& a, std::size_t rows) {
  TriangleAccumulator accumulator(static_cast<int>(a.n));
  for (std::size_t first = 0; first < a.m; first += rows) {
    const std::size_t count = std::min(rows, a.m - first);
    Matrix block(count, a.n);
    for (std::size_t j = 0; j < a.n; ++j) {
      for (std::size_t i = 0; i < count; ++i) block(i, j) = a(first + i, j);
    }
    accumulator.fold(block.entries);
  }
  return accumulator.triangle();
}

// The largest difference of T'T from a'a, relative to the norms of the columns.
double gram_error(const Matrix& a, const std::vector<double>& triangle) {
  Matrix t(a.n, a.n);
  t.entries = triangle;
  const Matrix ours = test::gram(t);
  const Matrix exact = test::gram(a);
  double worst = 0;
  for (std::size_t i = 0; i < a.n; ++i) {
    for (std::size_t j = 0; j < a.n; ++j) {
      const double scale = std::sqrt(exact(i, i) * exact(j, j));
      worst = std::max(worst, std::fabs(ours(i, j) - exact(i, j)) / scale);
    }
  }
  return worst;
}

TEST(TriangleAccumulator, KeepsTheGramMatrixHoweverRowsAreCut) {
  for (const std::size_t n : {1u, 2u, 4u, 9u}) {
    const Matrix a = test::random_matrix(101, n, static_cast<unsigned>(n));
    for (const std::size_t rows : {1u, 3u, 16u, 100u, 101u}) {
      const std::vector<double> triangle = folded(a, rows);
      EXPECT_LT(gram_error(a, triangle), 1e-14) << n << ' ' << rows;
      for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = j + 1; i < n; ++i) EXPECT_EQ(triangle[i + j * n], 0);
      }
    }
  }
}

// The normal matrix of these columns has condition 1e24: no digit of the last diagonal entry would
// be left had it been summed.
TEST(TriangleAccumulator, IsAsAccurateAsAFactorisation) {
  const std::size_t m = 300;
  Matrix a(m, 2);
  const std::vector<double> noise = test::random_vector(m, 2);
  for (std::size_t i = 0; i < m; ++i) {
    a(i, 0) = 1;
    a(i, 1) = 1 + 1e-12 * noise[i];
  }
  const double whole = std::fabs(test::Factored(a, noise).r[3]);
  for (const std::size_t rows : {7u, 64u}) {
    // Folding rounds at 2e-16 of columns of norm 17; the entry itself is 1e-11.
    EXPECT_NEAR(std::fabs(folded(a, rows)[3]), whole, 2e-3 * whole);
  }
}

TEST(TriangleAccumulator, IsDeterministic) {
  const Matrix a = test::random_matrix(50, 5, 11);
  EXPECT_EQ(folded(a, 8), folded(a, 8));
}

TEST(TriangleAccumulator, FewerRowsThanColumns) {
  const Matrix a = test::random_matrix(3, 5, 12);
  EXPECT_LT(gram_error(a, folded(a, 2)), 1e-14);
}

TEST(TriangleAccumulator, ZeroColumnsStayZero) {
  Matrix a = test::random_matrix(20, 3, 13);
  for (std::size_t i = 0; i < 20; ++i) a(i, 1) = 0;
  const std::vector<double> triangle = folded(a, 6);
  EXPECT_EQ(triangle[0 + 1 * 3], 0);
  EXPECT_EQ(triangle[1 + 1 * 3], 0);
}

TEST(TriangleAccumulator, HugeAndTinyRowsNeitherOverflowNorVanish) {
  Matrix a = test::random_matrix(20, 2, 14);
  const std::vector<double> plain = folded(a, 5);
  for (const double scale : {0x1p900, 0x1p-900}) {
    Matrix scaled = a;
    for (double& entry : scaled.entries) entry *= scale;
    const std::vector<double> triangle = folded(scaled, 5);
    for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(triangle[k] / scale, plain[k], 1e-14);
  }
}

}  // namespace
}  // namespace fitd::lm
