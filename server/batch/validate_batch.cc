#include "server/batch/validate_batch.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "server/convert_fit.h"
#include "server/durations.h"
#include "server/validate_bounds.h"
#include "server/validate_certified.h"
#include "server/validate_data.h"
#include "server/validate_fit_parts.h"
#include "server/validate_loss.h"
#include "server/validate_ties.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

constexpr absl::string_view kLargeArrays[] = {"fvec", "cov_x", "covariance"};

// --- header ---

void validate_sizes(const v1::FitBatchHeader& header, int n, const RequestLimits& limits,
                    Violations& violations) {
  validate_free_count(n, limits.max_parameters, violations);
  const std::int64_t m = header.num_points();
  if (m < 1 || m > limits.max_points) {
    violations.add("num_points", absl::StrCat("is ", m, "; must be from 1 to ", limits.max_points));
    return;
  }
  if (m < n) {
    violations.add("num_points",
                   absl::StrCat("is ", m, ", fewer than the ", n, " free parameters"));
  }
  if (working_memory(m, n) > limits.working_memory) {
    violations.add(
        "num_points",
        absl::StrCat("is ", m, "; with ", n, " free parameters that needs ", working_memory(m, n),
                     " bytes of working memory, and ", limits.working_memory, " are allowed"));
  }
}

// Those that are there must be right; the others come with the chunks.
void validate_shared_predictors(const v1::FitBatchHeader& header, const models::Model& model,
                                Violations& violations) {
  for (const auto& [name, array] : header.predictors()) {
    const std::string path = path_of(name);
    if (!is_predictor(name, model)) {
      violations.add(path, not_a_predictor(model));
      continue;
    }
    validate_array(array, path, ElementRule::kFinite, violations);
    if (array.payload_case() != v1::Array::PAYLOAD_NOT_SET &&
        element_count(array) != header.num_points()) {
      violations.add(path, absl::StrCat("has ", element_count(array), " values, but num_points is ",
                                        header.num_points()));
    }
  }
  validate_unnamed_predictor(header.predictors(), model, violations);
  for (int i = 0; i < header.chunk_predictors_size(); ++i) {
    const std::string& name = header.chunk_predictors(i);
    const std::string path = absl::StrCat("chunk_predictors[", i, "]");
    if (!is_predictor(name, model)) {
      violations.add(path,
                     absl::StrCat("is ", in_quotes(name), ", which ", not_a_predictor(model)));
    } else if (header.predictors().contains(name)) {
      violations.add(path, absl::StrCat("is ", in_quotes(name), ", which the header has"));
    }
  }
}

void validate_shared_sigma(const v1::FitBatchHeader& header, Violations& violations) {
  if (!header.has_sigma()) return;
  validate_array(header.sigma(), "sigma", ElementRule::kFiniteAndPositive, violations);
  if (header.sigma().payload_case() != v1::Array::PAYLOAD_NOT_SET &&
      element_count(header.sigma()) != header.num_points()) {
    violations.add("sigma", absl::StrCat("has ", element_count(header.sigma()),
                                         " values, but num_points is ", header.num_points()));
  }
}

void validate_answers(const v1::FitBatchHeader& header, Violations& violations) {
  for (int i = 0; i < header.return_mask().paths_size(); ++i) {
    const std::string& path = header.return_mask().paths(i);
    if (std::find(std::begin(kLargeArrays), std::end(kLargeArrays), path) ==
        std::end(kLargeArrays)) {
      violations.add(
          absl::StrCat("return_mask.paths[", i, "]"),
          absl::StrCat("is ", in_quotes(path), "; must be one of fvec, cov_x, covariance"));
    }
  }
  const auto& interval = header.progress_interval();
  if (header.has_progress_interval() &&
      (!is_valid(interval) || to_nanoseconds(interval).count() < 0)) {
    violations.add("progress_interval", "is not a duration >= 0");
  }
}

// --- chunk ---

// An array of `count` rows of `length`, where it is there. Whether it is right.
bool validate_rows(const v1::Array& array, const std::string& path, std::int64_t count,
                   std::int64_t length, Violations& violations) {
  if (!validate_form(array, path, violations)) return false;
  if (element_count(array) == count * length) return true;
  violations.add(path, absl::StrCat("has ", element_count(array), " values; y has ", count,
                                    " data sets, for which it needs ", count, " x ", length));
  return false;
}

// K; 0 where y is wrong.
std::int64_t validate_y(const v1::Array& y, const BatchPlan& plan, const RequestLimits& limits,
                        Violations& violations) {
  if (!validate_form(y, "y", violations)) return 0;
  const std::int64_t size = element_count(y);
  if (size == 0 || size % plan.m != 0) {
    violations.add("y",
                   absl::StrCat("has ", size,
                                " values; must have a positive multiple of num_points = ", plan.m));
    return 0;
  }
  const std::int64_t count = size / plan.m;
  if (!y.shape().empty() && y.shape(0) != count) {
    violations.add("y.shape", absl::StrCat("begins with ", y.shape(0), ", but there are ", count,
                                           " data sets of ", plan.m, " points"));
  }
  if (count > limits.max_chunk_fits) {
    violations.add("y", absl::StrCat("has ", count, " data sets; at most ", limits.max_chunk_fits,
                                     " are taken in a chunk"));
  }
  return count;
}

void validate_own_predictors(const v1::FitBatchChunk& chunk, const BatchPlan& plan,
                             std::int64_t count, Violations& violations) {
  const models::Model& model = *plan.model;
  for (int k = 0; k < model.num_predictors(); ++k) {
    const std::string& name = model.info().predictors[static_cast<std::size_t>(k)].name;
    const bool shared = plan.predictors[static_cast<std::size_t>(k)].has_value();
    const v1::Array* own = find_predictor(chunk.predictors(), model, k);
    if (shared && own != nullptr) {
      violations.add(path_of(name), "stands beside the header's");
    } else if (!shared && own == nullptr) {
      violations.add(path_of(name), "is missing; the header does not have it either");
    } else if (own != nullptr) {
      validate_rows(*own, path_of(name), count, plan.m, violations);
    }
  }
  for (const auto& [name, array] : chunk.predictors()) {
    if (!is_predictor(name, model)) violations.add(path_of(name), not_a_predictor(model));
  }
  validate_unnamed_predictor(chunk.predictors(), model, violations);
}

void validate_own_sigma(const v1::FitBatchChunk& chunk, const BatchPlan& plan, std::int64_t count,
                        Violations& violations) {
  if (!chunk.has_sigma()) {
    if (plan.absolute_sigma && plan.sigma.empty()) {
      violations.add("sigma", "is missing, but absolute_sigma is set");
    }
    return;
  }
  if (!plan.sigma.empty()) violations.add("sigma", "stands beside the header's");
  if (curve::is_poisson(plan.loss)) {
    violations.add("sigma", "stands beside the header's LOSS_KIND_POISSON");
  }
  validate_rows(chunk.sigma(), "sigma", count, plan.m, violations);
}

void validate_own_starts(const v1::FitBatchChunk& chunk, const BatchPlan& plan, std::int64_t count,
                         Violations& violations) {
  if (chunk.has_starts()) {
    validate_rows(chunk.starts(), "starts", count, plan.num_parameters(), violations);
    return;
  }
  for (std::size_t j = 0; j < plan.given.size(); ++j) {
    if (plan.given[j] || (!plan.fixed[j] && plan.model->can_guess())) continue;
    violations.add("starts",
                   absl::StrCat("is missing: ", in_quotes(plan.fitted->info().parameters[j].name),
                                " has neither a start nor an estimate"));
  }
}

void validate_index(const v1::FitBatchChunk& chunk, std::int64_t default_index, std::int64_t count,
                    Violations& violations) {
  const std::int64_t first = chunk.has_first_index() ? chunk.first_index() : default_index;
  if (first < 0 || first > std::numeric_limits<std::int64_t>::max() - count) {
    violations.add("first_index",
                   absl::StrCat("is ", first, "; must be from 0 to 2^63 - 1 - ", count));
  }
}

absl::Status of_chunk(std::int64_t number, const absl::Status& status) {
  if (status.ok()) return status;
  absl::Status named(status.code(), absl::StrCat("chunk ", number, ": ", status.message()));
  status.ForEachPayload([&named](absl::string_view type, const absl::Cord& payload) {
    named.SetPayload(type, payload);
  });
  return named;
}

}  // namespace

absl::Status validate(const v1::FitBatchHeader& header, const FittedModel& fitted,
                      const RequestLimits& limits) {
  Violations violations("header.");
  const models::Model& model = *fitted.named;
  const int n = validate_parameters(header.parameters(), model, violations);
  validate_sizes(header, n, limits, violations);
  validate_shared_predictors(header, model, violations);
  validate_shared_sigma(header, violations);
  validate_loss(header.loss(), violations);
  validate_no_sigma(header.loss(), header.has_sigma(), violations);
  validate_ties(header.parameters(), fitted, violations);
  validate_bounds(header.parameters(), model, false, violations);
  validate_scales(header.parameters(), model, header.options(), violations);
  validate_options(header.options(), n, violations);
  if (is_certified(header.options())) {
    violations.add("options.arithmetic", "is ARITHMETIC_CERTIFIED, which only Fit has");
  }
  if (header.options().jacobian() == v1::JACOBIAN_FORWARD_DIFFERENCE) {
    violations.add("options.jacobian", "is JACOBIAN_FORWARD_DIFFERENCE; a batch has analytic ones");
  }
  validate_answers(header, violations);
  validate_notes(header.labels(), header.request_id(), violations);
  return violations.status();
}

absl::Status validate(const v1::FitBatchChunk& chunk, const ChunkPlace& place,
                      const BatchPlan& plan, const RequestLimits& limits, int workers) {
  Violations violations("chunk.");
  const std::int64_t count = validate_y(chunk.y(), plan, limits, violations);
  if (count > 0) {
    validate_own_predictors(chunk, plan, count, violations);
    validate_own_sigma(chunk, plan, count, violations);
    validate_own_starts(chunk, plan, count, violations);
    validate_index(chunk, place.first_index, count, violations);
  }
  if (violations.empty() && working_memory(chunk, plan, workers) > limits.working_memory) {
    violations.add("y", absl::StrCat("has ", count, " data sets; with their answers they need ",
                                     working_memory(chunk, plan, workers), " bytes, and ",
                                     limits.working_memory, " are allowed"));
  }
  return of_chunk(place.number, violations.status());
}

absl::Status misplaced(absl::string_view field, absl::string_view description) {
  Violations violations;
  violations.add(std::string(field), std::string(description));
  return violations.status();
}

std::int64_t count_of(const v1::FitBatchChunk& chunk, const BatchPlan& plan) {
  return element_count(chunk.y()) / plan.m;
}

std::int64_t working_memory(const v1::FitBatchChunk& chunk, const BatchPlan& plan, int workers) {
  const std::int64_t count = count_of(chunk, plan);
  return static_cast<std::int64_t>(chunk.ByteSizeLong()) + count * plan.answer_bytes() +
         std::min<std::int64_t>(count, workers) *
             working_memory(plan.m, static_cast<int>(plan.num_free()));
}

}  // namespace fitd::server
