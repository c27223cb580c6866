#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/field_mask.pb.h"
#include "server/arrays.h"
#include "server/convert_fit.h"
#include "server/durations.h"
#include "server/result_arrays.h"
#include "server/uncertainty/uncertainty_plan.h"
#include "server/used_points.h"
#include "server/validate.h"
#include "server/validate_bounds.h"
#include "server/validate_certified.h"
#include "server/validate_data.h"
#include "server/validate_fit_parts.h"
#include "server/validate_global.h"
#include "server/validate_loss.h"
#include "server/validate_multi_start.h"
#include "server/validate_ties.h"
#include "server/violations.h"
#include "server/y_covariance.h"

namespace fitd::server {
namespace {

void validate_reporting(const v1::FitRequest& request, Violations& violations) {
  validate_progress(request.progress(), violations);
  validate_return_mask(request.return_mask(), violations);
  if (request.has_time_limit() &&
      (!is_valid(request.time_limit()) || to_nanoseconds(request.time_limit()).count() <= 0)) {
    violations.add("time_limit", "is not a duration > 0");
  }
}

void validate_sigma(const v1::FitRequest& request, std::int64_t m, const std::vector<bool>& counts,
                    Violations& violations) {
  if (!request.has_sigma()) {
    if (request.absolute_sigma() && !request.has_y_covariance()) {
      violations.add("absolute_sigma", "is set, but there is no sigma");
    }
    return;
  }
  validate_array(request.sigma(), "sigma", ElementRule::kFiniteAndPositive, violations, counts);
  if (request.sigma().payload_case() != v1::Array::PAYLOAD_NOT_SET &&
      element_count(request.sigma()) != m) {
    violations.add("sigma",
                   absl::StrCat("has ", element_count(request.sigma()), " values, but y has ", m));
  }
}

// ARITHMETIC_CERTIFIED knows plain sums of squares alone.
void validate_certified_sum(const v1::FitRequest& request, Violations& violations) {
  if (!is_certified(request.options())) return;
  if (to_loss(request.loss()).kind != curve::LossKind::kLinear) {
    violations.add("loss", "is set, but ARITHMETIC_CERTIFIED minimises sums of squares");
  }
  if (request.has_y_covariance()) {
    violations.add("y_covariance", "is set, but ARITHMETIC_CERTIFIED has independent points");
  }
}

// Enough points count for n parameters.
void validate_used_count(std::int64_t m, const std::vector<bool>& counts, int n,
                         Violations& violations) {
  if (m == 0) return;
  const std::int64_t used = counts.empty() ? m : std::count(counts.begin(), counts.end(), true);
  if (used >= n && used > 0) return;
  const std::string of_which =
      used == m ? "" : absl::StrCat(" of which ", used, used == 1 ? " counts," : " count,");
  violations.add("y", absl::StrCat("has ", m, " values,", of_which, " fewer than the ", n,
                                   " free parameters"));
}

void validate_sizes(const v1::FitRequest& request, std::int64_t m, const std::vector<bool>& counts,
                    int n, const RequestLimits& limits, Violations& violations) {
  validate_point_count("y", m, limits, violations);
  validate_free_count(n, limits.max_parameters, violations);
  validate_used_count(m, counts, n, violations);
  if (m == 0 || m > limits.max_points) return;
  const std::int64_t needed = working_memory(request, m, n, limits.threads);
  if (needed > limits.working_memory) {
    violations.add(
        "y", absl::StrCat("has ", m, " values; with ", n, " free parameters that needs ", needed,
                          " bytes of working memory, and ", limits.working_memory, " are allowed"));
  }
}

}  // namespace

void validate_common(const v1::FitRequest& request, int n, Violations& violations) {
  validate_options(request.options(), n, violations);
  validate_reporting(request, violations);
  validate_notes(request.labels(), request.request_id(), violations);
}

absl::Status validate(const v1::FitRequest& request, const FittedModel& fitted,
                      const RequestLimits& limits) {
  if (fitted.global) return validate(request, *fitted.global, limits);
  Violations violations;
  const models::Model& model = *fitted.named;
  const std::int64_t m = element_count(request.y());
  const std::vector<bool> counts = points_that_count(request, model);
  const bool poisson = request.loss().kind() == v1::LOSS_KIND_POISSON;
  validate_array(request.y(), "y", poisson ? ElementRule::kCount : ElementRule::kFinite, violations,
                 counts);
  validate_predictors(request.predictors(), model, {"y", m}, violations, counts);
  validate_sigma(request, m, counts, violations);
  validate_y_covariance(request, m, counts, violations);
  validate_points(request, m, violations);
  validate_loss(request.loss(), violations);
  validate_no_sigma(request.loss(), request.has_sigma(), violations);
  const int n = validate_parameters(request.parameters(), model, violations);
  validate_ties(request.parameters(), fitted, violations);
  validate_starts(request.parameters(), model, violations);
  validate_bounds(request.parameters(), model, request.natural_bounds(), violations);
  validate_scales(request.parameters(), model, request.options(), violations);
  if (request.y().payload_case() != v1::Array::PAYLOAD_NOT_SET) {
    validate_sizes(request, m, counts, n, limits, violations);
  }
  if (request.shared_size() > 0) {
    violations.add("shared", "is set, but there are no data_sets to share parameters");
  }
  validate_certified(request.options(), violations);
  validate_certified_sum(request, violations);
  validate_multi_start(request, model, violations);
  validate_uncertainty(request, fitted, violations);
  validate_common(request, n, violations);
  return violations.status();
}

}  // namespace fitd::server
