#include "server/convert_result.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/convert_fit.h"
#include "server/convert_tied.h"
#include "server/durations.h"
#include "server/used_points.h"
#include "server/version.h"
#include "solver/lm/messages.h"

namespace fitd::server {
namespace {

using curve::CurveOutcome;

v1::Array square(const curve::Matrix& matrix, std::int64_t n, Encoding encoding) {
  return to_array(matrix, {n, n}, encoding);
}

void set_infodict(const FitJob& job, const CurveOutcome& outcome, v1::Infodict& infodict) {
  const std::int64_t m = job.num_points();
  infodict.set_nfev(outcome.lm.nfev);
  infodict.set_njev(outcome.lm.njev);
  if (!outcome.fvec.empty() && job.arrays.has(ResultArray::kFvec)) {
    *infodict.mutable_fvec() = to_array(outcome.fvec, {m}, job.encoding);
  }
  if (!outcome.fjac.empty() && job.arrays.has(ResultArray::kFjac)) {
    *infodict.mutable_fjac() = to_array(outcome.fjac, {job.num_free(), m}, job.encoding);
  }
  infodict.mutable_ipvt()->Add(outcome.lm.permutation.begin(), outcome.lm.permutation.end());
  infodict.mutable_qtf()->Add(outcome.lm.qtf.begin(), outcome.lm.qtf.end());
}

void set_matrices(const FitJob& job, const CurveOutcome& outcome, v1::FitResult& result) {
  const int n = job.num_free();
  const auto set = [&](ResultArray array, const std::optional<curve::Matrix>& matrix,
                       v1::Array* (v1::FitResult::*field)()) {
    if (matrix && job.arrays.has(array)) *(result.*field)() = square(*matrix, n, job.encoding);
  };
  set(ResultArray::kCovX, outcome.cov_x, &v1::FitResult::mutable_cov_x);
  set(ResultArray::kCovariance, outcome.covariance, &v1::FitResult::mutable_covariance);
  set(ResultArray::kCorrelation, outcome.correlation, &v1::FitResult::mutable_correlation);
  if (outcome.lm.linearized) {
    set(ResultArray::kR, upper_triangle(outcome.lm.r, static_cast<std::size_t>(n)),
        &v1::FitResult::mutable_r);
  }
}

void set_bounds(const lm::Box& bounds, std::size_t j, v1::FittedParameter& parameter) {
  if (bounds.empty()) return;
  if (std::isfinite(bounds.lower[j])) parameter.set_min(bounds.lower[j]);
  if (std::isfinite(bounds.upper[j])) parameter.set_max(bounds.upper[j]);
}

// All parameters of the model that the request names, from those of the one that is fitted.
std::vector<double> all_values(const FitJob& job, const std::vector<double>& untied) {
  return job.ties ? job.ties->values(untied) : untied;
}

v1::Bound to_bound(lm::Standing standing) {
  if (standing == lm::Standing::kFree) return v1::BOUND_UNSPECIFIED;
  return standing == lm::Standing::kAtLower ? v1::BOUND_MIN : v1::BOUND_MAX;
}

// Parameter j of the model that was fitted, and which of the free ones it is.
void set_untied(const FitJob& job, const CurveOutcome& outcome, std::size_t j, std::size_t free,
                v1::FittedParameter& parameter) {
  parameter.set_value(outcome.parameters[j]);
  parameter.set_fixed(job.fit.fixed[j]);
  parameter.set_start(job.fit.start[j]);
  set_bounds(job.fit.bounds, j, parameter);
  if (job.fit.fixed[j]) return;
  if (!outcome.standing.empty()) parameter.set_at_bound(to_bound(outcome.standing[free]));
  if (!outcome.standard_errors.empty() && parameter.at_bound() == v1::BOUND_UNSPECIFIED) {
    parameter.set_standard_error(outcome.standard_errors[free]);
  }
}

void set_free(const FitJob& job, const CurveOutcome& outcome, v1::FitResult& result) {
  const auto infos = job.fitted_parameters();
  for (std::size_t j = 0; j < infos.size(); ++j) {
    if (job.fit.fixed[j]) continue;
    result.add_x(outcome.parameters[j]);
    result.add_free_names(infos[j].name);
  }
}

void set_parameters(const FitJob& job, const CurveOutcome& outcome,
                    const std::vector<std::string>& free_names, v1::FitResult& result) {
  const auto infos = job.all_parameters();
  const std::vector<double> values = all_values(job, outcome.parameters);
  const std::vector<double> starts = all_values(job, job.fit.start);
  std::size_t free = 0;
  for (std::size_t j = 0; j < infos.size(); ++j) {
    auto& parameter = *result.add_parameters();
    parameter.set_name(infos[j].name);
    const int place = job.ties ? job.ties->untied_place(static_cast<int>(j)) : static_cast<int>(j);
    if (place < 0) {
      parameter.set_value(values[j]);
      parameter.set_start(starts[j]);
      set_tie(*job.ties, static_cast<int>(j), outcome, free_names, parameter);
      continue;
    }
    set_untied(job, outcome, static_cast<std::size_t>(place), free, parameter);
    if (!parameter.fixed()) ++free;
  }
}

void set_derived(const FitJob& job, const CurveOutcome& outcome, v1::FitResult& result) {
  if (job.global) return;  // its sets have models of their own
  const auto& infos = job.fit.model->info().derived;
  for (const curve::DerivedQuantity& from : outcome.derived) {
    auto* quantity = result.add_derived();
    quantity->set_name(infos[static_cast<std::size_t>(from.index)].name);
    quantity->set_value(from.value);
    if (from.standard_error) quantity->set_standard_error(*from.standard_error);
  }
}

v1::Arithmetic to_arithmetic(curve::Arithmetic arithmetic) {
  switch (arithmetic) {
    case curve::Arithmetic::kFast:
      return v1::ARITHMETIC_FAST;
    case curve::Arithmetic::kCertified:
      return v1::ARITHMETIC_CERTIFIED;
    default:
      return v1::ARITHMETIC_REFERENCE;
  }
}

}  // namespace

curve::Matrix upper_triangle(const std::vector<double>& r, std::size_t n) {
  curve::Matrix upper(n * n, 0.0);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i <= j; ++i) upper[i * n + j] = r[j * n + i];
  }
  return upper;
}

void set_statistics(const curve::Statistics& from, double residual_norm, v1::Statistics& to) {
  to.set_chi_square(from.chi_square);
  to.set_degrees_of_freedom(from.degrees_of_freedom);
  to.set_residual_norm(residual_norm);
  if (from.reduced_chi_square) to.set_reduced_chi_square(*from.reduced_chi_square);
  if (from.r_squared) to.set_r_squared(*from.r_squared);
  if (from.aic) to.set_aic(*from.aic);
  if (from.bic) to.set_bic(*from.bic);
  if (from.objective) to.set_objective(*from.objective);
}

void set_non_finite(const lm::Fault& fault, const std::vector<std::string>& free_names,
                    v1::NonFinite& non_finite) {
  non_finite.set_index(fault.row);
  non_finite.set_value(fault.value);
  if (fault.column >= 0)
    non_finite.set_parameter(free_names[static_cast<std::size_t>(fault.column)]);
}

v1::Progress to_progress(const lm::Iteration& iteration, std::chrono::nanoseconds elapsed) {
  v1::Progress progress;
  progress.set_iteration(iteration.iteration);
  progress.set_nfev(iteration.nfev);
  progress.set_njev(iteration.njev);
  progress.set_residual_norm(iteration.residual_norm);
  progress.set_gradient_cosine(iteration.gradient_cosine);
  progress.set_lambda(iteration.lambda);
  progress.set_radius(iteration.radius);
  if (iteration.gain_ratio) progress.set_gain_ratio(*iteration.gain_ratio);
  *progress.mutable_elapsed() = to_duration(elapsed);
  return progress;
}

v1::Progress to_progress(const lm::Iteration& iteration, const FitJob& job,
                         std::chrono::nanoseconds elapsed, bool with_parameters) {
  v1::Progress progress = to_progress(iteration, elapsed);
  if (with_parameters) {
    std::vector<double> untied = job.fit.start;
    std::size_t free = 0;
    for (std::size_t j = 0; j < untied.size(); ++j) {
      if (!job.fit.fixed[j]) untied[j] = iteration.x[free++];
    }
    const std::vector<double> all = all_values(job, untied);
    progress.mutable_parameters()->Add(all.begin(), all.end());
  }
  return progress;
}

namespace {

// A mean that is none: the model's value at the start, which is finite.
bool is_impossible_mean(const FitJob& job, const CurveOutcome& outcome) {
  return curve::is_poisson(job.fit.data.loss) && outcome.lm.fault && outcome.lm.fault->column < 0 &&
         std::isfinite(outcome.lm.fault->value);
}

std::string message_of(const FitJob& job, const CurveOutcome& outcome,
                       const std::vector<std::string>& free_names) {
  if (!is_impossible_mean(job, outcome)) {
    return lm::termination_message(outcome.lm, job.fit.options, free_names);
  }
  return absl::StrCat(
      "The model at point ", outcome.lm.fault->row, " at the start is ",
      number(outcome.lm.fault->value),
      ", which is no mean of a count: it must be above 0, or 0 where the count is.");
}

}  // namespace

void complete(const FitJob& job, CurveOutcome& outcome) {
  if (outcome.lm.fault && outcome.lm.fault->column < 0 && curve::is_poisson(job.fit.data.loss)) {
    job.fit.model->values(job.fit.data.predictors, static_cast<std::size_t>(outcome.lm.fault->row),
                          outcome.parameters, {&outcome.lm.fault->value, 1});
  }
  if (job.places.empty()) return;
  if (outcome.lm.fault) {
    outcome.lm.fault->row = job.places[static_cast<std::size_t>(outcome.lm.fault->row)];
  }
  if (job.arrays.has(ResultArray::kBestFit)) {
    outcome.best_fit = values_where_finite(*job.fit.model, job.all_predictors, outcome.parameters);
  }
}

v1::FitResult to_result(const FitJob& job, const CurveOutcome& outcome) {
  v1::FitResult result;
  result.set_termination(static_cast<v1::Termination>(outcome.lm.termination));
  if (const auto ier = lm::ier(outcome.lm.termination)) result.set_ier(*ier);
  set_free(job, outcome, result);
  set_derived(job, outcome, result);
  const std::vector<std::string> free_names(result.free_names().begin(), result.free_names().end());
  set_parameters(job, outcome, free_names, result);
  result.set_mesg(message_of(job, outcome, free_names));
  set_infodict(job, outcome, *result.mutable_infodict());
  set_matrices(job, outcome, result);
  if (outcome.statistics) {
    set_statistics(*outcome.statistics, outcome.lm.residual_norm, *result.mutable_statistics());
  }
  if (!outcome.best_fit.empty() && job.arrays.has(ResultArray::kBestFit)) {
    *result.mutable_best_fit() =
        to_array(outcome.best_fit, {job.num_points() + job.num_omitted}, job.encoding);
  }
  if (outcome.lm.fault) {
    set_non_finite(*outcome.lm.fault, free_names, *result.mutable_non_finite());
  }
  result.set_num_omitted(job.num_omitted);
  result.mutable_omitted()->Add(job.arrays.omitted().begin(), job.arrays.omitted().end());
  auto& provenance = *result.mutable_provenance();
  provenance.set_fitd_version(kVersion);
  provenance.set_model(job.model_name());
  provenance.set_model_version(job.model_version());
  provenance.set_jacobian(job.fit.jacobian == lm::JacobianMethod::kAnalytic
                              ? v1::JACOBIAN_ANALYTIC
                              : v1::JACOBIAN_FORWARD_DIFFERENCE);
  provenance.set_arithmetic(to_arithmetic(curve::arithmetic_of(job.fit)));
  return result;
}

}  // namespace fitd::server
