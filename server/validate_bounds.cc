#include "server/validate_bounds.h"

#include <cmath>
#include <cstddef>
#include <limits>

#include "absl/strings/str_cat.h"
#include "server/convert_fit.h"

namespace fitd::server {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Bounds {
  double min = -kInfinity;
  double max = kInfinity;
};

Bounds bounds_of(const v1::Parameter* given, const models::ParameterInfo& info, bool natural) {
  Bounds bounds;
  if (natural) bounds = {info.min, info.max};
  if (given != nullptr && given->has_min()) bounds.min = given->min();
  if (given != nullptr && given->has_max()) bounds.max = given->max();
  return bounds;
}

// False where a violation was added.
bool is_finite_if(bool present, double value, const std::string& path, Violations& violations) {
  if (!present || std::isfinite(value)) return true;
  violations.add(path, is_but_must(value, "finite; no bound is given by leaving it out"));
  return false;
}

// "5, the model's own bound": where a bound that the user did not give comes from.
std::string bound(double value, bool is_users) {
  return absl::StrCat(number(value), is_users ? "" : ", the model's own bound");
}

void validate_order(const v1::Parameter& parameter, const Bounds& bounds, const std::string& path,
                    Violations& violations) {
  if (bounds.min < bounds.max) return;
  if (parameter.has_min() && parameter.has_max() && bounds.min == bounds.max) {
    violations.add(path + ".max", absl::StrCat("is ", number(bounds.max),
                                               ", equal to min; to hold a parameter set `fixed`"));
  } else if (parameter.has_max()) {
    violations.add(path + ".max", absl::StrCat("is ", number(bounds.max), "; must be above min, ",
                                               bound(bounds.min, parameter.has_min())));
  } else {
    violations.add(path + ".min", absl::StrCat("is ", number(bounds.min), "; must be below max, ",
                                               bound(bounds.max, false)));
  }
}

void validate_start(const v1::Parameter& parameter, const Bounds& bounds, const std::string& path,
                    Violations& violations) {
  const double start = parameter.start();
  if (!parameter.has_start() || !std::isfinite(start) || !(bounds.min < bounds.max)) return;
  if (start < bounds.min) {
    violations.add(path + ".start", absl::StrCat("is ", number(start), ", below min, ",
                                                 bound(bounds.min, parameter.has_min())));
  } else if (start > bounds.max) {
    violations.add(path + ".start", absl::StrCat("is ", number(start), ", above max, ",
                                                 bound(bounds.max, parameter.has_max())));
  }
}

}  // namespace

void validate_bounds(const ParameterList& parameters, const ParameterScope& scope, bool natural,
                     Violations& violations) {
  for (int i = 0; i < parameters.size(); ++i) {
    const v1::Parameter& parameter = parameters[i];
    const int j = scope.find(parameter.name());
    const std::string path = absl::StrCat("parameters[", i, "]");
    const bool min_is_finite =
        is_finite_if(parameter.has_min(), parameter.min(), path + ".min", violations);
    const bool max_is_finite =
        is_finite_if(parameter.has_max(), parameter.max(), path + ".max", violations);
    if (j < 0 || !min_is_finite || !max_is_finite) continue;
    const Bounds bounds = bounds_of(&parameter, scope[static_cast<std::size_t>(j)], natural);
    validate_order(parameter, bounds, path, violations);
    validate_start(parameter, bounds, path, violations);
  }
}

void validate_scales(const ParameterList& parameters, const ParameterScope& scope,
                     const v1::FitOptions& options, Violations& violations) {
  const auto infos = scope.parameters();
  std::vector<bool> needs(infos.size());
  for (std::size_t j = 0; j < infos.size(); ++j) needs[j] = !is_fixed(nullptr, infos[j]);
  bool any = false;
  for (int i = 0; i < parameters.size(); ++i) {
    const v1::Parameter& parameter = parameters[i];
    const std::string path = absl::StrCat("parameters[", i, "].scale");
    const int index = scope.find(parameter.name());
    if (index >= 0) {
      const auto j = static_cast<std::size_t>(index);
      needs[j] = is_free(&parameter, infos[j]) && !parameter.has_scale();
    }
    if (!parameter.has_scale()) continue;
    any = true;
    if (!(std::isfinite(parameter.scale()) && parameter.scale() > 0)) {
      violations.add(path, is_but_must(parameter.scale(), "finite and > 0"));
    }
    if (options.diag_size() > 0) {
      violations.add(path, "is set beside options.diag; give the one or the other");
    }
  }
  for (std::size_t j = 0; any && j < infos.size(); ++j) {
    if (!needs[j]) continue;
    violations.add("parameters", absl::StrCat("give no scale for ", in_quotes(infos[j].name),
                                              ", but for others; give all of them or none"));
  }
}

lm::Box to_bounds(const ParameterList& parameters, const ParameterScope& scope, bool natural) {
  const std::vector<const v1::Parameter*> given = match(parameters, scope);
  lm::Box box;
  bool any = false;
  for (std::size_t j = 0; j < given.size(); ++j) {
    const Bounds bounds = bounds_of(given[j], scope[j], natural);
    any |= std::isfinite(bounds.min) || std::isfinite(bounds.max);
    box.lower.push_back(bounds.min);
    box.upper.push_back(bounds.max);
  }
  if (!any) return {};
  return box;
}

std::vector<double> to_scales(const ParameterList& parameters, const ParameterScope& scope) {
  const std::vector<const v1::Parameter*> given = match(parameters, scope);
  std::vector<double> scales;
  for (std::size_t j = 0; j < given.size(); ++j) {
    if (!is_free(given[j], scope[j])) continue;
    if (given[j] == nullptr || !given[j]->has_scale()) return {};
    scales.push_back(given[j]->scale());
  }
  return scales;
}

}  // namespace fitd::server
