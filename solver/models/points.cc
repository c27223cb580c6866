#include "solver/models/points.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace fitd::models {
namespace {

// Means are sums of shares, which cannot overflow.
double mean(std::span<const double> values) {
  const double share = 1.0 / static_cast<double>(values.size());
  double sum = 0;
  for (const double v : values) sum += v * share;
  return sum;
}

double largest_size(const std::vector<double>& values) {
  double largest = 0;
  for (const double v : values) largest = std::max(largest, std::abs(v));
  return largest > 0 ? largest : 1;
}

Points without_duplicates(const std::vector<double>& x, const std::vector<double>& y) {
  Points points;
  for (std::size_t i = 0; i < x.size();) {
    std::size_t end = i + 1;
    while (end < x.size() && x[end] == x[i]) ++end;
    points.x.push_back(x[i]);
    points.y.push_back(end == i + 1 ? y[i] : mean(std::span(y).subspan(i, end - i)));
    i = end;
  }
  return points;
}

Points thinned(const Points& points, std::size_t limit) {
  const std::size_t group = (points.size() + limit - 1) / limit;
  if (group <= 1) return points;
  Points few;
  for (std::size_t i = 0; i < points.size(); i += group) {
    const std::size_t count = std::min(group, points.size() - i);
    few.x.push_back(mean(std::span(points.x).subspan(i, count)));
    few.y.push_back(mean(std::span(points.y).subspan(i, count)));
  }
  return few;
}

}  // namespace

double Points::span() const {
  const double range = x.back() - x.front();
  if (range > 0) return std::min(range, std::numeric_limits<double>::max());
  return largest_x();
}

double Points::largest_x() const { return largest_size(x); }

double Points::largest_y() const { return largest_size(y); }

Points sorted_points(std::span<const double> x, std::span<const double> y, std::size_t limit) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  std::vector<double> sorted_x(x.size());
  std::vector<double> sorted_y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    sorted_x[i] = x[order[i]];
    sorted_y[i] = y[order[i]];
  }
  return thinned(without_duplicates(sorted_x, sorted_y), limit);
}

Points smoothed(const Points& points, std::size_t reach) {
  if (reach == 0) return points;
  Points smooth = points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::size_t near = std::min({reach, i, points.size() - 1 - i});
    const double total = static_cast<double>((near + 1) * (near + 1));
    double sum = points.y[i] * (static_cast<double>(near + 1) / total);
    for (std::size_t k = 1; k <= near; ++k) {
      const double weight = static_cast<double>(near + 1 - k) / total;
      sum += points.y[i - k] * weight + points.y[i + k] * weight;
    }
    smooth.y[i] = sum;
  }
  return smooth;
}

double quantile(std::vector<double> values, double q) {
  const auto k = static_cast<std::size_t>(std::lround(q * static_cast<double>(values.size() - 1)));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(k), values.end());
  return values[k];
}

}  // namespace fitd::models
