// Parameters of a global fit and of its sets, in terms of each other.
#ifndef FITD_SOLVER_CURVE_GLOBAL_PLACES_H_
#define FITD_SOLVER_CURVE_GLOBAL_PLACES_H_

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "solver/curve/global_fit.h"

namespace fitd::curve {

// Indices of what is not fixed, ascending.
inline std::vector<int> free_places(const std::vector<bool>& fixed) {
  std::vector<int> free;
  for (std::size_t j = 0; j < fixed.size(); ++j) {
    if (!fixed[j]) free.push_back(static_cast<int>(j));
  }
  return free;
}

inline std::vector<double> own_starts(const GlobalSet& set, const CurveFit& settings) {
  std::vector<double> start;
  for (const int place : set.places)
    start.push_back(settings.start[static_cast<std::size_t>(place)]);
  return start;
}

inline std::vector<bool> own_fixed(const GlobalSet& set, const CurveFit& settings) {
  std::vector<bool> fixed;
  for (const int place : set.places)
    fixed.push_back(settings.fixed[static_cast<std::size_t>(place)]);
  return fixed;
}

// For each free parameter of the set, in the order of its model, its place among `free`, the free
// ones of the fit, ascending.
inline std::vector<int> free_columns(const GlobalSet& set, std::span<const int> free) {
  std::vector<int> columns;
  for (const int place : set.places) {
    const auto found = std::ranges::lower_bound(free, place);
    if (found == free.end() || *found != place) continue;
    columns.push_back(static_cast<int>(found - free.begin()));
  }
  return columns;
}

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_GLOBAL_PLACES_H_
