#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/field_mask.pb.h"
#include "server/arrays.h"
#include "server/convert_fit.h"
#include "server/durations.h"
#include "server/result_arrays.h"
#include "server/validate.h"
#include "server/validate_data.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

constexpr std::size_t kMaxRequestId = 128;
constexpr std::size_t kMaxLabels = 16;
constexpr std::size_t kMaxLabelKey = 63;
constexpr std::size_t kMaxLabelValue = 255;

// The number of free parameters.
int validate_parameters(const v1::FitRequest& request, const models::Model& model,
                        Violations& violations) {
  const auto& infos = model.info().parameters;
  std::vector<const v1::Parameter*> given(infos.size(), nullptr);
  for (int i = 0; i < request.parameters_size(); ++i) {
    const v1::Parameter& parameter = request.parameters(i);
    const std::string path = absl::StrCat("parameters[", i, "]");
    if (parameter.has_start() && !std::isfinite(parameter.start())) {
      violations.add(absl::StrCat(path, ".start"), is_but_must(parameter.start(), "finite"));
    }
    if (parameter.name().empty()) {
      violations.add(absl::StrCat(path, ".name"), "is empty");
      continue;
    }
    const int j = parameter_index(model, parameter.name());
    if (j < 0) {
      violations.add(absl::StrCat(path, ".name"),
                     absl::StrCat("is ", in_quotes(parameter.name()), ", not a parameter of ",
                                  model.info().name, "; it has ",
                                  absl::StrJoin(infos, ", ", [](std::string* out, const auto& p) {
                                    absl::StrAppend(out, p.name);
                                  })));
      continue;
    }
    auto& slot = given[static_cast<std::size_t>(j)];
    if (slot != nullptr) {
      violations.add(absl::StrCat(path, ".name"),
                     absl::StrCat("is ", in_quotes(parameter.name()), " a second time"));
      continue;
    }
    slot = &parameter;
  }

  int n = 0;
  for (std::size_t j = 0; j < infos.size(); ++j) {
    const bool fixed = is_fixed(given[j], infos[j]);
    if (!fixed) ++n;
    if (has_start(given[j], infos[j])) continue;
    if (fixed) {
      violations.add("parameters",
                     absl::StrCat("hold ", in_quotes(infos[j].name), " fixed without a start"));
    } else if (!model.can_guess()) {
      violations.add("parameters",
                     absl::StrCat("give no start for ", in_quotes(infos[j].name), ", and ",
                                  model.info().name, " has no estimate of starting values"));
    }
  }
  return n;
}

void validate_tolerance(bool present, double value, absl::string_view name,
                        Violations& violations) {
  if (present && !(std::isfinite(value) && value >= 0)) {
    violations.add(absl::StrCat("options.", name), is_but_must(value, "finite and >= 0"));
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
  if (!v1::Jacobian_IsValid(options.jacobian())) {
    violations.add("options.jacobian",
                   absl::StrCat("is ", static_cast<int>(options.jacobian()), ", not a Jacobian"));
  }
  if (!v1::Arithmetic_IsValid(options.arithmetic())) {
    violations.add("options.arithmetic", absl::StrCat("is ", static_cast<int>(options.arithmetic()),
                                                      ", not an Arithmetic"));
  }
}

void validate_reporting(const v1::FitRequest& request, Violations& violations) {
  const auto& progress = request.progress();
  if (progress.has_min_interval() &&
      (!is_valid(progress.min_interval()) || to_nanoseconds(progress.min_interval()).count() < 0)) {
    violations.add("progress.min_interval", "is not a duration >= 0");
  }
  if (progress.has_every_iterations() && progress.every_iterations() < 1) {
    violations.add("progress.every_iterations",
                   absl::StrCat("is ", progress.every_iterations(), "; must be >= 1"));
  }
  for (int i = 0; i < request.return_mask().paths_size(); ++i) {
    const std::string& path = request.return_mask().paths(i);
    if (!is_result_array(path)) {
      violations.add(
          absl::StrCat("return_mask.paths[", i, "]"),
          absl::StrCat("is ", in_quotes(path), "; must be one of ", result_array_names()));
    }
  }
  if (request.has_time_limit() &&
      (!is_valid(request.time_limit()) || to_nanoseconds(request.time_limit()).count() <= 0)) {
    violations.add("time_limit", "is not a duration > 0");
  }
  if (request.request_id().size() > kMaxRequestId) {
    violations.add("request_id", absl::StrCat("has ", request.request_id().size(),
                                              " bytes; at most ", kMaxRequestId));
  }
  if (request.labels().size() > kMaxLabels) {
    violations.add("labels",
                   absl::StrCat("has ", request.labels().size(), " entries; at most ", kMaxLabels));
  }
  for (const auto& [key, value] : request.labels()) {
    if (key.empty() || key.size() > kMaxLabelKey || value.size() > kMaxLabelValue) {
      violations.add(
          absl::StrCat("labels[", in_quotes(key), "]"),
          absl::StrCat("has a key of ", key.size(), " and a value of ", value.size(),
                       " bytes; allowed are 1 to ", kMaxLabelKey, " and 0 to ", kMaxLabelValue));
    }
  }
}

void validate_sigma(const v1::FitRequest& request, std::int64_t m, Violations& violations) {
  if (!request.has_sigma()) {
    if (request.absolute_sigma()) violations.add("absolute_sigma", "is set, but there is no sigma");
    return;
  }
  validate_array(request.sigma(), "sigma", ElementRule::kFiniteAndPositive, violations);
  if (request.sigma().payload_case() != v1::Array::PAYLOAD_NOT_SET &&
      element_count(request.sigma()) != m) {
    violations.add("sigma",
                   absl::StrCat("has ", element_count(request.sigma()), " values, but y has ", m));
  }
}

void validate_sizes(std::int64_t m, int n, const RequestLimits& limits, Violations& violations) {
  validate_point_count("y", m, limits, violations);
  if (n == 0) violations.add("parameters", "are all fixed; there is nothing to fit");
  if (n > limits.max_parameters) {
    violations.add("parameters", absl::StrCat("has ", n, " free ones; at most ",
                                              limits.max_parameters, " are taken"));
  }
  if (m > 0 && m < n) {
    violations.add("y", absl::StrCat("has ", m, " values, fewer than the ", n, " free parameters"));
  }
  if (m <= limits.max_points && working_memory(m, n) > limits.working_memory) {
    violations.add("y", absl::StrCat("has ", m, " values; with ", n, " free parameters that needs ",
                                     working_memory(m, n), " bytes of working memory, and ",
                                     limits.working_memory, " are allowed"));
  }
}

}  // namespace

absl::Status validate(const v1::FitRequest& request, const models::Model& model,
                      const RequestLimits& limits) {
  Violations violations;
  const std::int64_t m = element_count(request.y());
  validate_array(request.y(), "y", ElementRule::kFinite, violations);
  validate_predictors(request.predictors(), model, {"y", m}, violations);
  validate_sigma(request, m, violations);
  const int n = validate_parameters(request, model, violations);
  if (request.y().payload_case() != v1::Array::PAYLOAD_NOT_SET) {
    validate_sizes(m, n, limits, violations);
  }
  validate_options(request.options(), n, violations);
  validate_reporting(request, violations);
  return violations.status();
}

}  // namespace fitd::server
