#include "server/uncertainty/find_uncertainty.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "server/arrays.h"
#include "server/uncertainty/quantiles.h"
#include "server/uncertainty/warnings.h"
#include "solver/curve/loss.h"
#include "solver/curve/prediction.h"
#include "solver/curve/profile.h"

namespace fitd::server {
namespace {

using curve::CurveOutcome;

// Whether errors are known, not estimated: given, or those of counts.
bool errors_are_known(const FitJob& job) {
  return job.fit.absolute_sigma || curve::is_poisson(job.fit.data.loss);
}

// Degrees of freedom of the quantiles; none: the normal distribution's.
std::optional<std::int64_t> freedom(const FitJob& job, const CurveOutcome& outcome) {
  if (errors_are_known(job)) return std::nullopt;
  return outcome.statistics->degrees_of_freedom;
}

// Whether there is a variance to compare with.
bool has_scale(const FitJob& job, const CurveOutcome& outcome) {
  if (!outcome.statistics) return false;
  return errors_are_known(job) || outcome.statistics->reduced_chi_square.value_or(0) > 0;
}

double variance_factor(const FitJob& job, const CurveOutcome& outcome) {
  return errors_are_known(job) ? 1 : *outcome.statistics->reduced_chi_square;
}

v1::IntervalEnd to_end(curve::LimitKind kind) {
  switch (kind) {
    case curve::LimitKind::kFound:
      return v1::INTERVAL_END_FOUND;
    case curve::LimitKind::kAtBound:
      return v1::INTERVAL_END_BOUND;
    case curve::LimitKind::kNotReached:
      return v1::INTERVAL_END_OPEN;
    case curve::LimitKind::kNonFinite:
      return v1::INTERVAL_END_NON_FINITE;
    case curve::LimitKind::kInterrupted:
      break;
  }
  return v1::INTERVAL_END_TIME_LIMIT;
}

bool has_value(curve::LimitKind kind) {
  return kind != curve::LimitKind::kNotReached && kind != curve::LimitKind::kInterrupted;
}

// The levels' indices by rising level, as profiles want them.
std::vector<std::size_t> by_level(const std::vector<double>& levels) {
  std::vector<std::size_t> order(levels.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::ranges::sort(order, {}, [&](std::size_t k) { return levels[k]; });
  return order;
}

void set_interval(const curve::Profile& profile, std::size_t place, v1::ParameterInterval& to) {
  const curve::ProfileLimit& lower = profile.lower[place];
  const curve::ProfileLimit& upper = profile.upper[place];
  to.set_lower_end(to_end(lower.kind));
  to.set_upper_end(to_end(upper.kind));
  if (has_value(lower.kind)) to.set_lower(lower.value);
  if (has_value(upper.kind)) to.set_upper(upper.value);
}

void add_intervals(const FitJob& job, const curve::Profiles& profiles,
                   const std::vector<std::size_t>& order, v1::Uncertainty& uncertainty) {
  const std::vector<double>& levels = job.uncertainty.levels;
  std::vector<std::size_t> place(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) place[order[k]] = k;
  for (const curve::Profile& profile : profiles.profiles) {
    for (std::size_t k = 0; k < levels.size(); ++k) {
      auto& interval = *uncertainty.add_intervals();
      const auto j = static_cast<std::size_t>(profile.parameter);
      interval.set_parameter(job.fit.model->info().parameters[j].name);
      interval.set_level(levels[k]);
      set_interval(profile, place[k], interval);
    }
  }
  uncertainty.set_fits(profiles.fits);
  uncertainty.set_nfev(profiles.nfev);
}

curve::Profiles run_profiles(const FitJob& job, const CurveOutcome& outcome,
                             const std::stop_token& stop,
                             std::optional<std::chrono::steady_clock::time_point> deadline,
                             const std::vector<std::size_t>& order, curve::Executor& executor) {
  curve::ProfileSettings settings;
  settings.parameters = job.uncertainty.profiled;
  settings.deadline = deadline;
  for (const std::size_t k : order) {
    const double t = two_sided_quantile(job.uncertainty.levels[k], freedom(job, outcome));
    settings.rises.push_back(variance_factor(job, outcome) * t * t);
  }
  return curve::profile_parameters(job.fit, outcome, settings, stop, &executor);
}

// `values` minus and plus `reach`.
std::pair<v1::Array, v1::Array> around(const std::vector<double>& values,
                                       const std::vector<double>& reach, Encoding encoding) {
  std::vector<double> lower = values;
  std::vector<double> upper = values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    lower[i] -= reach[i];
    upper[i] += reach[i];
  }
  const auto m = static_cast<std::int64_t>(values.size());
  return {to_array(lower, {m}, encoding), to_array(upper, {m}, encoding)};
}

void add_bands(const FitJob& job, const CurveOutcome& outcome, const curve::Prediction& prediction,
               v1::Prediction& to) {
  const std::size_t m = prediction.values.size();
  const std::vector<double>& sigma = job.uncertainty.sigma;
  // Of squares alone: what a measurement scatters by under a loss is not known.
  const bool noise_is_known =
      curve::is_linear(job.fit.data.loss) && (!sigma.empty() || job.sigma.empty());
  const double scale = std::sqrt(variance_factor(job, outcome));
  for (const double level : job.uncertainty.levels) {
    const double t = two_sided_quantile(level, freedom(job, outcome));
    std::vector<double> of_curve(m);
    std::vector<double> of_measurement(m);
    for (std::size_t i = 0; i < m; ++i) {
      const double error = prediction.standard_errors[i];
      const double noise = sigma.empty() ? 1 : sigma[i];
      of_curve[i] = t * error;
      of_measurement[i] = t * std::hypot(error, noise * scale);
    }
    auto& band = *to.add_bands();
    band.set_level(level);
    auto curve_band = around(prediction.values, of_curve, job.encoding);
    *band.mutable_confidence_lower() = std::move(curve_band.first);
    *band.mutable_confidence_upper() = std::move(curve_band.second);
    if (!noise_is_known) continue;
    auto measurement_band = around(prediction.values, of_measurement, job.encoding);
    *band.mutable_prediction_lower() = std::move(measurement_band.first);
    *band.mutable_prediction_upper() = std::move(measurement_band.second);
  }
}

void add_prediction(const FitJob& job, const CurveOutcome& outcome, const std::stop_token& stop,
                    v1::Uncertainty& uncertainty) {
  const std::vector<std::span<const double>> x(job.uncertainty.predictors.begin(),
                                               job.uncertainty.predictors.end());
  const auto prediction = curve::predict(*job.fit.model, x, outcome.parameters, outcome.free,
                                         *outcome.covariance, lm::Interrupt(stop));
  if (!prediction) return;
  auto& to = *uncertainty.mutable_prediction();
  const auto m = static_cast<std::int64_t>(prediction->values.size());
  *to.mutable_values() = to_array(prediction->values, {m}, job.encoding);
  *to.mutable_standard_errors() = to_array(prediction->standard_errors, {m}, job.encoding);
  add_bands(job, outcome, *prediction, to);
}

}  // namespace

void find_uncertainty(const FitJob& job, const CurveOutcome& outcome, const std::stop_token& stop,
                      std::optional<std::chrono::steady_clock::time_point> deadline,
                      curve::Executor& executor, v1::FitResult& result) {
  if (!lm::converged(outcome.lm.termination)) return;
  add_warnings(job, outcome, result);
  const UncertaintyPlan& plan = job.uncertainty;
  if (!plan.wanted()) return;
  if (!has_scale(job, outcome)) {
    warn_of_no_uncertainty(
        "there is no variance to measure by: no residuals are left, or no degrees of freedom",
        result);
    return;
  }
  auto& uncertainty = *result.mutable_uncertainty();
  uncertainty.mutable_levels()->Add(plan.levels.begin(), plan.levels.end());
  if (plan.predicts() && !outcome.covariance) {
    warn_of_no_uncertainty("there is no covariance to predict with", result);
  } else if (plan.predicts()) {
    add_prediction(job, outcome, stop, uncertainty);
  }
  if (plan.profiled.empty()) return;
  if (curve::is_robust(job.fit.data.loss)) {
    warn_of_no_uncertainty("a robust loss has no likelihood, and so no intervals by its profile",
                           result);
    return;
  }
  const std::vector<std::size_t> order = by_level(plan.levels);
  const curve::Profiles profiles = run_profiles(job, outcome, stop, deadline, order, executor);
  add_intervals(job, profiles, order, uncertainty);
  if (profiles.lower_minimum) warn_of_lower_minimum(job, *profiles.lower_minimum, result);
}

}  // namespace fitd::server
