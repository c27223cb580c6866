#include "server/convert_fit.h"

#include <algorithm>
#include <utility>

#include "server/convert_global.h"
#include "server/convert_multi_start.h"
#include "server/durations.h"
#include "server/used_points.h"
#include "server/validate_bounds.h"
#include "server/validate_certified.h"
#include "server/validate_data.h"
#include "server/validate_fit_parts.h"
#include "server/validate_loss.h"
#include "server/y_covariance.h"

namespace fitd::server {
namespace {

std::vector<double> take(v1::Array& array) {
  std::vector<double> elements = to_vector(array);
  release(array);
  return elements;
}

// Leaves the points that do not count out of the job's data.
void keep_points(const std::vector<bool>& counts, FitJob& job) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i]) job.places.push_back(static_cast<std::int64_t>(i));
  }
  job.num_omitted = std::ssize(counts) - std::ssize(job.places);
  if (job.num_omitted == 0) {
    job.places.clear();
    return;
  }
  job.all_predictors = job.predictors;
  for (auto& predictor : job.predictors) predictor = kept(predictor, counts);
  job.y = kept(job.y, counts);
  if (!job.sigma.empty()) job.sigma = kept(job.sigma, counts);
}

void take_data(v1::FitRequest& request, FitJob& job) {
  job.encoding = encoding_like(request.y());
  const models::Model& model = *job.fit.model;
  const std::vector<bool> counts = points_that_count(request, model);
  for (int k = 0; k < model.num_predictors(); ++k) {
    auto& predictors = *request.mutable_predictors();
    const auto& name = model.info().predictors[static_cast<std::size_t>(k)].name;
    job.predictors.push_back(take(predictors.contains(name) ? predictors[name] : predictors[""]));
  }
  job.y = take(*request.mutable_y());
  if (request.has_sigma()) job.sigma = take(*request.mutable_sigma());
  if (request.has_y_covariance()) {
    job.y_covariance = take_y_covariance(*request.mutable_y_covariance(), counts);
  }
  keep_points(counts, job);
  for (const auto& predictor : job.predictors) job.fit.data.predictors.emplace_back(predictor);
  job.fit.data.y = job.y;
  job.fit.data.sigma = job.sigma;
  job.fit.data.whitening = job.y_covariance;
  job.fit.data.loss = to_loss(request.loss());
  job.fit.absolute_sigma = request.absolute_sigma();
}

// What a request says of the parameters that are fitted, and which these are.
const ParameterList& entries_of(const v1::FitRequest& request, const FitJob& job) {
  return job.global ? job.global->entries : request.parameters();
}
ParameterScope scope_of(const FitJob& job) {
  return job.global ? job.global->untied_scope() : ParameterScope(*job.fit.model);
}

void take_parameters(const v1::FitRequest& request, FitJob& job) {
  const ParameterList& entries = entries_of(request, job);
  const ParameterScope scope = scope_of(job);
  ParameterSettings settings = to_parameter_settings(entries, scope);
  job.fit.start = std::move(settings.start);
  job.fit.fixed = std::move(settings.fixed);
  job.start_given = std::move(settings.given);
  job.fit.bounds = to_bounds(entries, scope, request.natural_bounds());
}

bool is_forward(const v1::FitOptions& options) {
  return options.jacobian() == v1::JACOBIAN_FORWARD_DIFFERENCE;
}

curve::Arithmetic to_arithmetic(const v1::FitOptions& options) {
  if (is_certified(options)) return curve::Arithmetic::kCertified;
  return options.arithmetic() == v1::ARITHMETIC_REFERENCE ? curve::Arithmetic::kReference
                                                          : curve::Arithmetic::kFast;
}

void take_options(const v1::FitRequest& request, FitJob& job) {
  const v1::FitOptions& options = request.options();
  job.fit.options = to_options(options, job.num_free());
  if (job.fit.options.diag.empty()) {
    job.fit.options.diag = to_scales(entries_of(request, job), scope_of(job));
  }
  job.fit.epsfcn = options.epsfcn();
  job.fit.arithmetic = to_arithmetic(options);
  job.fit.jacobian =
      is_forward(options) ? lm::JacobianMethod::kForwardDifference : lm::JacobianMethod::kAnalytic;
  if (request.has_multi_start()) job.multi_start = to_multi_start(request.multi_start());
  if (request.has_time_limit()) job.fit.time_limit = to_nanoseconds(request.time_limit());
}

curve::WantedArrays to_wanted(const ArraySelection& arrays) {
  return {.fvec = arrays.has(ResultArray::kFvec),
          .fjac = arrays.has(ResultArray::kFjac),
          .best_fit = arrays.has(ResultArray::kBestFit)};
}

}  // namespace

ProgressSettings to_settings(const v1::ProgressOptions& options) {
  ProgressSettings settings;
  settings.on = !options.off();
  if (options.has_min_interval()) settings.min_interval = to_nanoseconds(options.min_interval());
  if (options.has_every_iterations()) settings.every_iterations = options.every_iterations();
  settings.with_parameters = !options.omit_parameters();
  return settings;
}

std::int64_t FitJob::num_points() const {
  std::int64_t m = std::ssize(y);
  for (const SetData& set : sets) m += std::ssize(set.y);
  return m;
}

std::span<const models::ParameterInfo> FitJob::all_parameters() const {
  if (global) return global->parameters;
  return ties ? named->info().parameters : fit.model->info().parameters;
}

std::span<const models::ParameterInfo> FitJob::fitted_parameters() const {
  if (global) return global->untied;
  return fit.model->info().parameters;
}

std::string FitJob::model_name() const {
  return global ? global->model_name() : fit.model->info().name;
}

int FitJob::model_version() const {
  return global ? global->model_version() : fit.model->info().version;
}

int FitJob::num_free() const {
  return static_cast<int>(std::count(fit.fixed.begin(), fit.fixed.end(), false));
}

int ParameterSettings::num_free() const {
  return static_cast<int>(std::count(fixed.begin(), fixed.end(), false));
}

ParameterSettings to_parameter_settings(
    const google::protobuf::RepeatedPtrField<v1::Parameter>& parameters,
    const ParameterScope& scope) {
  const auto infos = scope.parameters();
  const std::vector<const v1::Parameter*> given = match(parameters, scope);
  ParameterSettings settings;
  for (std::size_t j = 0; j < infos.size(); ++j) {
    const bool from_request = given[j] != nullptr && given[j]->has_start();
    settings.start.push_back(from_request ? given[j]->start() : infos[j].fixed_default.value_or(0));
    settings.fixed.push_back(is_fixed(given[j], infos[j]));
    settings.given.push_back(has_start(given[j], infos[j]));
  }
  return settings;
}

lm::Options to_options(const v1::FitOptions& options, int n) {
  lm::Options lm;
  if (options.has_ftol()) lm.ftol = options.ftol();
  if (options.has_xtol()) lm.xtol = options.xtol();
  if (options.has_gtol()) lm.gtol = options.gtol();
  if (options.has_factor()) lm.factor = options.factor();
  lm.diag.assign(options.diag().begin(), options.diag().end());
  lm.maxfev = options.maxfev() > 0    ? options.maxfev()
              : is_forward(options)   ? lm::default_maxfev_forward_difference(n)
              : is_certified(options) ? curve::default_maxfev_certified(n)
                                      : lm::default_maxfev_analytic(n);
  return lm;
}

bool is_fixed(const v1::Parameter* given, const models::ParameterInfo& info) {
  if (given != nullptr && given->has_fixed()) return given->fixed();
  return info.fixed_default.has_value();
}

bool is_tied(const v1::Parameter* given) {
  return given != nullptr && !given->expression().empty();
}

bool is_free(const v1::Parameter* given, const models::ParameterInfo& info) {
  return !is_tied(given) && !is_fixed(given, info);
}

bool has_start(const v1::Parameter* given, const models::ParameterInfo& info) {
  return (given != nullptr && given->has_start()) || info.fixed_default.has_value();
}

std::unique_ptr<FitJob> to_job(v1::FitRequest&& request, const FittedModel& fitted) {
  auto job = std::make_unique<FitJob>();
  job->model = fitted.model;
  job->named = fitted.named;
  job->ties = fitted.ties;
  job->fit.model = job->model.get();
  job->global = fitted.global;
  if (job->global) {
    job->ties = job->global->ties;
    take_sets(request, *job);
  } else {
    take_data(request, *job);
  }
  take_parameters(request, *job);
  take_options(request, *job);
  if (!job->global) job->uncertainty = to_plan(request, *job->model);
  job->progress = to_settings(request.progress());
  job->arrays = choose_arrays(request.has_return_mask() ? &request.return_mask() : nullptr,
                              job->num_points() + job->num_omitted, job->num_free());
  job->fit.wanted = to_wanted(job->arrays);
  if (job->num_omitted > 0) job->fit.wanted.best_fit = false;
  if (!job->arrays.has(ResultArray::kBestFit)) job->all_predictors.clear();
  job->request_id = std::move(*request.mutable_request_id());
  job->labels.insert(request.labels().begin(), request.labels().end());
  return job;
}

void fill_starts(FitJob& job) {
  if (std::find(job.start_given.begin(), job.start_given.end(), false) == job.start_given.end()) {
    return;
  }
  if (job.global) return fill_global_starts(job);
  const std::vector<double> guess = job.fit.model->guess(job.fit.data.predictors, job.y);
  for (std::size_t j = 0; j < guess.size(); ++j) {
    if (!job.start_given[j]) job.fit.start[j] = lm::within(job.fit.bounds, j, guess[j]);
  }
}

curve::WorkingSet to_working_set(const v1::FitRequest& request, std::int64_t m, int n,
                                 int threads) {
  const v1::FitOptions& options = request.options();
  return {
      .m = m,
      .n = n,
      .wanted = to_wanted(
          choose_arrays(request.has_return_mask() ? &request.return_mask() : nullptr, m, n)),
      .arithmetic = is_forward(options) ? curve::Arithmetic::kReference : to_arithmetic(options),
      .threads = threads,
      .loss = to_loss(request.loss()).kind != curve::LossKind::kLinear,
      .correlated = request.has_y_covariance()};
}

std::int64_t working_memory(const v1::FitRequest& request, std::int64_t m, int n, int threads) {
  // The data a second time, places and best_fit.
  const std::int64_t of_omission = may_omit(request) ? 8 * m * (request.predictors_size() + 4) : 0;
  const std::int64_t beside = of_omission + y_covariance_memory(request, m);
  const curve::WorkingSet set = to_working_set(request, m, n, threads);
  std::int64_t bytes =
      beside + (request.has_multi_start()
                    ? curve::working_memory(set, to_multi_start(request.multi_start()))
                    : curve::working_memory(set));
  if (!request.has_uncertainty()) return bytes;
  bytes += uncertainty_memory(request.uncertainty());
  if (!request.uncertainty().intervals()) return bytes;
  // The fits of a profile, beside the outcome.
  curve::WorkingSet of_profile = set;
  of_profile.wanted = {.fvec = false, .fjac = false, .best_fit = false};
  return bytes + curve::working_memory(of_profile);
}

std::int64_t working_memory(std::int64_t m, int n) {
  return curve::working_memory({.m = m, .n = n, .arithmetic = curve::Arithmetic::kReference});
}

}  // namespace fitd::server
