#include "solver/curve/linearize_sums.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "solver/curve/row_products.h"
#include "solver/lm/norm.h"
#include "solver/lm/triangle_accumulator.h"
#include "solver/lm/workspace.h"

namespace fitd::curve {
namespace {

constexpr std::size_t kRows = 40;

// (J, r), kRows x (n + 1), column-major.
std::vector<double> rows(const std::vector<double>& scale) {
  std::vector<double> a;
  for (std::size_t j = 0; j <= scale.size(); ++j) {
    for (std::size_t i = 0; i < kRows; ++i) {
      const double s = j < scale.size() ? scale[j] : 1;
      a.push_back(s * (std::sin(static_cast<double>(1 + i * i + 3 * j + i * j)) + 0.3));
    }
  }
  return a;
}

std::vector<double> products_of(const std::vector<double>& a, std::size_t columns) {
  std::vector<double> products(packed_size(columns));
  for (std::size_t j = 0; j < columns; ++j) {
    for (std::size_t i = 0; i <= j; ++i) {
      for (std::size_t k = 0; k < kRows; ++k) {
        products[packed_index(i, j)] += a[i * kRows + k] * a[j * kRows + k];
      }
    }
  }
  return products;
}

std::vector<double> triangle_of(std::vector<double> a, int columns) {
  lm::TriangleAccumulator accumulator(columns);
  accumulator.fold(a);
  return accumulator.triangle();
}

// A linearisation of n parameters with its memory.
struct Linearized {
  explicit Linearized(std::size_t n) {
    memory.resize(static_cast<int>(n));
    scratch.resize(static_cast<int>(n));
  }
  lm::Workspace memory;
  LinearizeWorkspace scratch;
};

// What the loop of the reference would see.
Linearized by_qr(std::vector<double> a, std::size_t n) {
  Linearized out(n);
  std::vector<double> r(a.end() - static_cast<std::ptrdiff_t>(kRows), a.end());
  a.resize(n * kRows);
  lm::column_norms(a, kRows, out.memory.column_norms);
  const lm::Interrupt never;
  lm::PacedPoll poll(never);
  lm::qr_factorization(a, kRows, out.memory.column_norms, r, out.memory.permutation, out.scratch.qr,
                       poll);
  for (std::size_t j = 0; j < n; ++j) {
    std::copy_n(&a[j * kRows], j + 1, &out.memory.r[j * n]);
    out.memory.qtf[j] = r[j];
  }
  return out;
}

// Up to the signs of rows, relative to each column's norm.
void expect_same(const lm::Workspace& ours, const lm::Workspace& theirs, std::size_t n) {
  EXPECT_EQ(ours.permutation, theirs.permutation);
  for (std::size_t j = 0; j < n; ++j) {
    EXPECT_NEAR(ours.column_norms[j], theirs.column_norms[j], 1e-14 * theirs.column_norms[j]);
    const double sign = std::copysign(1, ours.r[j + j * n] * theirs.r[j + j * n]);
    EXPECT_NEAR(ours.qtf[j], sign * theirs.qtf[j], 1e-11);
    for (std::size_t k = j; k < n; ++k) {
      const double norm = theirs.column_norms[static_cast<std::size_t>(theirs.permutation[k])];
      EXPECT_NEAR(ours.r[j + k * n], sign * theirs.r[j + k * n], 1e-11 * norm);
    }
  }
}

const std::vector<std::vector<double>> kScales = {
    {1}, {3, 1}, {1, 1e6, 1e-6, 30}, {1e100, 1, 1e-100}, {5, 4, 3, 2, 1, 6, 7, 8}};

TEST(LinearizeSums, ProductsGiveWhatQrDoes) {
  for (const std::vector<double>& scale : kScales) {
    const std::size_t n = scale.size();
    const std::vector<double> a = rows(scale);
    Linearized ours(n);
    ASSERT_TRUE(
        linearize_products(products_of(a, n + 1), 1e-6, ours.scratch, ours.memory.linearization()));
    expect_same(ours.memory, by_qr(a, n).memory, n);
    for (std::size_t j = 0; j < n; ++j) EXPECT_GT(ours.memory.r[j + j * n], 0);
  }
}

TEST(LinearizeSums, TriangleGivesWhatQrDoes) {
  for (const std::vector<double>& scale : kScales) {
    const std::size_t n = scale.size();
    const std::vector<double> a = rows(scale);
    Linearized ours(n);
    const TriangleOutcome outcome = linearize_triangle(
        triangle_of(a, static_cast<int>(n) + 1), ours.scratch, ours.memory.linearization(), {});
    EXPECT_EQ(outcome.status, lm::EvaluationStatus::kOk);
    EXPECT_GT(outcome.smallest_pivot, 1e-3);
    EXPECT_LE(outcome.smallest_pivot, 1 + 1e-12);
    expect_same(ours.memory, by_qr(a, n).memory, n);
  }
}

// The third column is the sum of the first two, but for `distance`.
std::vector<double> nearly_dependent(double distance) {
  std::vector<double> a = rows({1, 1, 1});
  for (std::size_t i = 0; i < kRows; ++i) {
    a[2 * kRows + i] = a[i] + a[kRows + i] + distance * std::cos(static_cast<double>(i));
  }
  return a;
}

// Columns an angle of about `distance` apart have a pivot of its square.
TEST(LinearizeSums, DependentProductsAreRefused) {
  Linearized ours(3);
  const auto linearized = [&](double distance, double smallest_pivot) {
    return linearize_products(products_of(nearly_dependent(distance), 4), smallest_pivot,
                              ours.scratch, ours.memory.linearization());
  };
  EXPECT_TRUE(linearized(1e-2, 1e-6));
  EXPECT_FALSE(linearized(1e-2, 1e-3));
  EXPECT_FALSE(linearized(1e-4, 1e-6));
  EXPECT_FALSE(linearized(0, 1e-6));
  const double pivot = linearize_triangle(triangle_of(nearly_dependent(1e-5), 4), ours.scratch,
                                          ours.memory.linearization(), {})
                           .smallest_pivot;
  EXPECT_GT(pivot, 1e-12);
  EXPECT_LT(pivot, 1e-9);
}

TEST(LinearizeSums, ProductsOutOfRangeAreRefused) {
  for (const double scale : {0.0, 1e-150, 1e150, static_cast<double>(NAN)}) {
    Linearized ours(2);
    EXPECT_FALSE(linearize_products(products_of(rows({1, scale}), 3), 1e-6, ours.scratch,
                                    ours.memory.linearization()))
        << scale;
  }
}

TEST(LinearizeSums, BadColumnIsNamed) {
  std::vector<double> triangle = triangle_of(rows({1, 1, 1}), 4);
  triangle[1 + 4] = NAN;
  triangle[2 + 8] = INFINITY;
  Linearized ours(3);
  const TriangleOutcome outcome =
      linearize_triangle(triangle, ours.scratch, ours.memory.linearization(), {});
  EXPECT_EQ(outcome.status, lm::EvaluationStatus::kNonFinite);
  EXPECT_EQ(outcome.bad_column, 1);
}

TEST(LinearizeSums, ZeroColumnsComeLast) {
  Linearized ours(3);
  const TriangleOutcome outcome = linearize_triangle(triangle_of(rows({1, 0, 2}), 4), ours.scratch,
                                                     ours.memory.linearization(), {});
  EXPECT_EQ(outcome.status, lm::EvaluationStatus::kOk);
  EXPECT_EQ(outcome.smallest_pivot, 0);
  EXPECT_EQ(ours.memory.permutation[2], 1);
  EXPECT_EQ(ours.memory.r[8], 0);
}

}  // namespace
}  // namespace fitd::curve
