#include "server/validate.h"

#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "server/resolve_model.h"
#include "server/validate_data.h"
#include "server/violations.h"

namespace fitd::server {
absl::Status validate(const v1::EvaluateModelRequest& request, const models::Model& model,
                      const RequestLimits& limits) {
  Violations violations;
  if (request.parameters_size() != model.num_parameters()) {
    violations.add("parameters",
                   absl::StrCat("has ", request.parameters_size(), " values, but ", title(model),
                                " has ", model.num_parameters(), " parameters"));
  }
  for (int j = 0; j < request.parameters_size(); ++j) {
    if (!std::isfinite(request.parameters(j))) {
      violations.add(absl::StrCat("parameters[", j, "]"),
                     is_but_must(request.parameters(j), "finite"));
    }
  }
  const v1::Array* first = find_predictor(request.predictors(), model, 0);
  const std::string& name = model.info().predictors[0].name;
  const std::int64_t m = first == nullptr ? 0 : element_count(*first);
  validate_predictors(request.predictors(), model, {name, m}, violations);
  if (first != nullptr && first->payload_case() != v1::Array::PAYLOAD_NOT_SET) {
    validate_point_count(absl::StrCat("predictors[", in_quotes(name), "]"), m, limits, violations);
  }
  return violations.status();
}

absl::Status validate(const v1::GuessParametersRequest& request, const models::Model& model,
                      const RequestLimits& limits) {
  Violations violations;
  const std::int64_t m = element_count(request.y());
  validate_array(request.y(), "y", ElementRule::kFinite, violations);
  if (request.y().payload_case() != v1::Array::PAYLOAD_NOT_SET) {
    validate_point_count("y", m, limits, violations);
  }
  validate_predictors(request.predictors(), model, {"y", m}, violations);
  if (!violations.empty()) return violations.status();
  if (!model.can_guess()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the model ", title(model), " has no estimate of starting values"));
  }
  return absl::OkStatus();
}

absl::Status validate(const v1::ListModelsRequest& request) {
  Violations violations;
  if (request.page_size() < 0 || request.page_size() > kMaxPageSize) {
    violations.add("page_size",
                   absl::StrCat("is ", request.page_size(), "; must be from 0 to ", kMaxPageSize));
  }
  std::int32_t offset = 0;
  if (!request.page_token().empty() &&
      (!absl::SimpleAtoi(request.page_token(), &offset) || offset <= 0)) {
    violations.add("page_token", absl::StrCat("is ", in_quotes(request.page_token()),
                                              "; must come from a ListModelsResponse"));
  }
  return violations.status();
}

}  // namespace fitd::server
