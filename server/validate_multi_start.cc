#include "server/validate_multi_start.h"

#include <cmath>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "server/convert_fit.h"
#include "server/validate_data.h"
#include "server/validate_fit_parts.h"
#include "solver/curve/start_ranges.h"

namespace fitd::server {
namespace {

constexpr int kMostStarts = 10'000;
constexpr double kLargestSpread = 1e6;

// The bound that a parameter has, or the model's own, where that counts.
double bound_of(const v1::Parameter* given, bool present, double value, bool natural, double own,
                double none) {
  if (given != nullptr && present) return value;
  return natural ? own : none;
}

bool has_range(const v1::Parameter& given, const models::ParameterInfo& info, bool natural,
               double spread) {
  const double lower = bound_of(&given, given.has_min(), given.min(), natural, info.min, -HUGE_VAL);
  const double upper = bound_of(&given, given.has_max(), given.max(), natural, info.max, HUGE_VAL);
  return curve::start_range(given.start(), lower, upper, spread).has_value();
}

void validate_numbers(const v1::MultiStart& message, Violations& violations) {
  if (message.has_starts() && (message.starts() < 1 || message.starts() > kMostStarts)) {
    violations.add("multi_start.starts",
                   absl::StrCat("is ", message.starts(), "; must be from 1 to ", kMostStarts));
  }
  if (message.has_spread() && !(message.spread() > 1 && message.spread() <= kLargestSpread)) {
    violations.add("multi_start.spread", is_but_must(message.spread(), "> 1 and at most 1e6"));
  }
}

}  // namespace

void validate_multi_start(const v1::FitRequest& request, const models::Model& model,
                          Violations& violations) {
  if (!request.has_multi_start()) return;
  const v1::MultiStart& message = request.multi_start();
  validate_numbers(message, violations);
  const double spread = message.has_spread() ? message.spread() : curve::MultiStart().spread;
  for (int i = 0; i < request.parameters_size(); ++i) {
    const v1::Parameter& given = request.parameters(i);
    const int j = parameter_index(model, given.name());
    // Of a start that is estimated nothing is known yet.
    if (j < 0 || !given.has_start() || !std::isfinite(given.start())) continue;
    const models::ParameterInfo& info = model.info().parameters[static_cast<std::size_t>(j)];
    if (is_fixed(&given, info) || has_range(given, info, request.natural_bounds(), spread))
      continue;
    violations.add(absl::StrCat("parameters[", i, "].start"),
                   absl::StrCat("is ", given.start(),
                                ", from which multi_start can draw no other starts; it needs min "
                                "and max"));
  }
}

}  // namespace fitd::server
