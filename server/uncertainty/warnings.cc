#include "server/uncertainty/warnings.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "server/violations.h"
#include "solver/curve/identifiability.h"

namespace fitd::server {
namespace {

// Beyond it half of the digits of a double are lost in (J'J)^-1, and more.
constexpr double kIllConditioned = 1e7;

v1::Warning& add(v1::WarningCode code, std::string text, v1::FitResult& result) {
  auto& warning = *result.add_warnings();
  warning.set_code(code);
  warning.set_text(std::move(text));
  return warning;
}

// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& names) {
  if (names.size() < 2) return absl::StrJoin(names, "");
  return absl::StrCat(absl::StrJoin(names.begin(), names.end() - 1, ", "), " and ", names.back());
}

void set_parameters(const std::vector<std::string>& names, v1::Warning& warning) {
  warning.mutable_parameters()->Add(names.begin(), names.end());
}

void warn_of_no_influence(const std::vector<std::string>& names, v1::FitResult& result) {
  auto& warning =
      add(v1::WARNING_CODE_NO_INFLUENCE,
          absl::StrCat("the model at the data does not depend on ", listed(names), ": hold ",
                       names.size() > 1 ? "them" : "it", ", or measure where ",
                       names.size() > 1 ? "they matter" : "it matters"),
          result);
  set_parameters(names, warning);
}

void warn_of_dependence(const std::vector<std::string>& names, double condition,
                        v1::FitResult& result) {
  const std::string number = std::isfinite(condition)
                                 ? absl::StrFormat("; the condition number is %.1e", condition)
                                 : "; they are dependent";
  auto& warning = add(
      v1::WARNING_CODE_NOT_IDENTIFIABLE,
      absl::StrCat("the data do not tell ", listed(names),
                   " apart: they can change together and leave the curve nearly as it is", number),
      result);
  set_parameters(names, warning);
}

}  // namespace

void add_warnings(const FitJob& job, const curve::CurveOutcome& outcome, v1::FitResult& result) {
  const auto names_of = [&](const auto& parts, const auto& index) {
    std::vector<std::string> names;
    for (const auto& part : parts) names.push_back(result.free_names(index(part)));
    return names;
  };
  if (outcome.statistics && outcome.statistics->degrees_of_freedom == 0 &&
      !job.fit.absolute_sigma) {
    add(v1::WARNING_CODE_NO_FREEDOM,
        "as many parameters are free as there are points: the curve passes through the data, and "
        "nothing is left to estimate errors from",
        result);
  }
  if (!outcome.lm.linearized) return;
  const curve::Identifiability found = curve::identifiability(outcome.lm.r, outcome.lm.permutation);
  if (std::isfinite(found.condition_number)) result.set_condition_number(found.condition_number);
  if (!found.without_influence.empty()) {
    auto indices = found.without_influence;
    std::ranges::sort(indices);
    warn_of_no_influence(names_of(indices, [](int j) { return j; }), result);
  }
  if (found.condition_number > kIllConditioned) {
    warn_of_dependence(names_of(found.weakest, [](const auto& part) { return part.parameter; }),
                       found.condition_number, result);
  }
}

void warn_of_no_uncertainty(const std::string& reason, v1::FitResult& result) {
  add(v1::WARNING_CODE_NO_UNCERTAINTY,
      absl::StrCat("what was asked of the uncertainty is not there: ", reason), result);
}

void warn_of_lower_minimum(const FitJob& job, const curve::LowerMinimum& minimum,
                           v1::FitResult& result) {
  std::vector<std::string> names;
  std::vector<std::string> values;
  const auto& infos = job.fit.model->info().parameters;
  for (std::size_t j = 0; j < infos.size(); ++j) {
    names.push_back(infos[j].name);
    values.push_back(
        absl::StrCat(infos[j].name, " = ", absl::StrFormat("%.6g", minimum.parameters[j])));
  }
  auto& warning = add(v1::WARNING_CODE_LOWER_MINIMUM,
                      absl::StrCat("a profile came by a lower minimum: chi-square is at most ",
                                   absl::StrFormat("%.6g", minimum.chi_square), " from the start ",
                                   absl::StrJoin(values, ", ")),
                      result);
  set_parameters(names, warning);
  warning.mutable_values()->Add(minimum.parameters.begin(), minimum.parameters.end());
}

}  // namespace fitd::server
