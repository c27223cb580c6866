// A valid FitRequest as a job for the solver, and its outcome as a FitResult. Decides nothing.
#ifndef FITD_SERVER_CONVERT_FIT_H_
#define FITD_SERVER_CONVERT_FIT_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fitd/v1/fit.pb.h"
#include "server/arrays.h"
#include "server/fitted_model.h"
#include "server/model_registry.h"
#include "server/parameter_scope.h"
#include "server/result_arrays.h"
#include "server/uncertainty/uncertainty_plan.h"
#include "solver/curve/fit_curve.h"
#include "solver/curve/multi_start.h"

namespace fitd::server {

// How progress is reported.
struct ProgressSettings {
  bool on = true;
  std::chrono::nanoseconds min_interval = std::chrono::milliseconds(100);
  std::int64_t every_iterations = 1;
  bool with_parameters = true;
};

// The data of a set of a global fit.
struct SetData {
  std::vector<std::vector<double>> predictors;
  std::vector<double> y;
  std::vector<double> sigma;  // empty: all 1
};

// A fit to run, with the data it runs on: the points that count.
struct FitJob {
  ModelPointer model;  // what is fitted: with ties, of the untied parameters
  ModelPointer named;  // as the request names it
  // nullptr: none, and every parameter of `named` is one of `model`.
  std::shared_ptr<const expression::Ties> ties;
  // Of a global fit, which has data in `sets` and no model of its own; nullptr: one data set.
  std::shared_ptr<const GlobalLayout> global;
  std::vector<SetData> sets;
  std::vector<std::vector<double>> predictors;
  std::vector<double> y;
  std::vector<double> sigma;  // empty: all 1
  // Of y, m x m; empty: none. factor_y_covariance() makes of it what the fit needs.
  std::vector<double> y_covariance;
  // Its spans see the vectors above; its starts are complete after fill_starts().
  curve::CurveFit fit;
  std::vector<bool> start_given;  // per parameter of the model
  std::optional<curve::MultiStart> multi_start;

  // Where points do not count: those that do, by their places in the request, and the request's
  // predictors, as long as best_fit is wanted. Else empty.
  std::vector<std::int64_t> places;
  std::vector<std::vector<double>> all_predictors;
  std::int64_t num_omitted = 0;

  UncertaintyPlan uncertainty;
  ProgressSettings progress;
  ArraySelection arrays;
  Encoding encoding = Encoding::kBytes;
  std::string request_id;
  std::map<std::string, std::string> labels;

  std::int64_t num_points() const;
  int num_free() const;
  // The parameters that answers name, and those of them that are fitted: not tied.
  std::span<const models::ParameterInfo> all_parameters() const;
  std::span<const models::ParameterInfo> fitted_parameters() const;
  // Of what is fitted, for answers and logs.
  std::string model_name() const;
  int model_version() const;
};

// Whether a parameter is held, given or not (nullptr).
bool is_fixed(const v1::Parameter* given, const models::ParameterInfo& info);
// Whether it is tied to others.
bool is_tied(const v1::Parameter* given);
// Whether it counts in n.
bool is_free(const v1::Parameter* given, const models::ParameterInfo& info);
// Whether its start is known without looking at the data.
bool has_start(const v1::Parameter* given, const models::ParameterInfo& info);

// What a request says of each parameter of the model that is fitted.
struct ParameterSettings {
  std::vector<double> start;  // 0 where it is not given
  std::vector<bool> given;    // whether it is
  std::vector<bool> fixed;

  int num_free() const;
};

// From a valid request's parameters and options; n parameters are free.
ParameterSettings to_parameter_settings(
    const google::protobuf::RepeatedPtrField<v1::Parameter>& parameters,
    const ParameterScope& scope);
lm::Options to_options(const v1::FitOptions& options, int n);
ProgressSettings to_settings(const v1::ProgressOptions& options);

// Takes the data out of a valid `request`.
std::unique_ptr<FitJob> to_job(v1::FitRequest&& request, const FittedModel& fitted);

// Estimates from the data the starts that the request left out.
void fill_starts(FitJob& job);

// What the memory of a fit depends on, of all sets of a global fit together.
curve::WorkingSet to_working_set(const v1::FitRequest& request, std::int64_t m, int n, int threads);

// Bytes that `request`, valid or not, with m points and n free parameters, needs beside itself when
// up to `threads` compute it.
std::int64_t working_memory(const v1::FitRequest& request, std::int64_t m, int n, int threads);

// Bytes that a fit in reference arithmetic needs beside its data, all arrays wanted: those of a
// batch are of that kind at worst.
std::int64_t working_memory(std::int64_t m, int n);

// An iterate without its parameters; `elapsed` since the first evaluation.
v1::Progress to_progress(const lm::Iteration& iteration, std::chrono::nanoseconds elapsed);

// The same, and `with_parameters` with all of the model's that the request names.
v1::Progress to_progress(const lm::Iteration& iteration, const FitJob& job,
                         std::chrono::nanoseconds elapsed, bool with_parameters);

// Makes of an outcome for the points that count one for the request's: best_fit and the place of a
// fault; and under a Poisson loss a fault's value is the model's.
void complete(const FitJob& job, curve::CurveOutcome& outcome);

// Everything but the timing.
v1::FitResult to_result(const FitJob& job, const curve::CurveOutcome& outcome);

}  // namespace fitd::server

#endif  // FITD_SERVER_CONVERT_FIT_H_
