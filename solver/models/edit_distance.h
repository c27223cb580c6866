// How far apart two names are.
#ifndef FITD_SOLVER_MODELS_EDIT_DISTANCE_H_
#define FITD_SOLVER_MODELS_EDIT_DISTANCE_H_

#include <cstddef>
#include <string_view>

namespace fitd::models {

// The least number of insertions, deletions, replacements and swaps of neighbours that turn `a`
// into `b` (optimal string alignment), letters' case ignored. O(|a| |b|) time.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_EDIT_DISTANCE_H_
