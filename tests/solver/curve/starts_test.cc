// Where starts are drawn from, how evenly, and when two ends are the same minimum.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "solver/curve/distinct_minima.h"
#include "solver/curve/latin_hypercube.h"
#include "solver/curve/start_ranges.h"

namespace fitd::curve {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(LatinHypercube, EveryStripOfEveryAxisHoldsOnePoint) {
  for (const std::size_t points : {1u, 2u, 7u, 64u, 300u}) {
    for (const std::size_t dimensions : {1u, 3u, 40u}) {
      const std::vector<double> x = latin_hypercube(points, dimensions, 4);
      ASSERT_EQ(x.size(), points * dimensions);
      for (std::size_t d = 0; d < dimensions; ++d) {
        std::set<int> strips;
        for (std::size_t i = 0; i < points; ++i) {
          const double u = x[i * dimensions + d];
          EXPECT_GT(u, 0);
          EXPECT_LT(u, 1);
          strips.insert(static_cast<int>(u * static_cast<double>(points)));
        }
        EXPECT_EQ(strips.size(), points);
      }
    }
  }
}

TEST(LatinHypercube, IsTheSameOnEveryMachine) {
  const std::vector<double> x = latin_hypercube(3, 2, 42);
  EXPECT_EQ(x, latin_hypercube(3, 2, 42));
  EXPECT_NE(x, latin_hypercube(3, 2, 43));
  // The engine's numbers are the standard's; the rest is ours.
  EXPECT_NEAR(latin_hypercube(1, 1, 5489)[0], 14514284786278117030.0 * 0x1p-64, 1e-15);
}

TEST(LatinHypercube, PointsAreFurtherApartThanByChance) {
  const auto nearest = [](const std::vector<double>& x) {
    double least = kInfinity;
    for (std::size_t i = 0; i < x.size(); i += 2) {
      for (std::size_t k = i + 2; k < x.size(); k += 2) {
        least = std::min(least, std::hypot(x[i] - x[k], x[i + 1] - x[k + 1]));
      }
    }
    return least;
  };
  double sum = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) sum += nearest(latin_hypercube(32, 2, seed));
  // The mean over single hypercubes is 0.033.
  EXPECT_GT(sum / 20, 0.06);
}

TEST(StartRange, BetweenTwoBoundsIsAllOfIt) {
  const auto range = start_range(3, -5, 10, 10);
  ASSERT_TRUE(range);
  EXPECT_FALSE(range->logarithmic);
  EXPECT_EQ(range->at(0.5), 2.5);
  EXPECT_TRUE(start_range(0, -1, 1, 10));
  const auto decades = start_range(3, 0.01, 100, 10);
  EXPECT_TRUE(decades->logarithmic);
  EXPECT_NEAR(decades->at(0.5), 1, 1e-12);
  const auto below = start_range(-3, -100, -0.01, 10);
  EXPECT_TRUE(below->logarithmic);
  EXPECT_NEAR(below->at(0.25), -10, 1e-12);
  EXPECT_FALSE(start_range(3, 1, 100, 10)->logarithmic);
}

TEST(StartRange, WithoutBoundsLiesAroundTheStart) {
  const auto range = start_range(2, -kInfinity, kInfinity, 10);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->from, 0.2);
  EXPECT_EQ(range->to, 20);
  EXPECT_NEAR(range->at(0.5), 2, 1e-12);
  const auto negative = start_range(-2, -kInfinity, kInfinity, 4);
  EXPECT_EQ(negative->from, -8);
  EXPECT_EQ(negative->to, -0.5);
  EXPECT_NEAR(negative->at(0.5), -2, 1e-12);
}

TEST(StartRange, OneBoundCutsIt) {
  EXPECT_EQ(start_range(2, 1, kInfinity, 10)->from, 1);
  EXPECT_EQ(start_range(2, 0, kInfinity, 10)->from, 0.2);
  EXPECT_EQ(start_range(2, -kInfinity, 5, 10)->to, 5);
  EXPECT_EQ(start_range(2, 2, kInfinity, 10)->from, 2);
  EXPECT_EQ(start_range(-2, -3, kInfinity, 10)->from, -3);
}

TEST(StartRange, AStartOfZeroHasNone) {
  EXPECT_FALSE(start_range(0, -kInfinity, kInfinity, 10));
  EXPECT_FALSE(start_range(0, 0, kInfinity, 10));
  EXPECT_FALSE(start_range(5e-324, -kInfinity, kInfinity, 10));
}

TEST(StartRange, NothingLeavesIt) {
  for (const auto& range :
       {*start_range(2, -kInfinity, kInfinity, 10), *start_range(1e308, -kInfinity, kInfinity, 1e6),
        *start_range(1, -1e308, 1e308, 10), *start_range(1, 0.1, 0.1e7, 2)}) {
    for (const double u : {1e-17, 0.3, 0.5, 1 - 0x1p-53}) {
      EXPECT_GE(range.at(u), range.from);
      EXPECT_LE(range.at(u), range.to);
    }
  }
}

StartEnd end_at(std::vector<double> x, double norm) {
  return {std::move(x), norm, lm::Termination::kFtol};
}

TEST(DistinctMinima, AreOrderedAndCounted) {
  const std::vector<StartEnd> ends = {end_at({5, 1}, 3),       end_at({1, 2}, 2),
                                      end_at({5.001, 1}, 3.0), end_at({1, 2.0001}, 2.0000001),
                                      end_at({1, 9}, kNaN),    end_at({-1, 2}, 2)};
  const std::vector<double> widths = {1, 1};
  const std::vector<Minimum> minima = distinct_minima(ends, widths, 100);
  ASSERT_EQ(minima.size(), 3u);
  EXPECT_EQ(minima[0].x, (std::vector<double>{1, 2}));
  EXPECT_EQ(minima[0].chi_square, 4);
  EXPECT_EQ(minima[0].starts, 2);
  EXPECT_EQ(minima[0].first_start, 1);
  // As low, but elsewhere.
  EXPECT_EQ(minima[1].x, (std::vector<double>{-1, 2}));
  EXPECT_EQ(minima[1].starts, 1);
  EXPECT_EQ(minima[2].starts, 2);
  EXPECT_EQ(minima[2].first_start, 0);
}

TEST(DistinctMinima, AHigherSumOfSquaresIsAnother) {
  const std::vector<double> widths = {1};
  const std::vector<StartEnd> ends = {end_at({1}, 2), end_at({1}, 2.00001)};
  EXPECT_EQ(distinct_minima(ends, widths, 0).size(), 2u);
  // What is rounding beside the data does not count.
  const std::vector<StartEnd> exact = {end_at({1}, 1e-9), end_at({1}, 1e-12)};
  EXPECT_EQ(distinct_minima(exact, widths, 1e6).size(), 1u);
  EXPECT_EQ(distinct_minima(exact, widths, 0).size(), 2u);
}

TEST(DistinctMinima, AboutZeroTheWidthCounts) {
  const std::vector<StartEnd> ends = {end_at({1e-7}, 1), end_at({-1e-7}, 1)};
  EXPECT_EQ(distinct_minima(ends, std::vector<double>{1}, 0).size(), 1u);
  EXPECT_EQ(distinct_minima(ends, std::vector<double>{0.01}, 0).size(), 2u);
}

}  // namespace
}  // namespace fitd::curve
