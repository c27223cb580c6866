#include "server/function/function_bounds.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/arrays.h"

namespace fitd::server {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Bounds = google::protobuf::RepeatedField<double>;

std::string element(const char* field, int j) { return absl::StrCat(field, "[", j, "]"); }

// Whether there are n of them, or none, and each may be a bound; `none` is the infinity that may.
bool validate_side(const Bounds& bounds, const char* field, std::int64_t n, double none,
                   Violations& violations) {
  if (bounds.empty()) return true;
  if (bounds.size() != n) {
    violations.add(field,
                   absl::StrCat("has ", bounds.size(), " values, but x0 has ", n, " parameters"));
    return false;
  }
  bool good = true;
  for (int j = 0; j < bounds.size(); ++j) {
    if (std::isfinite(bounds[j]) || bounds[j] == none) continue;
    violations.add(element(field, j),
                   is_but_must(bounds[j], absl::StrCat("finite, or ", number(none), " for none")));
    good = false;
  }
  return good;
}

double bound_at(const Bounds& bounds, int j, double none) {
  return bounds.empty() ? none : bounds[j];
}

void validate_place(const v1::FunctionProblem& problem, Violations& violations) {
  Violations of_form;  // which are told already
  if (!validate_form(problem.x0(), "x0", of_form)) return;
  const std::vector<double> x0 = to_vector(problem.x0());
  for (int j = 0; j < static_cast<int>(x0.size()); ++j) {
    const double lower = bound_at(problem.lower(), j, -kInfinity);
    const double upper = bound_at(problem.upper(), j, kInfinity);
    const double start = x0[static_cast<std::size_t>(j)];
    if (!(lower < upper)) {
      violations.add(element("upper", j), absl::StrCat("is ", number(upper), "; must be above ",
                                                       number(lower), ", the lower bound"));
    } else if (start < lower) {
      violations.add(element("x0", j),
                     absl::StrCat("is ", number(start), ", below its bound ", number(lower)));
    } else if (start > upper) {
      violations.add(element("x0", j),
                     absl::StrCat("is ", number(start), ", above its bound ", number(upper)));
    }
  }
}

}  // namespace

void validate_bounds(const v1::FunctionProblem& problem, Violations& violations) {
  if (problem.lower().empty() && problem.upper().empty()) return;
  const std::int64_t n = element_count(problem.x0());
  const bool lower = validate_side(problem.lower(), "lower", n, -kInfinity, violations);
  const bool upper = validate_side(problem.upper(), "upper", n, kInfinity, violations);
  if (lower && upper) validate_place(problem, violations);
}

lm::Box to_box(const v1::FunctionProblem& problem) {
  const auto n = static_cast<std::size_t>(element_count(problem.x0()));
  lm::Box box = {std::vector<double>(n, -kInfinity), std::vector<double>(n, kInfinity)};
  std::ranges::copy(problem.lower(), box.lower.begin());
  std::ranges::copy(problem.upper(), box.upper.begin());
  const auto is_finite = [](double bound) { return std::isfinite(bound); };
  if (std::ranges::none_of(box.lower, is_finite) && std::ranges::none_of(box.upper, is_finite)) {
    return {};
  }
  return box;
}

}  // namespace fitd::server
