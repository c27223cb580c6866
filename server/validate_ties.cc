#include "server/validate_ties.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace fitd::server {

void validate_beside_expressions(const ParameterList& parameters, Violations& violations) {
  for (int i = 0; i < parameters.size(); ++i) {
    const v1::Parameter& parameter = parameters[i];
    if (parameter.expression().empty()) continue;
    const std::string path = absl::StrCat("parameters[", i, "]");
    const auto refuse = [&](bool given, const std::string& field, absl::string_view why) {
      if (given) violations.add(absl::StrCat(path, ".", field), absl::StrCat("is set, but ", why));
    };
    const std::string tied = absl::StrCat("the expression ties ", in_quotes(parameter.name()));
    const std::string bounds =
        absl::StrCat(tied, "; bound the parameters that the expression is made of");
    refuse(parameter.has_start(), "start", absl::StrCat(tied, ", and gives its start"));
    refuse(parameter.has_fixed(), "fixed", absl::StrCat(tied, "; give the one or the other"));
    refuse(parameter.has_min(), "min", bounds);
    refuse(parameter.has_max(), "max", bounds);
    refuse(parameter.has_scale(), "scale", absl::StrCat(tied, ", and no step is made in it"));
  }
}

void validate_ties(const ParameterList& parameters, const FittedModel& fitted,
                   Violations& violations) {
  validate_beside_expressions(parameters, violations);
  for (const Violation& fault : fitted.faults) violations.add(fault.field, fault.description);
}

}  // namespace fitd::server
