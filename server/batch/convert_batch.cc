#include "server/batch/convert_batch.h"

#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/batch/tied_columns.h"
#include "server/convert_fit.h"
#include "server/durations.h"
#include "server/validate_bounds.h"
#include "server/validate_data.h"
#include "server/validate_loss.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

using Source = curve::BatchFault::Source;

std::vector<double> take(v1::Array& array) {
  std::vector<double> elements = to_vector(array);
  release(array);
  return elements;
}

// The data sets first .. first + count - 1 of a chunk.
struct Rows {
  const v1::FitBatchChunk& chunk;
  std::int64_t first;
  std::int64_t count;
};

// Those rows, each of `length`, out of one of the chunk's arrays.
curve::BatchRows own_rows(const v1::Array& array, const Rows& rows, std::int64_t length,
                          std::vector<double>& memory) {
  memory.resize(static_cast<std::size_t>(rows.count * length));
  read_elements(array, rows.first * length, memory);
  return {memory, false};
}

void set_y(const BatchPlan& plan, const Rows& rows, SliceMemory& memory, curve::BatchFit& fit) {
  const v1::Array& y = rows.chunk.y();
  if (!holds_floats(y)) {
    fit.y = own_rows(y, rows, plan.m, memory.y).values;
    return;
  }
  memory.y_floats.resize(static_cast<std::size_t>(rows.count * plan.m));
  read_floats(y, rows.first * plan.m, memory.y_floats);
  fit.y = std::span<const float>(memory.y_floats);
}

void set_predictors(const BatchPlan& plan, const Rows& rows, SliceMemory& memory,
                    curve::BatchFit& fit) {
  memory.predictors.resize(plan.predictors.size());
  for (std::size_t k = 0; k < plan.predictors.size(); ++k) {
    if (plan.predictors[k]) {
      fit.predictors.push_back({*plan.predictors[k], true});
      continue;
    }
    const v1::Array* own =
        find_predictor(rows.chunk.predictors(), *plan.model, static_cast<int>(k));
    fit.predictors.push_back(own_rows(*own, rows, plan.m, memory.predictors[k]));
  }
}

void set_starts(const BatchPlan& plan, const Rows& rows, SliceMemory& memory,
                curve::BatchFit& fit) {
  fit.guessed.assign(plan.given.size(), false);
  if (rows.chunk.has_starts()) {
    fit.start = own_rows(rows.chunk.starts(), rows, plan.num_parameters(), memory.start);
    if (plan.ties) fit.start.values = keep_untied(plan, rows.count, memory.start);
    return;
  }
  fit.start = {plan.start, true};
  for (std::size_t j = 0; j < plan.given.size(); ++j) fit.guessed[j] = !plan.given[j];
}

// Whether the fault lies in what the client sent.
bool is_in_data(Source source) {
  return source == Source::kPredictor || source == Source::kY || source == Source::kSigma ||
         source == Source::kStart;
}

std::string field_of(const curve::BatchFault& fault, const models::ModelInfo& model) {
  const auto column = static_cast<std::size_t>(fault.column);
  const auto row = static_cast<std::size_t>(fault.row);
  switch (fault.source) {
    case Source::kPredictor:
      return absl::StrCat("predictors[", in_quotes(model.predictors[column].name), "][", row, "]");
    case Source::kY:
      return absl::StrCat("y[", row, "]");
    case Source::kSigma:
      return absl::StrCat("sigma[", row, "]");
    case Source::kStart:
      return absl::StrCat("starts[", in_quotes(model.parameters[row].name), "]");
    case Source::kResidual:
      return absl::StrCat("residuals[", row, "]");
    case Source::kJacobian:
      return absl::StrCat("jacobian[", in_quotes(model.parameters[column].name), "][", row, "]");
    case Source::kNone:
      break;
  }
  return "";
}

std::string description_of(const curve::BatchFault& fault) {
  if (fault.source == Source::kSigma) return is_but_must(fault.value, "finite and > 0");
  if (fault.source == Source::kY && std::isfinite(fault.value)) {
    return is_but_must(fault.value, ">= 0, a count");
  }
  if (is_in_data(fault.source)) return is_but_must(fault.value, "finite");
  return absl::StrCat("is ", number(fault.value));
}

void set_fault(const curve::BatchFault& fault, std::int64_t index, const models::ModelInfo& model,
               v1::DataSetFault& to) {
  to.set_index(index);
  to.set_field(field_of(fault, model));
  to.set_description(description_of(fault));
  to.set_value(fault.value);
}

void set_arrays(const BatchPlan& plan, std::int64_t count, Encoding encoding,
                const curve::BatchOutcome& outcome, v1::FitBatchResults& results) {
  const std::int64_t width = plan.num_parameters();
  const std::int64_t n = plan.num_free();
  if (plan.ties) {
    const TiedColumns all = all_columns(plan, outcome);
    *results.mutable_parameters() = to_array(all.parameters, {count, width}, encoding);
    *results.mutable_standard_errors() = to_array(all.standard_errors, {count, width}, encoding);
  } else {
    *results.mutable_parameters() = to_array(outcome.parameters, {count, width}, encoding);
    *results.mutable_standard_errors() =
        to_array(outcome.standard_errors, {count, width}, encoding);
  }
  *results.mutable_chi_square() = to_array(outcome.chi_square, {count}, encoding);
  if (plan.wanted.fvec) {
    *results.mutable_fvec() = to_array(outcome.fvec, {count, plan.m}, encoding);
  }
  if (plan.wanted.cov_x) {
    *results.mutable_cov_x() = to_array(outcome.cov_x, {count, n, n}, encoding);
  }
  if (plan.sends_covariance) {
    *results.mutable_covariance() = to_array(outcome.covariance, {count, n, n}, encoding);
  }
}

}  // namespace

BatchPlan to_plan(v1::FitBatchHeader&& header, const FittedModel& fitted) {
  BatchPlan plan;
  plan.model = fitted.named;
  plan.fitted = fitted.model;
  plan.ties = fitted.ties;
  plan.m = header.num_points();
  for (int k = 0; k < plan.model->num_predictors(); ++k) {
    auto& predictors = *header.mutable_predictors();
    const v1::Array* shared = find_predictor(predictors, *plan.model, k);
    plan.predictors.emplace_back();
    if (shared != nullptr) plan.predictors.back() = to_vector(*shared);
  }
  if (header.has_sigma()) plan.sigma = take(*header.mutable_sigma());
  plan.absolute_sigma = header.absolute_sigma();
  plan.loss = to_loss(header.loss());
  ParameterSettings settings = to_parameter_settings(header.parameters(), *plan.fitted);
  plan.start = std::move(settings.start);
  plan.given = std::move(settings.given);
  plan.fixed = std::move(settings.fixed);
  plan.bounds = to_bounds(header.parameters(), *plan.fitted, false);
  plan.options = to_options(header.options(), static_cast<int>(plan.num_free()));
  plan.reference = header.options().arithmetic() == v1::ARITHMETIC_REFERENCE;
  if (plan.options.diag.empty()) plan.options.diag = to_scales(header.parameters(), *plan.fitted);
  for (const std::string& path : header.return_mask().paths()) {
    if (path == "fvec") plan.wanted.fvec = true;
    if (path == "cov_x") plan.wanted.cov_x = true;
    if (path == "covariance") plan.sends_covariance = true;
  }
  plan.wanted.covariance = plan.sends_covariance || plan.ties != nullptr;
  if (!header.progress_off()) {
    plan.progress_interval = header.has_progress_interval()
                                 ? to_nanoseconds(header.progress_interval())
                                 : std::chrono::milliseconds(100);
  }
  plan.request_id = std::move(*header.mutable_request_id());
  plan.labels.insert(header.labels().begin(), header.labels().end());
  return plan;
}

curve::BatchFit to_batch(const BatchPlan& plan, const BatchChunk& chunk, std::int64_t first,
                         std::int64_t count, SliceMemory& memory) {
  curve::BatchFit fit;
  fit.model = plan.fitted.get();
  fit.m = plan.m;
  fit.count = count;
  fit.fixed = plan.fixed;
  fit.bounds = plan.bounds;
  fit.options = plan.options;
  fit.reference = plan.reference;
  fit.wanted = plan.wanted;
  fit.absolute_sigma = plan.absolute_sigma;
  fit.loss = plan.loss;
  const Rows rows = {chunk.message, first, count};
  set_y(plan, rows, memory, fit);
  set_predictors(plan, rows, memory, fit);
  fit.sigma = {plan.sigma, true};
  if (chunk.message.has_sigma()) {
    fit.sigma = own_rows(chunk.message.sigma(), rows, plan.m, memory.sigma);
  }
  set_starts(plan, rows, memory, fit);
  return fit;
}

v1::Termination termination_of(const curve::BatchOutcome& outcome, std::size_t k) {
  if (is_in_data(outcome.faults[k].source)) return v1::TERMINATION_INVALID_DATA;
  return static_cast<v1::Termination>(outcome.termination[k]);
}

v1::FitBatchResults to_results(const BatchPlan& plan, const BatchChunk& chunk, std::int64_t first,
                               const curve::BatchOutcome& outcome) {
  v1::FitBatchResults results;
  const std::size_t count = outcome.termination.size();
  results.set_first_index(chunk.first_index + first);
  results.set_count(static_cast<std::int64_t>(count));
  results.mutable_terminations()->Reserve(static_cast<int>(count));
  for (std::size_t k = 0; k < count; ++k) {
    results.add_terminations(termination_of(outcome, k));
    if (outcome.faults[k].source == Source::kNone) continue;
    set_fault(outcome.faults[k], results.first_index() + static_cast<std::int64_t>(k),
              plan.fitted->info(), *results.add_faults());
  }
  results.mutable_nfev()->Add(outcome.nfev.begin(), outcome.nfev.end());
  results.mutable_njev()->Add(outcome.njev.begin(), outcome.njev.end());
  set_arrays(plan, results.count(), chunk.encoding, outcome, results);
  return results;
}

}  // namespace fitd::server
