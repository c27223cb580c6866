#include "server/validate_certified.h"

#include "absl/strings/str_cat.h"

namespace fitd::server {

bool is_certified(const v1::FitOptions& options) {
  return options.arithmetic() == v1::ARITHMETIC_CERTIFIED;
}

void validate_certified(const v1::FitOptions& options, Violations& violations) {
  if (!is_certified(options)) return;
  const auto refuse_tolerance = [&](bool present, absl::string_view name) {
    if (!present) return;
    violations.add(absl::StrCat("options.", name),
                   "is set, but ARITHMETIC_CERTIFIED has tolerances of its own");
  };
  refuse_tolerance(options.has_ftol(), "ftol");
  refuse_tolerance(options.has_xtol(), "xtol");
  refuse_tolerance(options.has_gtol(), "gtol");
  if (options.jacobian() == v1::JACOBIAN_FORWARD_DIFFERENCE) {
    violations.add("options.jacobian",
                   "is JACOBIAN_FORWARD_DIFFERENCE, but ARITHMETIC_CERTIFIED needs exact "
                   "derivatives");
  }
}

}  // namespace fitd::server
