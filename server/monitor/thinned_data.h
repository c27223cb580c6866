// The data of a fit, thinned for drawing.
#ifndef FITD_SERVER_MONITOR_THINNED_DATA_H_
#define FITD_SERVER_MONITOR_THINNED_DATA_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fitd::server {

// Some of m points, in the order of the first predictor.
struct ThinnedData {
  std::int64_t num_points = 0;  // m
  std::vector<std::vector<double>> predictors;
  std::vector<double> y;
  std::vector<double> sigma;  // empty: all 1
  std::vector<std::int64_t> indices;

  std::size_t bytes() const;
};

inline constexpr std::size_t kThinningBuckets = 1024;

// All of up to 2 kThinningBuckets points. Of more, the range of the first predictor is cut into
// kThinningBuckets parts of the same width, and of each part the points with the smallest and the
// largest y are taken, so that the drawing looks as that of all would. All numbers are finite; at
// least one predictor. Two passes over the data.
ThinnedData thin(std::span<const std::span<const double>> predictors, std::span<const double> y,
                 std::span<const double> sigma);

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_THINNED_DATA_H_
