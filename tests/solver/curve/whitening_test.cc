#include "solver/curve/whitening.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <stop_token>
#include <vector>

namespace fitd::curve {
namespace {

constexpr std::size_t kSizes[] = {1, 2, 7, 33, 64, 65, 130, 200};

// Errors that follow one another, plus a ripple: well-conditioned, no entry 0.
std::vector<double> covariance(std::size_t m) {
  std::vector<double> c(m * m);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      const double apart = std::fabs(static_cast<double>(i) - static_cast<double>(j));
      const double scale = std::sqrt((1.5 + std::sin(static_cast<double>(i))) *
                                     (1.5 + std::sin(static_cast<double>(j))));
      c[i * m + j] = scale * std::pow(0.8, apart);
    }
  }
  return c;
}

std::vector<double> factored(std::size_t m) {
  std::vector<double> c = covariance(m);
  const Factored outcome = factor_covariance(c, m, {});
  EXPECT_FALSE(outcome.interrupted || outcome.bad);
  return c;
}

TEST(Whitening, FactorSquaresToTheCovariance) {
  for (const std::size_t m : kSizes) {
    const std::vector<double> c = covariance(m);
    const std::vector<double> u = factored(m);
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = i; j < m; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k <= i; ++k) sum += u[k * m + i] * u[k * m + j];
        EXPECT_NEAR(sum, c[i * m + j], 1e-13) << m << ": " << i << ", " << j;
      }
    }
  }
}

// Plain loops in the order of the columns: blocks and vectors change no bit.
TEST(Whitening, BitsAreThoseOfPlainLoops) {
  for (const std::size_t m : kSizes) {
    std::vector<double> c = covariance(m);
    for (std::size_t k = 0; k < m; ++k) {
      c[k * m + k] = std::sqrt(c[k * m + k]);
      for (std::size_t j = k + 1; j < m; ++j) c[k * m + j] /= c[k * m + k];
      for (std::size_t i = k + 1; i < m; ++i) {
        for (std::size_t j = i; j < m; ++j) c[i * m + j] -= c[k * m + i] * c[k * m + j];
      }
    }
    const std::vector<double> u = factored(m);
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = i; j < m; ++j) ASSERT_EQ(u[i * m + j], c[i * m + j]) << i << " " << j;
    }
  }
}

TEST(Whitening, ColumnsSolveTheTriangle) {
  for (const std::size_t m : kSizes) {
    const std::vector<double> u = factored(m);
    std::vector<double> columns(3 * m);
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = std::cos(static_cast<double>(i));
    const std::vector<double> right = columns;
    ASSERT_TRUE(whiten(u, columns, {}));
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t i = 0; i < m; ++i) {
        double sum = 0;
        for (std::size_t k = 0; k <= i; ++k) sum += u[k * m + i] * columns[c * m + k];
        EXPECT_NEAR(sum, right[c * m + i], 1e-12);
      }
    }
    // Each for itself.
    std::vector<double> one(right.begin() + static_cast<std::ptrdiff_t>(m),
                            right.begin() + static_cast<std::ptrdiff_t>(2 * m));
    ASSERT_TRUE(whiten(u, one, {}));
    for (std::size_t i = 0; i < m; ++i) EXPECT_EQ(one[i], columns[m + i]);
  }
}

TEST(Whitening, PivotThatIsNotPositiveIsNamed) {
  std::vector<double> indefinite = {1, 2, 2, 1};
  Factored outcome = factor_covariance(indefinite, 2, {});
  ASSERT_TRUE(outcome.bad);
  EXPECT_EQ(outcome.bad->row, 1);
  EXPECT_EQ(outcome.bad->value, -3);
  std::vector<double> c = covariance(150);
  c[101 * 150 + 101] = -1;
  outcome = factor_covariance(c, 150, {});
  ASSERT_TRUE(outcome.bad);
  EXPECT_EQ(outcome.bad->row, 101);
  EXPECT_LT(outcome.bad->value, -1);
  std::vector<double> overflows = {1e308, -1e308, -1e308, 1e308};
  EXPECT_TRUE(factor_covariance(overflows, 2, {}).bad);
}

TEST(Whitening, StopsEndItSoon) {
  std::stop_source stop;
  stop.request_stop();
  const lm::Interrupt interrupt(stop.get_token());
  std::vector<double> c = covariance(10);
  EXPECT_TRUE(factor_covariance(c, 10, interrupt).interrupted);
  const std::vector<double> u = factored(10);
  std::vector<double> column(10, 1.0);
  EXPECT_FALSE(whiten(u, column, interrupt));
}

}  // namespace
}  // namespace fitd::curve
