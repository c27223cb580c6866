#include "solver/curve/distinct_minima.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace fitd::curve {
namespace {

class Comparison {
 public:
  Comparison(std::span<const double> widths, double data_squares, const Likeness& likeness)
      : widths_(widths), data_squares_(data_squares), likeness_(likeness) {}

  // `end` is not lower than `minimum`.
  bool alike(const StartEnd& end, const Minimum& minimum) const {
    const double squares = end.norm * end.norm;
    const double near = likeness_.chi_square * squares + likeness_.data * data_squares_;
    if (!(squares - minimum.chi_square <= near)) return false;
    for (std::size_t j = 0; j < end.x.size(); ++j) {
      const double size = std::max(std::fabs(end.x[j]), std::fabs(minimum.x[j]));
      const double apart = std::fabs(end.x[j] - minimum.x[j]);
      if (!(apart <= likeness_.parameter * size + likeness_.width * widths_[j])) return false;
    }
    return true;
  }

 private:
  std::span<const double> widths_;
  double data_squares_;
  const Likeness& likeness_;
};

// The finite ends, the lowest first.
std::vector<std::size_t> by_norm(std::span<const StartEnd> ends) {
  std::vector<std::size_t> order(ends.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](std::size_t k) { return !std::isfinite(ends[k].norm * ends[k].norm); });
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return ends[k].norm; });
  return order;
}

}  // namespace

std::vector<Minimum> distinct_minima(std::span<const StartEnd> ends, std::span<const double> widths,
                                     double data_squares, const Likeness& likeness) {
  const Comparison comparison(widths, data_squares, likeness);
  std::vector<Minimum> minima;
  for (const std::size_t k : by_norm(ends)) {
    const StartEnd& end = ends[k];
    const auto start = static_cast<int>(k);
    const auto same = std::ranges::find_if(
        minima, [&](const Minimum& minimum) { return comparison.alike(end, minimum); });
    if (same == minima.end()) {
      minima.push_back({end.x, end.norm * end.norm, end.termination, 1, start});
    } else {
      ++same->starts;
      same->first_start = std::min(same->first_start, start);
    }
  }
  return minima;
}

}  // namespace fitd::curve
