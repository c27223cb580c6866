#include <algorithm>
#include <cmath>
#include <cstddef>

#include "solver/models/define.h"

namespace fitd::models {
namespace {

bool may_touch_bound(Role role) {
  return role == Role::kLocation || role == Role::kHeight || role == Role::kOffset;
}

}  // namespace

std::vector<double> usable_guess(const ModelInfo& info, std::vector<double> estimate) {
  assert(estimate.size() == info.parameters.size());
  for (std::size_t j = 0; j < estimate.size(); ++j) {
    const ParameterInfo& parameter = info.parameters[j];
    double& value = estimate[j];
    const bool inside = value > parameter.min && value < parameter.max;
    if (!std::isfinite(value) || (!inside && !may_touch_bound(parameter.role))) {
      value = info.example.parameters[j];
    } else {
      value = std::clamp(value, parameter.min, parameter.max);
    }
  }
  return estimate;
}

}  // namespace fitd::models
