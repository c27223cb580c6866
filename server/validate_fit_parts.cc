#include "server/validate_fit_parts.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/convert_fit.h"
#include "server/durations.h"
#include "server/result_arrays.h"

namespace fitd::server {
namespace {

constexpr std::size_t kMaxRequestId = 128;
constexpr std::size_t kMaxLabels = 16;
constexpr std::size_t kMaxLabelKey = 63;
constexpr std::size_t kMaxLabelValue = 255;

using Given = std::vector<const v1::Parameter*>;

std::string unknown_parameter(const std::string& name, const ParameterScope& scope) {
  constexpr std::size_t kShown = 30;
  const auto shown = scope.parameters().first(std::min(kShown, scope.size()));
  return absl::StrCat(
      "is ", in_quotes(name), ", not a parameter of ", scope.title(), "; it has ",
      absl::StrJoin(shown, ", ",
                    [](std::string* out, const auto& p) { absl::StrAppend(out, p.name); }),
      scope.size() > kShown ? ", ..." : "");
}

void validate_tolerance(bool present, double value, absl::string_view name,
                        Violations& violations) {
  if (present && !(std::isfinite(value) && value >= 0)) {
    violations.add(absl::StrCat("options.", name), is_but_must(value, "finite and >= 0"));
  }
}

void validate_diag(const v1::FitOptions& options, int n, Violations& violations) {
  if (options.diag_size() != 0 && options.diag_size() != n) {
    violations.add("options.diag", absl::StrCat("has ", options.diag_size(), " values, but ", n,
                                                " parameters are free"));
  }
  for (int j = 0; j < options.diag_size(); ++j) {
    if (!(std::isfinite(options.diag(j)) && options.diag(j) > 0)) {
      violations.add(absl::StrCat("options.diag[", j, "]"),
                     is_but_must(options.diag(j), "finite and > 0"));
    }
  }
}

}  // namespace

std::vector<const v1::Parameter*> match(const ParameterList& parameters,
                                        const ParameterScope& scope) {
  Given given(scope.size(), nullptr);
  for (const auto& parameter : parameters) {
    const int j = scope.find(parameter.name());
    if (j < 0) continue;
    auto& slot = given[static_cast<std::size_t>(j)];
    if (slot == nullptr) slot = &parameter;
  }
  return given;
}

int validate_parameters(const ParameterList& parameters, const ParameterScope& scope,
                        Violations& violations) {
  const Given given = match(parameters, scope);
  for (int i = 0; i < parameters.size(); ++i) {
    const v1::Parameter& parameter = parameters[i];
    const std::string path = absl::StrCat("parameters[", i, "]");
    if (parameter.has_start() && !std::isfinite(parameter.start())) {
      violations.add(absl::StrCat(path, ".start"), is_but_must(parameter.start(), "finite"));
    }
    const std::string name_path = absl::StrCat(path, ".name");
    const int j = scope.find(parameter.name());
    if (parameter.name().empty()) {
      violations.add(name_path, "is empty");
    } else if (j < 0) {
      violations.add(name_path, unknown_parameter(parameter.name(), scope));
    } else if (given[static_cast<std::size_t>(j)] != &parameter) {
      violations.add(name_path, absl::StrCat("is ", in_quotes(parameter.name()), " a second time"));
    }
  }
  int n = 0;
  for (std::size_t j = 0; j < given.size(); ++j) {
    if (is_free(given[j], scope[j])) ++n;
  }
  return n;
}

void validate_starts(const ParameterList& parameters, const ParameterScope& scope,
                     Violations& violations) {
  const auto infos = scope.parameters();
  const Given given = match(parameters, scope);
  for (std::size_t j = 0; j < infos.size(); ++j) {
    if (is_tied(given[j]) || has_start(given[j], infos[j])) continue;
    if (is_fixed(given[j], infos[j])) {
      violations.add("parameters",
                     absl::StrCat("hold ", in_quotes(infos[j].name), " fixed without a start"));
    } else if (!scope.can_guess(j)) {
      violations.add("parameters",
                     absl::StrCat("give no start for ", in_quotes(infos[j].name), ", and ",
                                  scope.title(), " has no estimate of starting values"));
    }
  }
}

void validate_free_count(int n, std::int64_t max_parameters, Violations& violations) {
  if (n == 0) violations.add("parameters", "are all fixed or tied; there is nothing to fit");
  if (n > max_parameters) {
    violations.add("parameters",
                   absl::StrCat("has ", n, " free ones; at most ", max_parameters, " are taken"));
  }
}

void validate_options(const v1::FitOptions& options, int n, Violations& violations) {
  validate_tolerance(options.has_ftol(), options.ftol(), "ftol", violations);
  validate_tolerance(options.has_xtol(), options.xtol(), "xtol", violations);
  validate_tolerance(options.has_gtol(), options.gtol(), "gtol", violations);
  validate_tolerance(options.has_epsfcn(), options.epsfcn(), "epsfcn", violations);
  if (options.maxfev() < 0) {
    violations.add("options.maxfev", absl::StrCat("is ", options.maxfev(), "; must be >= 0"));
  }
  if (options.has_factor() && !(std::isfinite(options.factor()) && options.factor() > 0)) {
    violations.add("options.factor", is_but_must(options.factor(), "finite and > 0"));
  }
  validate_diag(options, n, violations);
  if (!v1::Jacobian_IsValid(options.jacobian())) {
    violations.add("options.jacobian",
                   absl::StrCat("is ", static_cast<int>(options.jacobian()), ", not a Jacobian"));
  }
  if (!v1::Arithmetic_IsValid(options.arithmetic())) {
    violations.add("options.arithmetic", absl::StrCat("is ", static_cast<int>(options.arithmetic()),
                                                      ", not an Arithmetic"));
  }
}

void validate_progress(const v1::ProgressOptions& progress, Violations& violations) {
  if (progress.has_min_interval() &&
      (!is_valid(progress.min_interval()) || to_nanoseconds(progress.min_interval()).count() < 0)) {
    violations.add("progress.min_interval", "is not a duration >= 0");
  }
  if (progress.has_every_iterations() && progress.every_iterations() < 1) {
    violations.add("progress.every_iterations",
                   absl::StrCat("is ", progress.every_iterations(), "; must be >= 1"));
  }
}

void validate_return_mask(const google::protobuf::FieldMask& mask, Violations& violations) {
  for (int i = 0; i < mask.paths_size(); ++i) {
    const std::string& path = mask.paths(i);
    if (!is_result_array(path)) {
      violations.add(
          absl::StrCat("return_mask.paths[", i, "]"),
          absl::StrCat("is ", in_quotes(path), "; must be one of ", result_array_names()));
    }
  }
}

void validate_notes(const google::protobuf::Map<std::string, std::string>& labels,
                    const std::string& request_id, Violations& violations) {
  if (request_id.size() > kMaxRequestId) {
    violations.add("request_id",
                   absl::StrCat("has ", request_id.size(), " bytes; at most ", kMaxRequestId));
  }
  if (labels.size() > kMaxLabels) {
    violations.add("labels", absl::StrCat("has ", labels.size(), " entries; at most ", kMaxLabels));
  }
  for (const auto& [key, value] : labels) {
    if (key.empty() || key.size() > kMaxLabelKey || value.size() > kMaxLabelValue) {
      violations.add(
          absl::StrCat("labels[", in_quotes(key), "]"),
          absl::StrCat("has a key of ", key.size(), " and a value of ", value.size(),
                       " bytes; allowed are 1 to ", kMaxLabelKey, " and 0 to ", kMaxLabelValue));
    }
  }
}

}  // namespace fitd::server
