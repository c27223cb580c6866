#include "server/monitor/thinned_data.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace fitd::server {
namespace {

// The points of a bucket with the smallest and the largest y; -1: none.
struct Extremes {
  std::int64_t low = -1;
  std::int64_t high = -1;
};

std::vector<std::int64_t> extremes_of_buckets(std::span<const double> x,
                                              std::span<const double> y) {
  const auto [least, most] = std::ranges::minmax(x);
  // Halved, since the range of finite numbers may not be finite.
  const double half_range = most / 2 - least / 2;
  const double scale = half_range > 0 ? static_cast<double>(kThinningBuckets) / half_range : 0.0;
  constexpr auto kLast = static_cast<double>(kThinningBuckets - 1);
  std::array<Extremes, kThinningBuckets> buckets{};
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double place = std::min((x[i] / 2 - least / 2) * scale, kLast);
    // Where the scale is not finite, or 0 times an infinity is asked for, all is one bucket.
    Extremes& bucket = buckets[place >= 0 ? static_cast<std::size_t>(place) : 0];
    const auto index = static_cast<std::int64_t>(i);
    if (bucket.low < 0) {
      bucket = {index, index};
    } else if (y[i] < y[static_cast<std::size_t>(bucket.low)]) {
      bucket.low = index;
    } else if (y[i] > y[static_cast<std::size_t>(bucket.high)]) {
      bucket.high = index;
    }
  }
  std::vector<std::int64_t> indices;
  for (const Extremes& bucket : buckets) {
    if (bucket.low < 0) continue;
    indices.push_back(bucket.low);
    if (bucket.high != bucket.low) indices.push_back(bucket.high);
  }
  return indices;
}

std::vector<double> taken(std::span<const double> values, std::span<const std::int64_t> indices) {
  std::vector<double> taken;
  taken.reserve(indices.size());
  for (const std::int64_t i : indices) taken.push_back(values[static_cast<std::size_t>(i)]);
  return taken;
}

}  // namespace

std::size_t ThinnedData::bytes() const {
  std::size_t columns = y.size() + sigma.size() + indices.size();
  for (const auto& predictor : predictors) columns += predictor.size();
  return columns * sizeof(double);
}

ThinnedData thin(std::span<const std::span<const double>> predictors, std::span<const double> y,
                 std::span<const double> sigma) {
  ThinnedData thinned;
  thinned.num_points = static_cast<std::int64_t>(y.size());
  const std::span<const double> x = predictors[0];
  if (y.size() <= 2 * kThinningBuckets) {
    thinned.indices.resize(y.size());
    std::iota(thinned.indices.begin(), thinned.indices.end(), 0);
  } else {
    thinned.indices = extremes_of_buckets(x, y);
  }
  const auto x_of = [x](std::int64_t i) { return x[static_cast<std::size_t>(i)]; };
  if (!std::ranges::is_sorted(thinned.indices, {}, x_of)) {
    std::ranges::stable_sort(thinned.indices, {}, x_of);
  }
  for (const auto& predictor : predictors) {
    thinned.predictors.push_back(taken(predictor, thinned.indices));
  }
  thinned.y = taken(y, thinned.indices);
  if (!sigma.empty()) thinned.sigma = taken(sigma, thinned.indices);
  return thinned;
}

}  // namespace fitd::server
