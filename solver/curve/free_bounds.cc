#include "solver/curve/free_bounds.h"

#include <cmath>
#include <cstddef>

namespace fitd::curve {

lm::Box free_bounds(const lm::Box& bounds, std::span<const int> free) {
  if (bounds.empty()) return {};
  lm::Box box;
  bool any = false;
  for (const int index : free) {
    const auto j = static_cast<std::size_t>(index);
    box.lower.push_back(bounds.lower[j]);
    box.upper.push_back(bounds.upper[j]);
    any |= std::isfinite(bounds.lower[j]) || std::isfinite(bounds.upper[j]);
  }
  if (!any) return {};
  return box;
}

std::vector<lm::Standing> standings(const lm::Box& box, std::span<const double> x) {
  std::vector<lm::Standing> standing;
  for (std::size_t j = 0; j < box.lower.size(); ++j) {
    standing.push_back(lm::standing_at(box, j, x[j]));
  }
  return standing;
}

std::vector<bool> at_bound(std::span<const lm::Standing> standing) {
  std::vector<bool> result;
  for (const lm::Standing s : standing) result.push_back(s != lm::Standing::kFree);
  return result;
}

}  // namespace fitd::curve
