// refine() by itself: where Gauss-Newton is slow, where there are bounds, where there is no
// minimum.
#include "solver/curve/refine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "solver/curve/precise_cholesky.h"
#include "solver/double_double/elementary.h"
#include "solver/models/catalogue.h"

namespace fitd::curve {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const models::Catalogue& catalogue() {
  static const models::Catalogue kInstance;
  return kInstance;
}

// Residuals far larger than the model's curvature allows Gauss-Newton to be quick with.
struct LargeResiduals {
  std::vector<double> x = {0, 1, 2, 3, 4, 5, 6, 7};
  std::vector<double> y = {9, 0, 9, -5, 8, -4, 6, -3};
  CurveData data() const { return {.predictors = {x}, .y = y, .sigma = {}}; }
};

struct Refined {
  Refinement outcome;
  std::vector<double> norms;
};

Refined refined(const char* model, const CurveData& data, const std::vector<double>& start,
                const lm::Box& box = {}) {
  std::vector<int> free;
  for (std::size_t j = 0; j < start.size(); ++j) free.push_back(static_cast<int>(j));
  const PreciseRows rows(*catalogue().find(model), data, free, start);
  PreciseSummer summer(rows, nullptr);
  Refined result;
  result.outcome = refine(summer, box, start, lm::Interrupt(), [&](const Refinement& so_far) {
    result.norms.push_back(so_far.at.squares.high);
  });
  return result;
}

// J'r, scaled by the norms of r and of the columns of J.
double largest_cosine(const PreciseSums& at) {
  double largest = 0;
  for (std::size_t j = 0; j < at.gradient.size(); ++j) {
    const double column = std::sqrt(at.normal[packed(j, j)].high);
    largest = std::max(largest, std::fabs(at.gradient[j].high) / column);
  }
  return largest / std::sqrt(at.squares.high);
}

TEST(Refine, LargeResidualsConvergeByNewtonsMethod) {
  const LargeResiduals large;
  const Refined result = refined("exponential", large.data(), {8, 3});
  EXPECT_EQ(result.outcome.end, RefinementEnd::kConverged);
  EXPECT_LT(largest_cosine(result.outcome.at), 1e-18);
  // Gauss and Newton's steps alone shrink by less than a half each.
  EXPECT_LT(result.outcome.steps, 15);
  for (std::size_t k = 1; k < result.norms.size(); ++k) {
    EXPECT_LE(result.norms[k], result.norms[k - 1] * (1 + 1e-12));
  }
}

TEST(Refine, StepsStopAtBoundsAndLetGoOfThem) {
  const LargeResiduals large;
  const Refined free = refined("linear", large.data(), {0, 0});
  const double slope = free.outcome.x[0].high;
  ASSERT_LT(slope, 0);
  // From the bound that the minimum lies inside of.
  const Refined let_go = refined("linear", large.data(), {1, 0}, {{-5, -50}, {1, 50}});
  EXPECT_EQ(let_go.outcome.end, RefinementEnd::kConverged);
  EXPECT_EQ(let_go.outcome.x[0].high, slope);
  // Where it lies outside.
  const double bound = slope / 2;
  const Refined held =
      refined("linear", large.data(), {1, 0}, {{bound, -kInfinity}, {5, kInfinity}});
  EXPECT_EQ(held.outcome.end, RefinementEnd::kConverged);
  EXPECT_EQ(held.outcome.x[0], Precise(bound));
  EXPECT_EQ(held.outcome.at.gradient[0].high > 0, true);
  EXPECT_NEAR(held.outcome.at.gradient[1].high, 0, 1e-28);
}

TEST(Refine, NothingIsEvaluatedOutsideTheBox) {
  const LargeResiduals large;
  // The slope's second derivative is measured beside a bound.
  const lm::Box box = {{5, 1.9}, {7, 2.1}};
  const Refined result = refined("exponential", large.data(), {6, 2.1}, box);
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_LE(Precise(box.lower[j]), result.outcome.x[j]);
    EXPECT_LE(result.outcome.x[j], Precise(box.upper[j]));
  }
  EXPECT_EQ(result.outcome.end, RefinementEnd::kConverged);
}

TEST(Refine, DependentColumnsAreSingular) {
  LargeResiduals large;
  large.x.assign(8, 2);
  EXPECT_EQ(refined("linear", large.data(), {0, 0}).outcome.end, RefinementEnd::kSingular);
}

TEST(Refine, WhatIsNotFiniteIsSaid) {
  const LargeResiduals large;
  const Refined result = refined("powerlaw", large.data(), {1, -1});
  EXPECT_EQ(result.outcome.end, RefinementEnd::kNonFinite);
  EXPECT_TRUE(result.norms.empty());
}

TEST(PreciseCholesky, SolvesWhatDoubleCannot) {
  // Hilbert's matrix of order 12, whose condition number is 1.7e16.
  constexpr std::size_t n = 12;
  std::vector<Precise> hilbert;
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i <= j; ++i) {
      hilbert.push_back(Precise(1) / Precise(static_cast<double>(i + j + 1)));
    }
  }
  std::vector<Precise> b(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) b[i] += hilbert[i <= j ? packed(i, j) : packed(j, i)];
  }
  PreciseCholesky factored;
  ASSERT_TRUE(factored.factor(hilbert, std::vector<bool>(n, false)));
  for (const Precise& x : factored.solve(b)) EXPECT_NEAR(x.high, 1, 1e-14);
  // Its inverse holds whole numbers: the last entry of the first row is this one.
  const Matrix inverse = factored.inverse();
  EXPECT_NEAR(inverse[0], 144, 144 * 1e-14);
  EXPECT_EQ(inverse[n - 1], inverse[(n - 1) * n]);
}

TEST(PreciseCholesky, HeldParametersAreZero) {
  const std::vector<Precise> matrix = {4, 1, 9, 2, 3, 16};
  PreciseCholesky factored;
  ASSERT_TRUE(factored.factor(matrix, {false, true, false}));
  const Matrix inverse = factored.inverse();
  // The inverse of ((4, 2), (2, 16)).
  EXPECT_NEAR(inverse[0], 16.0 / 60, 1e-16);
  EXPECT_NEAR(inverse[2], -2.0 / 60, 1e-16);
  EXPECT_NEAR(inverse[8], 4.0 / 60, 1e-16);
  for (const std::size_t k : {1u, 3u, 4u, 5u, 7u}) EXPECT_EQ(inverse[k], 0);
}

TEST(PreciseCholesky, RefusesWhatIsNotPositiveDefinite) {
  PreciseCholesky factored;
  EXPECT_FALSE(factored.factor(std::vector<Precise>{1, 2, 1}, {false, false}));
  EXPECT_FALSE(factored.factor(std::vector<Precise>{1, 1, 1}, {false, false}));
  EXPECT_FALSE(factored.factor(std::vector<Precise>{0.0}, {false}));
  EXPECT_FALSE(factored.factor(std::vector<Precise>{-1}, {false}));
}

}  // namespace
}  // namespace fitd::curve
