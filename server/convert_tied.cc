#include "server/convert_tied.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "solver/curve/delta_method.h"

namespace fitd::server {
namespace {

// What a tied parameter's derivatives are by free parameters.
struct FreeGradient {
  std::vector<int> places;  // among the free
  std::vector<double> slopes;
};

FreeGradient free_gradient(const expression::Ties& ties, int j, std::span<const double> untied,
                           std::span<const int> free) {
  FreeGradient result;
  const std::vector<int>& dependencies = ties.dependencies(j);
  const std::vector<double> slopes = ties.gradient(j, untied);
  for (std::size_t k = 0; k < slopes.size(); ++k) {
    const auto found = std::ranges::find(free, dependencies[k]);
    if (found == free.end()) continue;
    result.places.push_back(static_cast<int>(found - free.begin()));
    result.slopes.push_back(slopes[k]);
  }
  return result;
}

}  // namespace

std::optional<double> tied_error(const expression::Ties& ties, int j,
                                 std::span<const double> untied, std::span<const int> free,
                                 std::span<const double> covariance) {
  const FreeGradient gradient = free_gradient(ties, j, untied, free);
  return curve::propagated_error(covariance, free.size(), gradient.places, gradient.slopes);
}

void set_tie(const expression::Ties& ties, int j, const curve::CurveOutcome& outcome,
             const std::vector<std::string>& free_names, v1::FittedParameter& parameter) {
  parameter.set_expression(ties.expression(j));
  FreeGradient gradient = free_gradient(ties, j, outcome.parameters, outcome.free);
  FreeGradient varying;  // a parameter at a bound is held there
  for (std::size_t k = 0; k < gradient.places.size(); ++k) {
    const auto place = static_cast<std::size_t>(gradient.places[k]);
    if (std::isfinite(gradient.slopes[k])) {
      (*parameter.mutable_gradient())[free_names[place]] = gradient.slopes[k];
    }
    if (!outcome.standing.empty() && outcome.standing[place] != lm::Standing::kFree) continue;
    varying.places.push_back(gradient.places[k]);
    varying.slopes.push_back(gradient.slopes[k]);
  }
  if (!outcome.covariance) return;
  const auto error = curve::propagated_error(*outcome.covariance, outcome.free.size(),
                                             varying.places, varying.slopes);
  if (error) parameter.set_standard_error(*error);
}

}  // namespace fitd::server
