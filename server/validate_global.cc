#include "server/validate_global.h"

#include <charconv>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "server/convert_fit.h"
#include "server/convert_global.h"
#include "server/validate_bounds.h"
#include "server/validate_data.h"
#include "server/validate_fit_parts.h"
#include "server/validate_ties.h"

namespace fitd::server {
namespace {

// What one data set has of its own.
void validate_lone_data(const v1::FitRequest& request, Violations& violations) {
  const auto refuse = [&](bool given, const char* field, const char* why) {
    if (given) violations.add(field, why);
  };
  refuse(request.predictors_size() > 0, "predictors",
         "stand beside data_sets, which have their own");
  refuse(request.has_y(), "y", "stands beside data_sets, which have their own");
  refuse(request.has_multi_start(), "multi_start",
         "stands beside data_sets; a global fit is made from one start");
  refuse(request.options().arithmetic() == v1::ARITHMETIC_CERTIFIED, "options.arithmetic",
         "is ARITHMETIC_CERTIFIED, which a global fit does not have");
  refuse(request.has_sigma(), "sigma", "stands beside data_sets, which have their own");
  const char* const only_alone = "stands beside data_sets; it is for a fit of one data set";
  refuse(request.has_loss(), "loss", only_alone);
  refuse(request.has_y_covariance(), "y_covariance", only_alone);
  refuse(request.mask_size() > 0, "mask", only_alone);
  refuse(request.has_uncertainty(), "uncertainty", only_alone);
  refuse(request.nan_policy() != v1::NAN_POLICY_UNSPECIFIED &&
             request.nan_policy() != v1::NAN_POLICY_REFUSE,
         "nan_policy", only_alone);
}

void validate_set(const v1::DataSet& set, const models::Model& model, const RequestLimits& limits,
                  Violations& violations) {
  const std::int64_t m = element_count(set.y());
  validate_array(set.y(), "y", ElementRule::kFinite, violations);
  if (set.y().payload_case() != v1::Array::PAYLOAD_NOT_SET) {
    validate_point_count("y", m, limits, violations);
  }
  validate_predictors(set.predictors(), model, {"y", m}, violations);
  if (!set.has_sigma()) return;
  validate_array(set.sigma(), "sigma", ElementRule::kFiniteAndPositive, violations);
  if (set.sigma().payload_case() != v1::Array::PAYLOAD_NOT_SET && element_count(set.sigma()) != m) {
    violations.add("sigma",
                   absl::StrCat("has ", element_count(set.sigma()), " values, but y has ", m));
  }
}

void validate_sigmas(const v1::FitRequest& request, Violations& violations) {
  int with = 0;
  int without = -1;
  for (int i = 0; i < request.data_sets_size(); ++i) {
    if (request.data_sets(i).has_sigma()) {
      ++with;
    } else {
      without = i;
    }
  }
  if (with > 0 && without >= 0) {
    violations.add(absl::StrCat("data_sets[", without, "].sigma"),
                   "is missing, but other data sets have one; give all of them or none");
  }
  if (with == 0 && request.absolute_sigma()) {
    violations.add("absolute_sigma", "is set, but there is no sigma");
  }
}

// Violations of the entries as those of the request's parameters that they stand for, each once.
void add_by_origin(const Violations& of_entries, const GlobalLayout& layout,
                   Violations& violations) {
  constexpr absl::string_view kParameter = "parameters[";
  std::set<std::pair<std::string, std::string>> seen;
  for (const Violation& violation : of_entries.kept()) {
    std::string field = violation.field;
    if (absl::StartsWith(field, kParameter)) {
      std::size_t entry = 0;
      const char* const begin = field.data() + kParameter.size();
      const auto [end, error] = std::from_chars(begin, field.data() + field.size(), entry);
      if (error == std::errc() && entry < layout.origin.size()) {
        field = absl::StrCat(kParameter, layout.origin[entry],
                             field.substr(static_cast<std::size_t>(end - field.data())));
      }
    }
    if (seen.emplace(field, violation.description).second) {
      violations.add(std::move(field), violation.description);
    }
  }
}

// The parameters of the fit; returns how many are free.
int validate_global_parameters(const v1::FitRequest& request, const GlobalLayout& layout,
                               Violations& violations) {
  Violations of_entries;
  const ParameterScope scope = layout.scope();
  const int n = validate_parameters(layout.entries, scope, of_entries);
  validate_beside_expressions(layout.entries, of_entries);
  validate_starts(layout.entries, scope, of_entries);
  validate_bounds(layout.entries, scope, request.natural_bounds(), of_entries);
  validate_scales(layout.entries, scope, request.options(), of_entries);
  add_by_origin(of_entries, layout, violations);
  return n;
}

// Every set has something to fit.
void validate_free_parameters(const GlobalLayout& layout, Violations& violations) {
  const std::vector<int> free = free_of_sets(layout);
  for (std::size_t i = 0; i < free.size(); ++i) {
    if (free[i] > 0) continue;
    violations.add(absl::StrCat("data_sets[", i, "]"),
                   "has no free parameter: nothing of it is fitted");
  }
}

void validate_sizes(const v1::FitRequest& request, const GlobalLayout& layout, std::int64_t m,
                    int n, const RequestLimits& limits, Violations& violations) {
  validate_free_count(n, limits.max_parameters, violations);
  if (m > limits.max_points) {
    violations.add("data_sets", absl::StrCat("have ", m, " points together; at most ",
                                             limits.max_points, " are taken"));
    return;
  }
  if (m > 0 && m < n) {
    violations.add("data_sets", absl::StrCat("have ", m, " points together, fewer than the ", n,
                                             " free parameters"));
  }
  const std::int64_t needed = working_memory(request, layout, limits.threads);
  if (n <= limits.max_parameters && needed > limits.working_memory) {
    violations.add("data_sets", absl::StrCat("have ", m, " points together; with ", n,
                                             " free parameters that needs ", needed,
                                             " bytes of working memory, and ",
                                             limits.working_memory, " are allowed"));
  }
}

}  // namespace

absl::Status validate(const v1::FitRequest& request, const GlobalLayout& layout,
                      const RequestLimits& limits) {
  Violations violations;
  validate_lone_data(request, violations);
  for (int i = 0; i < request.data_sets_size(); ++i) {
    Violations of_set(absl::StrCat("data_sets[", i, "]."));
    validate_set(request.data_sets(i), *layout.sets[static_cast<std::size_t>(i)].named, limits,
                 of_set);
    violations.add_all(of_set);
  }
  validate_sigmas(request, violations);
  for (const Violation& fault : layout.faults) violations.add(fault.field, fault.description);
  const int n = validate_global_parameters(request, layout, violations);
  if (layout.faults.empty()) {
    if (n > 0) validate_free_parameters(layout, violations);
    validate_sizes(request, layout, num_points(request), n, limits, violations);
  }
  validate_common(request, n, violations);
  return violations.status();
}

}  // namespace fitd::server
