#include "solver/lm/qr_factorization.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/solver/lm/factored.h"
#include "tests/solver/lm/matrix.h"

namespace fitd::lm {
namespace {

using test::Factored;
using test::Matrix;

// Matrices of many shapes, some with columns of very different size.
std::vector<Matrix> matrices() {
  std::vector<Matrix> all;
  for (const auto& [m, n] :
       {std::pair{1, 1}, {5, 1}, {2, 2}, {7, 3}, {9, 5}, {30, 8}, {11, 11}, {200, 13}}) {
    const auto rows = static_cast<std::size_t>(m);
    const auto columns = static_cast<std::size_t>(n);
    Matrix a = test::random_matrix(rows, columns, static_cast<unsigned>(100 * m + n));
    all.push_back(a);
    for (std::size_t j = 0; j < columns; ++j) {
      for (std::size_t i = 0; i < rows; ++i)
        a(i, j) *= std::pow(10.0, 3 * static_cast<double>(j % 4));
    }
    all.push_back(a);
  }
  return all;
}

TEST(QrFactorization, PreservesTheGramMatrix) {
  for (const Matrix& a : matrices()) {
    const Factored f(a, std::vector<double>(a.m, 1.0));
    const Matrix expected = test::gram(a);
    for (std::size_t i = 0; i < a.n; ++i) {
      for (std::size_t j = 0; j < a.n; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k <= std::min(i, j); ++k)
          sum += f.r[k + i * a.n] * f.r[k + j * a.n];
        const auto row = static_cast<std::size_t>(f.permutation[i]);
        const auto column = static_cast<std::size_t>(f.permutation[j]);
        EXPECT_NEAR(sum, expected(row, column), 1e-13 * f.norms[row] * f.norms[column]);
      }
    }
  }
}

TEST(QrFactorization, AppliesQToTheRightHandSide) {
  for (const Matrix& a : matrices()) {
    const std::vector<double> b = test::random_vector(a.m, 7);
    const Factored f(a, b);
    EXPECT_NEAR(test::norm(f.rhs), test::norm(b), 1e-13 * test::norm(b));
    // R' (Q'b) = P' A' b.
    const std::vector<double> gradient = test::transposed_product(a, b);
    for (std::size_t j = 0; j < a.n; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i <= j; ++i) sum += f.r[i + j * a.n] * f.qtf[i];
      const auto parameter = static_cast<std::size_t>(f.permutation[j]);
      EXPECT_NEAR(sum, gradient[parameter], 1e-13 * f.norms[parameter] * test::norm(b));
    }
  }
}

TEST(QrFactorization, PermutationIsOne) {
  for (const Matrix& a : matrices()) {
    std::vector<int> permutation = Factored(a, std::vector<double>(a.m)).permutation;
    std::sort(permutation.begin(), permutation.end());
    for (std::size_t k = 0; k < a.n; ++k) EXPECT_EQ(permutation[k], static_cast<int>(k));
  }
}

TEST(QrFactorization, DiagonalNeverGrows) {
  for (const Matrix& a : matrices()) {
    const Factored f(a, std::vector<double>(a.m));
    for (std::size_t k = 1; k < a.n; ++k) {
      EXPECT_LE(std::fabs(f.factor(k, k)), std::fabs(f.factor(k - 1, k - 1)) * (1 + 1e-12));
    }
  }
}

TEST(QrFactorization, DiagonalOpposesThePivotHead) {
  Matrix a(2, 1);
  a(0, 0) = 3;
  a(1, 0) = 4;
  EXPECT_EQ(Factored(a, {1, 1}).r[0], -5);
  a(0, 0) = -3;
  EXPECT_EQ(Factored(a, {1, 1}).r[0], 5);
}

TEST(QrFactorization, FirstOfEqualNormsIsThePivot) {
  Matrix a(3, 3);
  a(0, 0) = 1;
  a(1, 1) = 2;
  a(2, 2) = 2;
  EXPECT_EQ(Factored(a, {1, 1, 1}).permutation, (std::vector<int>{1, 2, 0}));
}

TEST(QrFactorization, DependentColumnsLeaveZeros) {
  Matrix a(4, 3);
  for (std::size_t i = 0; i < 4; ++i) a(i, 1) = 1;  // columns 0 and 2 are zero
  const Factored f(a, {1, 2, 3, 4});
  EXPECT_EQ(f.permutation[0], 1);
  EXPECT_EQ(f.r[1 + 1 * 3], 0);
  EXPECT_EQ(f.r[2 + 2 * 3], 0);
  EXPECT_EQ(f.norms, (std::vector<double>{0, 2, 0}));
}

TEST(QrFactorization, SurvivesHugeEntries) {
  Matrix a = test::random_matrix(20, 4, 3);
  const Factored plain(a, test::random_vector(20, 4));
  for (double& entry : a.entries) entry *= 0x1p990;
  const Factored huge(a, test::random_vector(20, 4));
  EXPECT_EQ(huge.permutation, plain.permutation);
  for (std::size_t k = 0; k < 16; ++k) {
    EXPECT_NEAR(huge.r[k] * 0x1p-990, plain.r[k], 1e-14 * plain.norms[0]);
  }
}

// Norms are summed anew once downdating has lost half their digits: of a matrix whose columns
// almost coincide the small rest is still found to full accuracy.
TEST(QrFactorization, RunningNormsRecoverFromCancellation) {
  const std::size_t m = 40;
  Matrix a(m, 3);
  const std::vector<double> common = test::random_vector(m, 1);
  const std::vector<double> small = test::random_vector(m, 2);
  const std::vector<double> smaller = test::random_vector(m, 3);
  for (std::size_t i = 0; i < m; ++i) {
    a(i, 0) = common[i];
    a(i, 1) = common[i] + 1e-9 * small[i];
    a(i, 2) = common[i] + 2e-9 * smaller[i];
  }
  const Factored f(a, common);
  const double ratio = std::fabs(f.factor(2, 2) / f.factor(1, 1));
  EXPECT_LT(ratio, 1);
  EXPECT_GT(ratio, 0.1);
}

TEST(QrFactorization, EndsSoonAfterAStop) {
  std::stop_source source;
  source.request_stop();
  const Interrupt interrupt(source.get_token());
  PacedPoll poll(interrupt);
  const std::int64_t m = 200'000;
  Matrix a = test::random_matrix(static_cast<std::size_t>(m), 12, 5);
  std::vector<double> rhs(static_cast<std::size_t>(m));
  std::vector<double> norms(12);
  std::vector<int> permutation(12);
  QrWorkspace workspace;
  workspace.resize(12);
  column_norms(a.entries, m, norms);
  EXPECT_FALSE(qr_factorization(a.entries, m, norms, rhs, permutation, workspace, poll));
}

}  // namespace
}  // namespace fitd::lm
