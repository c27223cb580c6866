#include "solver/curve/row_reflections.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "solver/lm/triangle_accumulator.h"

namespace fitd::curve {
namespace {

// rows x columns of test numbers, column-major; column j times scale[j].
std::vector<double> matrix(std::size_t rows, const std::vector<double>& scale) {
  std::vector<double> a;
  for (std::size_t j = 0; j < scale.size(); ++j) {
    for (std::size_t i = 0; i < rows; ++i) {
      a.push_back(scale[j] * std::sin(static_cast<double>(1 + i * i + 7 * j + i * j)));
    }
  }
  return a;
}

// Folds `a` into a triangle, `rows` rows at a time.
std::vector<double> fold(std::vector<double> a, std::size_t m, std::size_t n, std::size_t rows) {
  std::vector<double> triangle(n * n);
  std::vector<double> dots(n);
  for (std::size_t first = 0; first < m; first += rows) {
    fold_rows({.entries = a.data() + first, .stride = m, .rows = rows, .columns = n}, triangle,
              dots);
  }
  return triangle;
}

std::vector<double> reference_triangle(const std::vector<double>& a, std::size_t n) {
  lm::TriangleAccumulator accumulator(static_cast<int>(n));
  std::vector<double> block = a;
  accumulator.fold(block);
  return accumulator.triangle();
}

// Triangles agree but for the signs of rows, to `tolerance` of each column's norm.
void expect_same_triangle(const std::vector<double>& ours, const std::vector<double>& theirs,
                          std::size_t n, double tolerance) {
  for (std::size_t j = 0; j < n; ++j) {
    double largest = 0;
    for (std::size_t i = 0; i <= j; ++i) {
      largest = std::max(largest, std::fabs(theirs[i + j * n]));
    }
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_NEAR(std::fabs(ours[i + j * n]), std::fabs(theirs[i + j * n]), tolerance * largest)
          << i << ' ' << j;
    }
  }
}

TEST(RowReflections, TriangleOfTheWhole) {
  for (std::size_t n = 1; n <= 17; ++n) {
    const std::vector<double> a = matrix(256, std::vector<double>(n, 1.0));
    const std::vector<double> expected = reference_triangle(a, n);
    for (const std::size_t rows : {8u, 64u, 256u}) {
      expect_same_triangle(fold(a, 256, n, rows), expected, n, 1e-13);
    }
  }
}

// Squares of these columns under- and overflow.
TEST(RowReflections, ColumnsOfAnySize) {
  const std::vector<double> scale = {1e-200, 1e200, 1, 1e-300, 1e300, 1e-160, 1e150};
  const std::vector<double> a = matrix(64, scale);
  expect_same_triangle(fold(a, 64, 7, 16), reference_triangle(a, 7), 7, 1e-13);
}

TEST(RowReflections, ColumnsOfZeros) {
  const std::vector<double> a = matrix(64, {0, 1, 0, 2, 0});
  const std::vector<double> triangle = fold(a, 64, 5, 8);
  for (const std::size_t j : {0u, 2u, 4u}) {
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(triangle[i + j * 5], 0);
  }
  EXPECT_NEAR(std::fabs(triangle[1 + 5]), std::fabs(reference_triangle(matrix(64, {1}), 1)[0]), 10);
}

TEST(RowReflections, NonFiniteEntriesReachTheDiagonal) {
  for (const double bad : {NAN, INFINITY}) {
    std::vector<double> a = matrix(32, {1, 1, 1});
    a[32 + 5] = bad;
    const std::vector<double> triangle = fold(a, 32, 3, 8);
    EXPECT_TRUE(std::isfinite(triangle[0]));
    EXPECT_FALSE(std::isfinite(triangle[1 + 3]));
  }
}

}  // namespace
}  // namespace fitd::curve
