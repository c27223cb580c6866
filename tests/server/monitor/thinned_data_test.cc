#include "server/monitor/thinned_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace fitd::server {
namespace {

ThinnedData thin_1d(const std::vector<double>& x, const std::vector<double>& y,
                    const std::vector<double>& sigma = {}) {
  const std::vector<std::span<const double>> predictors = {x};
  return thin(predictors, y, sigma);
}

TEST(ThinnedDataTest, FewPointsAreAllThereInOrderOfX) {
  const ThinnedData data = thin_1d({3, 1, 2, 1}, {30, 10, 20, 11}, {3, 1, 2, 1.5});
  EXPECT_EQ(data.num_points, 4);
  EXPECT_EQ(data.predictors[0], (std::vector<double>{1, 1, 2, 3}));
  EXPECT_EQ(data.y, (std::vector<double>{10, 11, 20, 30}));
  EXPECT_EQ(data.sigma, (std::vector<double>{1, 1.5, 2, 3}));
  EXPECT_EQ(data.indices, (std::vector<std::int64_t>{1, 3, 2, 0}));
}

// The smallest and largest y of every part of the range of x, by looking at each point.
TEST(ThinnedDataTest, OfManyPointsTheExtremesOfEachPartAreThere) {
  constexpr int kPoints = 100'000;
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < kPoints; ++i) {
    x.push_back(std::fmod(i * 0.6180339887498949, 1.0) * 10 - 5);
    y.push_back(std::sin(x.back()) + (i % 977 == 0 ? 5.0 : 0.0) - (i % 1009 == 0 ? 7.0 : 0.0));
  }
  const ThinnedData data = thin_1d(x, y);
  EXPECT_EQ(data.num_points, kPoints);
  EXPECT_LE(data.y.size(), 2 * kThinningBuckets);
  EXPECT_GT(data.y.size(), kThinningBuckets);
  EXPECT_TRUE(std::ranges::is_sorted(data.predictors[0]));
  const auto [least, most] = std::ranges::minmax(x);
  const auto bucket = [least = least, most = most](double at) {
    const auto k = static_cast<int>((at - least) / (most - least) * kThinningBuckets);
    return std::min(k, static_cast<int>(kThinningBuckets) - 1);
  };
  std::vector<double> low(kThinningBuckets, 100);
  std::vector<double> high(kThinningBuckets, -100);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto k = static_cast<std::size_t>(bucket(x[i]));
    low[k] = std::min(low[k], y[i]);
    high[k] = std::max(high[k], y[i]);
  }
  for (std::size_t k = 0; k < kThinningBuckets; ++k) {
    EXPECT_TRUE(std::ranges::find(data.y, low[k]) != data.y.end()) << k;
    EXPECT_TRUE(std::ranges::find(data.y, high[k]) != data.y.end()) << k;
  }
  for (std::size_t k = 0; k < data.y.size(); ++k) {
    const auto i = static_cast<std::size_t>(data.indices[k]);
    EXPECT_EQ(data.predictors[0][k], x[i]);
    EXPECT_EQ(data.y[k], y[i]);
  }
}

TEST(ThinnedDataTest, AllAtOneAbscissa) {
  std::vector<double> y(5000);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<double>((i * 7) % 5000);
  const ThinnedData data = thin_1d(std::vector<double>(5000, 2.5), y);
  EXPECT_EQ(data.y, (std::vector<double>{0, 4999}));
}

TEST(ThinnedDataTest, RangesAtTheEdgeOfTheNumbers) {
  constexpr double kHuge = std::numeric_limits<double>::max();
  constexpr double kTiny = std::numeric_limits<double>::denorm_min();
  for (const auto& [from, to] : {std::pair{-kHuge, kHuge}, std::pair{0.0, kTiny},
                                 std::pair{kHuge / 2, kHuge}, std::pair{-kTiny, kTiny}}) {
    std::vector<double> x(3000, from);
    std::vector<double> y(3000, 1.0);
    x[2999] = to;
    y[17] = -1;
    y[2998] = 3;
    const ThinnedData data = thin_1d(x, y);
    EXPECT_LE(data.y.size(), 3u);
    EXPECT_EQ(*std::ranges::min_element(data.y), -1);
    EXPECT_EQ(*std::ranges::max_element(data.y), 3);
  }
}

TEST(ThinnedDataTest, SeveralPredictorsKeepTogether) {
  const std::vector<double> x0 = {2, 1};
  const std::vector<double> x1 = {20, 10};
  const std::vector<std::span<const double>> predictors = {x0, x1};
  const std::vector<double> y = {200, 100};
  const ThinnedData data = thin(predictors, y, {});
  EXPECT_EQ(data.predictors[0], (std::vector<double>{1, 2}));
  EXPECT_EQ(data.predictors[1], (std::vector<double>{10, 20}));
  EXPECT_EQ(data.y, (std::vector<double>{100, 200}));
  EXPECT_TRUE(data.sigma.empty());
}

}  // namespace
}  // namespace fitd::server
