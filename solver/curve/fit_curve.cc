#include "solver/curve/fit_curve.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "solver/curve/curve_function.h"
#include "solver/lm/covariance.h"
#include "solver/lm/minimize.h"
#include "solver/lm/workspace.h"

namespace fitd::curve {
namespace {

using lm::Interrupt;
using lm::Termination;

// Now plus the limit, or none where that is past the end of the clock.
std::optional<Interrupt::Clock::time_point> deadline(
    std::optional<std::chrono::nanoseconds> limit) {
  const auto now = Interrupt::Clock::now();
  if (!limit || *limit > Interrupt::Clock::time_point::max() - now) return std::nullopt;
  return now + std::chrono::duration_cast<Interrupt::Clock::duration>(*limit);
}

// The minimisation, and the arrays that come out of its memory; the rest of it is free afterwards.
void run_minimization(const CurveFit& fit, CurveFunction& function, std::stop_token stop,
                      const lm::IterationObserver& observer, CurveOutcome& outcome) {
  lm::DenseProblem problem(function, fit.jacobian, fit.epsfcn);
  lm::Workspace workspace;
  const std::vector<double> start = function.free_entries(fit.start);
  const Interrupt interrupt(std::move(stop), deadline(fit.time_limit));
  outcome.lm = lm::minimize(problem, start, fit.options, workspace, interrupt, observer);
  if (fit.wanted.fjac && outcome.lm.linearized) outcome.fjac = problem.take_fjac(outcome.lm);
  if (fit.wanted.fvec) outcome.fvec = problem.take_fvec();
}

void add_statistics(const CurveFit& fit, CurveOutcome& outcome) {
  const double norm = outcome.lm.residual_norm;
  if (!std::isfinite(norm * norm)) return;
  outcome.statistics =
      goodness_of_fit(fit.data.y, fit.data.sigma, norm, static_cast<int>(outcome.free.size()));
}

// What the covariance is (J'J)^-1 times; none where it does not exist.
std::optional<double> variance_factor(const CurveFit& fit, const CurveOutcome& outcome) {
  if (fit.absolute_sigma) return 1;
  return outcome.statistics ? outcome.statistics->reduced_chi_square : std::nullopt;
}

void add_covariances(const CurveFit& fit, CurveFunction& function, const Interrupt& interrupt,
                     CurveOutcome& outcome) {
  if (lm::converged(outcome.lm.termination)) {
    outcome.cov_x = lm::inverse_normal_matrix(outcome.lm.r, outcome.lm.permutation);
  }
  const std::optional<double> variance = variance_factor(fit, outcome);
  if (!variance) return;
  auto inverse = inverse_normal_matrix_at(function, outcome.lm.x, interrupt);
  if (!inverse) return;
  auto result = parameter_covariance(std::move(*inverse), *variance);
  if (!result) return;
  outcome.covariance = std::move(result->covariance);
  outcome.correlation = std::move(result->correlation);
  outcome.standard_errors = std::move(result->standard_errors);
}

void add_best_fit(CurveFunction& function, const Interrupt& interrupt, CurveOutcome& outcome) {
  outcome.best_fit.resize(static_cast<std::size_t>(function.num_residuals()));
  function.values(outcome.lm.x, outcome.best_fit, interrupt);
}

}  // namespace

CurveOutcome fit_curve(const CurveFit& fit, std::stop_token stop,
                       const lm::IterationObserver& observer) {
  CurveFunction function(*fit.model, fit.data, fit.start, fit.fixed);
  CurveOutcome outcome;
  outcome.free = function.free();
  run_minimization(fit, function, stop, observer, outcome);
  const std::span<const double> parameters = function.all_parameters(outcome.lm.x);
  outcome.parameters.assign(parameters.begin(), parameters.end());
  if (outcome.lm.termination == Termination::kStopped) return outcome;

  // Ends with the stop alone: a time limit has done its work, and the result is to be complete.
  const Interrupt stopped(std::move(stop));
  add_statistics(fit, outcome);
  add_covariances(fit, function, stopped, outcome);
  if (fit.wanted.best_fit) add_best_fit(function, stopped, outcome);
  if (stopped.poll() != lm::Interruption::kNone) outcome.lm.termination = Termination::kStopped;
  return outcome;
}

std::int64_t working_memory(std::int64_t m, int n, const WantedArrays&) {
  // At its largest while minimising: the Jacobian and three vectors of residuals; the arrays of the
  // outcome are those, taken over, and best_fit, made when the others are gone.
  const std::int64_t parameters = n;
  const std::int64_t of_points = m * (parameters + 4);
  const std::int64_t of_parameters = 8 * parameters * parameters + 64 * parameters;
  const std::int64_t block = 8192;
  return 8 * (of_points + of_parameters + block);
}

}  // namespace fitd::curve
