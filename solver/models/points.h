// Data as estimators like them: sorted, without duplicates, few.
#ifndef FITD_SOLVER_MODELS_POINTS_H_
#define FITD_SOLVER_MODELS_POINTS_H_

#include <cstddef>
#include <span>
#include <vector>

namespace fitd::models {

// At least one point; x strictly ascending, all finite.
struct Points {
  std::vector<double> x;
  std::vector<double> y;

  std::size_t size() const { return x.size(); }
  // Positive, whatever the points: the x-range, or |x| or 1 where that is 0.
  double span() const;
  // Positive: the largest |x|, or 1.
  double largest_x() const;
  // Positive: the largest |y|, or 1.
  double largest_y() const;
};

// The points by ascending x, those of equal x averaged, neighbours averaged to at most `limit`
// points. x and y are finite, of the same length >= 1.
Points sorted_points(std::span<const double> x, std::span<const double> y, std::size_t limit = 400);

// The same points with y replaced by a weighted mean over 2 reach + 1 neighbours.
Points smoothed(const Points& points, std::size_t reach);

// The value below which a fraction q of the values lies, 0 <= q <= 1. Not empty.
double quantile(std::vector<double> values, double q);

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_POINTS_H_
