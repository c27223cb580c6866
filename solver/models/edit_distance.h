// How far apart two names are.
#ifndef FITD_SOLVER_MODELS_EDIT_DISTANCE_H_
#define FITD_SOLVER_MODELS_EDIT_DISTANCE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fitd::models {

// The least number of insertions, deletions, replacements and swaps of neighbours that turn `a`
// into `b` (optimal string alignment), letters' case ignored. O(|a| |b|) time.
std::size_t edit_distance(std::string_view a, std::string_view b);

// Up to `limit` of `candidates` closest to `name`, the closest first; only such as a typing error
// could have meant.
std::vector<std::string> closest_names(std::string_view name,
                                       std::span<const std::string_view> candidates,
                                       std::size_t limit);

}  // namespace fitd::models

#endif  // FITD_SOLVER_MODELS_EDIT_DISTANCE_H_
