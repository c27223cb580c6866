#include "server/uncertainty/uncertainty_plan.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "server/convert_fit.h"
#include "server/resolve_model.h"
#include "server/validate_data.h"

namespace fitd::server {
namespace {

constexpr int kMaxLevels = 8;
constexpr double kDefaultLevel = 0.95;
// In a prediction: what fits a message that clients take by default.
constexpr std::int64_t kMaxNumbers = 300'000;

std::int64_t num_levels(const v1::UncertaintyOptions& options) {
  return std::max(1, options.levels_size());
}

// M, as the first predictor has it.
std::int64_t count_points(const v1::UncertaintyOptions& options) {
  const auto& predictors = options.predictors();
  return predictors.empty() ? 0 : element_count(predictors.begin()->second);
}

std::int64_t numbers(const v1::UncertaintyOptions& options) {
  return count_points(options) * (2 + 4 * num_levels(options));
}

void validate_levels(const v1::UncertaintyOptions& options, Violations& violations) {
  if (options.levels_size() > kMaxLevels) {
    violations.add("levels",
                   absl::StrCat("has ", options.levels_size(), " values; at most ", kMaxLevels));
    return;
  }
  std::set<double> seen;
  for (int i = 0; i < options.levels_size(); ++i) {
    const double level = options.levels(i);
    const std::string path = absl::StrCat("levels[", i, "]");
    if (!(level > 0 && level < 1)) {
      violations.add(path, is_but_must(level, "above 0 and below 1"));
    } else if (!seen.insert(level).second) {
      violations.add(path, absl::StrCat("is ", number(level), " a second time"));
    }
  }
}

// Whether each parameter of the model is free in `request`.
std::vector<bool> free_in(const v1::FitRequest& request, const models::Model& model) {
  const auto given = match(request.parameters(), model);
  std::vector<bool> free;
  for (std::size_t j = 0; j < given.size(); ++j) {
    free.push_back(is_free(given[j], model.info().parameters[j]));
  }
  return free;
}

void validate_profiled(const v1::FitRequest& request, const models::Model& model,
                       Violations& violations) {
  const auto& names = request.uncertainty().parameters();
  if (!names.empty() && !request.uncertainty().intervals()) {
    violations.add("parameters", "is set, but intervals is not");
  }
  const std::vector<bool> free = free_in(request, model);
  std::set<std::string> seen;
  for (int i = 0; i < names.size(); ++i) {
    const std::string path = absl::StrCat("parameters[", i, "]");
    const int j = parameter_index(model, names[i]);
    if (j < 0) {
      violations.add(path, absl::StrCat("is ", in_quotes(names[i]),
                                        ", which is not a parameter of ", title(model)));
    } else if (!free[static_cast<std::size_t>(j)]) {
      violations.add(path, absl::StrCat("is ", in_quotes(names[i]), ", which is not free"));
    } else if (!seen.insert(names[i]).second) {
      violations.add(path, absl::StrCat("is ", in_quotes(names[i]), " a second time"));
    }
  }
}

void validate_prediction(const v1::UncertaintyOptions& options, const models::Model& model,
                         Violations& violations) {
  if (options.predictors().empty()) {
    if (options.has_sigma()) violations.add("sigma", "is set, but there are no predictors");
    return;
  }
  const std::int64_t m = count_points(options);
  const std::string first = path_of(options.predictors().begin()->first);
  if (m == 0) violations.add(first, "is empty");
  validate_predictors(options.predictors(), model, {first, m}, violations);
  if (numbers(options) > kMaxNumbers) {
    violations.add("predictors", absl::StrCat("ask for ", m, " points at ", num_levels(options),
                                              " levels, which makes ", numbers(options),
                                              " numbers; at most ", kMaxNumbers, " are given"));
  }
  if (!options.has_sigma()) return;
  validate_array(options.sigma(), "sigma", ElementRule::kFiniteAndPositive, violations);
  if (options.sigma().payload_case() != v1::Array::PAYLOAD_NOT_SET &&
      element_count(options.sigma()) != m) {
    violations.add("sigma", absl::StrCat("has ", element_count(options.sigma()), " values, but ",
                                         first, " has ", m));
  }
}

}  // namespace

void validate_uncertainty(const v1::FitRequest& request, const FittedModel& fitted,
                          Violations& violations) {
  if (!request.has_uncertainty()) return;
  Violations ours("uncertainty.");
  validate_levels(request.uncertainty(), ours);
  validate_profiled(request, *fitted.named, ours);
  validate_prediction(request.uncertainty(), *fitted.named, ours);
  violations.add_all(ours);
}

UncertaintyPlan to_plan(const v1::FitRequest& request, const models::Model& fitted) {
  UncertaintyPlan plan;
  if (!request.has_uncertainty()) return plan;
  const v1::UncertaintyOptions& options = request.uncertainty();
  plan.levels.assign(options.levels().begin(), options.levels().end());
  if (plan.levels.empty()) plan.levels.push_back(kDefaultLevel);
  const auto& names = options.parameters();
  const auto& infos = fitted.info().parameters;
  const std::vector<bool> free = free_in(request, fitted);
  for (std::size_t j = 0; options.intervals() && j < infos.size(); ++j) {
    const bool asked = names.empty() || std::ranges::find(names, infos[j].name) != names.end();
    if (asked && free[j]) plan.profiled.push_back(static_cast<int>(j));
  }
  for (int k = 0; !options.predictors().empty() && k < fitted.num_predictors(); ++k) {
    plan.predictors.push_back(to_vector(*find_predictor(options.predictors(), fitted, k)));
  }
  if (options.has_sigma()) plan.sigma = to_vector(options.sigma());
  return plan;
}

std::int64_t uncertainty_memory(const v1::UncertaintyOptions& options) {
  return 8 * std::min(2 * numbers(options), 2 * kMaxNumbers);
}

}  // namespace fitd::server
