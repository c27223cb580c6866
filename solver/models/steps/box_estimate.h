// The edges of a box, for guesses.
#ifndef FITD_SOLVER_MODELS_STEPS_BOX_ESTIMATE_H_
#define FITD_SOLVER_MODELS_STEPS_BOX_ESTIMATE_H_

#include <cstddef>
#include <span>
#include <vector>

#include "solver/models/points.h"

namespace fitd::models {

struct BoxEstimate {
  double height;
  double left;
  double right;  // > left
};

// The run of neighbouring points whose mean explains most of the squares of y, which is 0 outside.
// Takes time with the square of the number of points, which are averaged down to 400.
inline BoxEstimate estimate_box(std::span<const double> x, std::span<const double> y) {
  const Points points = sorted_points(x, y);
  const double scale = points.largest_y();
  std::vector<double> sums = {0};
  for (const double v : points.y) sums.push_back(sums.back() + v / scale);
  BoxEstimate best{points.y.front(), points.x.front(), points.x.front() + points.span()};
  double most = 0;
  const std::size_t m = points.size();
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t end = i + 1; end <= m; ++end) {
      const double sum = sums[end] - sums[i];
      const double explained = sum * sum / static_cast<double>(end - i);
      if (!(explained > most)) continue;
      most = explained;
      // The edges lie halfway to the next points outside.
      const double left = points.x[i] / 2 + points.x[i > 0 ? i - 1 : i] / 2;
      const double right = points.x[end - 1] / 2 + points.x[end < m ? end : end - 1] / 2;
      best = {sum / static_cast<double>(end - i) * scale, left,
              right > left ? right : left + points.span()};
    }
  }
  return best;
}

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_STEPS_BOX_ESTIMATE_H_
