// Bounds on parameters.
#ifndef FITD_SOLVER_LM_BOX_H_
#define FITD_SOLVER_LM_BOX_H_

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <vector>

namespace fitd::lm {

// lower_j < upper_j for each of n parameters, -infinity and infinity where there is no bound. Both
// empty: no bounds at all.
struct Box {
  std::vector<double> lower;
  std::vector<double> upper;

  bool empty() const { return lower.empty(); }

  bool contains(std::span<const double> x) const {
    for (std::size_t j = 0; j < lower.size(); ++j) {
      if (!(lower[j] <= x[j] && x[j] <= upper[j])) return false;
    }
    return true;
  }
};

// Where a parameter stands, or is held.
enum class Standing { kFree, kAtLower, kAtUpper };

// Where parameter j of `box`, which is not empty, stands at `value`.
inline Standing standing_at(const Box& box, std::size_t j, double value) {
  if (value == box.lower[j]) return Standing::kAtLower;
  return value == box.upper[j] ? Standing::kAtUpper : Standing::kFree;
}

// `value` of parameter j, or the bound of `box` that is nearest to it.
inline double within(const Box& box, std::size_t j, double value) {
  return box.empty() ? value : std::clamp(value, box.lower[j], box.upper[j]);
}

// The preconditions of a box for n parameters.
inline bool is_valid(const Box& box, std::ptrdiff_t n) {
  if (box.lower.size() != box.upper.size()) return false;
  if (!box.empty() && std::ssize(box.lower) != n) return false;
  return std::equal(box.lower.begin(), box.lower.end(), box.upper.begin(),
                    [](double lower, double upper) { return lower < upper; });
}

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_BOX_H_
