#include "server/function/validate_function.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/arrays.h"
#include "server/function/function_bounds.h"
#include "server/validate_fit_parts.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

constexpr std::size_t kMaxFailure = 1024;

// What a message holds beside its numbers: field tags, lengths, the shape.
constexpr std::int64_t kMessageRest = 1024;

std::int64_t numbers_in_message(const FunctionLimits& limits) {
  return std::max<std::int64_t>(0, limits.max_message_bytes - kMessageRest) / 8;
}

void validate_x0(const v1::Array& x0, std::int64_t max_parameters, Violations& violations) {
  validate_array(x0, "x0", ElementRule::kFinite, violations);
  if (x0.payload_case() == v1::Array::PAYLOAD_NOT_SET) return;
  const std::int64_t n = element_count(x0);
  if (n == 0) violations.add("x0", "is empty");
  if (n > max_parameters) {
    violations.add("x0", absl::StrCat("has ", n, " values; at most ", max_parameters,
                                      " parameters are taken"));
  }
}

void validate_ways(const v1::FunctionProblem& problem, Violations& violations) {
  if (problem.options().jacobian() != v1::JACOBIAN_UNSPECIFIED) {
    violations.add("options.jacobian", "is set; has_jacobian says who makes derivatives");
  }
  if (problem.options().arithmetic() != v1::ARITHMETIC_UNSPECIFIED &&
      problem.options().arithmetic() != v1::ARITHMETIC_REFERENCE) {
    violations.add("options.arithmetic", "must be ARITHMETIC_REFERENCE or unset");
  }
  if (problem.col_deriv() && !problem.has_jacobian()) {
    violations.add("col_deriv", "is set, but has_jacobian is not");
  }
}

void add_size_violations(std::int64_t m, int n, bool has_jacobian, absl::string_view field,
                         const FunctionLimits& limits, Violations& violations) {
  const std::string path(field);
  if (m < n) {
    violations.add(path,
                   absl::StrCat("gives ", m, " residuals, fewer than the ", n, " parameters"));
    return;
  }
  if (m > limits.request.max_points) {
    violations.add(path, absl::StrCat("gives ", m, " residuals; at most ",
                                      limits.request.max_points, " are taken"));
    return;
  }
  const std::int64_t in_message = m * (has_jacobian ? n : 1);
  const std::int64_t room = numbers_in_message(limits);
  if (in_message > room) {
    violations.add(
        path,
        absl::StrCat("gives ", m, " residuals; ", has_jacobian ? "a Jacobian" : "they",
                     " would be a message of ", in_message, " numbers, and ", room, " are taken"));
  }
  if (function_memory(m, n) > limits.request.working_memory) {
    violations.add(path,
                   absl::StrCat("gives ", m, " residuals; with ", n, " parameters that needs ",
                                function_memory(m, n), " bytes of working memory, and ",
                                limits.request.working_memory, " are allowed"));
  }
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  return absl::StrCat("[", absl::StrJoin(shape, ", "), "]");
}

// `shape`, if given, is `wanted`; so is the number of elements. An m of -1 may be anything.
void validate_answer_array(const v1::Array& array, absl::string_view path,
                           const ExpectedAnswer& expected, std::vector<std::int64_t> wanted,
                           Violations& violations) {
  if (!validate_form(array, path, violations)) return;
  const std::vector<std::int64_t> shape(array.shape().begin(), array.shape().end());
  const std::int64_t count = element_count(array);
  if (expected.m < 0) {
    if (shape.size() > 2 || (shape.size() == 2 && shape[0] != 1)) {
      violations.add(absl::StrCat(path, ".shape"),
                     absl::StrCat("is ", shape_text(shape), "; must be [m] or [1, m]"));
    } else if (count == 0) {
      violations.add(std::string(path), "is empty");
    }
    return;
  }
  if (count != wanted[0] * wanted[1]) {
    violations.add(std::string(path),
                   absl::StrCat("has ", count, " values; must have ", wanted[0], " x ", wanted[1]));
    return;
  }
  // A flat array may stand for a matrix only where it says nothing of its shape, so that a Jacobian
  // that lies the other way round is noticed.
  const bool one_row = (wanted[0] == 1 || wanted[1] == 1) && shape.size() == 1;
  if (!shape.empty() && shape != wanted && !one_row) {
    violations.add(absl::StrCat(path, ".shape"),
                   absl::StrCat("is ", shape_text(shape), "; must be ", shape_text(wanted)));
  }
}

}  // namespace

std::int64_t function_memory(std::int64_t m, int n) {
  const std::int64_t parameters = n;
  return 8 * (m * (2 * parameters + 4) + 4 * parameters * parameters + 64 * parameters);
}

std::int64_t points_per_ask(std::int64_t m, const FunctionLimits& limits) {
  return std::max<std::int64_t>(1, numbers_in_message(limits) / m);
}

absl::Status validate_size(std::int64_t m, int n, bool has_jacobian, absl::string_view field,
                           const FunctionLimits& limits) {
  Violations violations;
  add_size_violations(m, n, has_jacobian, field, limits, violations);
  return violations.status();
}

absl::Status validate(const v1::FunctionProblem& problem, const FunctionLimits& limits) {
  Violations violations("problem.");
  validate_x0(problem.x0(), limits.request.max_parameters, violations);
  const auto n = static_cast<int>(
      std::min<std::int64_t>(element_count(problem.x0()), limits.request.max_parameters));
  if (problem.has_num_residuals()) {
    add_size_violations(problem.num_residuals(), n, problem.has_jacobian(), "num_residuals", limits,
                        violations);
  }
  validate_ways(problem, violations);
  validate_bounds(problem, violations);
  validate_options(problem.options(), n, violations);
  validate_progress(problem.progress(), violations);
  validate_return_mask(problem.return_mask(), violations);
  validate_notes(problem.labels(), problem.request_id(), violations);
  return violations.status();
}

absl::Status validate(const v1::Evaluation& evaluation, const ExpectedAnswer& expected) {
  Violations violations("evaluation.");
  if (evaluation.id() != expected.id) {
    violations.add("id", absl::StrCat("is ", evaluation.id(), "; ", expected.id, " was asked"));
  }
  const bool residuals = expected.what == v1::Evaluate::WHAT_RESIDUALS;
  switch (evaluation.outcome_case()) {
    case v1::Evaluation::kFailure:
      if (!violations.empty()) break;
      return absl::AbortedError(evaluation.failure().substr(0, kMaxFailure));
    case v1::Evaluation::kResiduals:
      if (residuals) {
        validate_answer_array(evaluation.residuals(), "residuals", expected,
                              {expected.num_points, expected.m}, violations);
      } else {
        violations.add("residuals", "is set, but the Jacobian was asked for");
      }
      break;
    case v1::Evaluation::kJacobian:
      if (residuals) {
        violations.add("jacobian", "is set, but residuals were asked for");
      } else {
        const std::int64_t n = expected.n;
        validate_answer_array(evaluation.jacobian(), "jacobian", expected,
                              expected.col_deriv ? std::vector<std::int64_t>{n, expected.m}
                                                 : std::vector<std::int64_t>{expected.m, n},
                              violations);
      }
      break;
    case v1::Evaluation::OUTCOME_NOT_SET:
      violations.add("outcome", "is missing; set residuals, jacobian or failure");
      break;
  }
  return violations.status();
}

}  // namespace fitd::server
