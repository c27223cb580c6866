#include "server/function/run_function.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "server/durations.h"
#include "server/rpc_status.h"
#include "solver/lm/covariance.h"
#include "solver/lm/minimize_within.h"
#include "solver/lm/workspace.h"

namespace fitd::server {
namespace {

using Clock = std::chrono::steady_clock;

absl::Status no_answer(const WireOwner& owner) {
  return owner.status().ok() ? cancelled() : owner.status();
}

// Puts the progress that is due beside the next ask.
class ProgressReporter {
 public:
  ProgressReporter(const ProgressSettings& settings, WireOwner& owner, TrackedFit* tracked)
      : settings_(settings), owner_(owner), tracked_(tracked) {}

  Clock::time_point started() const { return started_; }

  void report(const lm::Iteration& iteration) {
    if (tracked_ != nullptr) tracked_->report(with_parameters(iteration));
    if (!settings_.on || iteration.iteration % settings_.every_iterations != 0) return;
    const Clock::time_point now = Clock::now();
    if (iteration.iteration > 0 && now - last_ < settings_.min_interval) return;
    last_ = now;
    *owner_.next().mutable_progress() = settings_.with_parameters
                                            ? with_parameters(iteration)
                                            : to_progress(iteration, now - started_);
  }

 private:
  v1::Progress with_parameters(const lm::Iteration& iteration) const {
    v1::Progress progress = to_progress(iteration, Clock::now() - started_);
    progress.mutable_parameters()->Add(iteration.x.begin(), iteration.x.end());
    return progress;
  }

  const ProgressSettings& settings_;
  WireOwner& owner_;
  TrackedFit* const tracked_;
  const Clock::time_point started_ = Clock::now();
  Clock::time_point last_ = started_;
};

// The number of residuals at the start, admitted.
absl::StatusOr<std::int64_t> admit_size(const FunctionRun& run, std::int64_t m, const char* field) {
  const FunctionJob& job = run.job;
  auto status = validate_size(m, job.n(), job.has_jacobian(), field, run.limits);
  if (status.ok()) status = run.reserve(function_memory(m, job.n()));
  if (!status.ok()) return status;
  return m;
}

RemoteShape shape_of(const FunctionRun& run, std::int64_t m) {
  return {.m = m,
          .n = run.job.n(),
          .layout = run.job.col_deriv ? JacobianLayout::kRowPerParameter
                                      : JacobianLayout::kRowPerResidual,
          .points_per_ask = points_per_ask(m, run.limits)};
}

FunctionOutcome solve(const FunctionRun& run, RemoteFunction& function,
                      ProgressReporter& reporter) {
  const FunctionJob& job = run.job;
  lm::DenseProblem problem(function, job.jacobian, job.epsfcn, job.box);
  lm::Workspace workspace;
  FunctionOutcome outcome;
  outcome.lm =
      lm::minimize_within(job.box, problem, job.x0, job.options, workspace, lm::Interrupt(run.stop),
                          [&](const lm::Iteration& iteration) { reporter.report(iteration); });
  outcome.fvec = problem.take_fvec();
  if (outcome.lm.linearized) outcome.fjac = problem.take_fjac(outcome.lm);
  if (outcome.lm.linearized && lm::converged(outcome.lm.termination)) {
    outcome.cov_x = lm::inverse_normal_matrix(outcome.lm.r, outcome.lm.permutation);
  }
  return outcome;
}

}  // namespace

absl::StatusOr<v1::FitResult> run_function(const FunctionRun& run, WireOwner& owner,
                                           FitSummary& summary) {
  const FunctionJob& job = run.job;
  if (job.m) {
    const auto m = admit_size(run, *job.m, "problem.num_residuals");
    if (!m.ok()) return m.status();
    owner.set_num_residuals(*m);
  }
  ProgressReporter reporter(job.progress, owner, run.tracked);
  std::unique_ptr<AnsweredNumbers> at_start = owner.residuals(job.x0, 1);
  if (at_start == nullptr) return no_answer(owner);
  const std::int64_t num_residuals = at_start->count();
  if (!job.m) {
    const auto m = admit_size(run, num_residuals, "evaluation.residuals");
    if (!m.ok()) return m.status();
    owner.set_num_residuals(*m);
  }
  if (run.tracked != nullptr) run.tracked->set_num_points(num_residuals);
  RemoteFunction function(owner, shape_of(run, num_residuals), std::move(at_start));
  const FunctionOutcome outcome = solve(run, function, reporter);
  summary.solve = Clock::now() - reporter.started();
  summary.nfev = outcome.lm.nfev;
  summary.njev = outcome.lm.njev;
  summary.residual_norm = outcome.lm.residual_norm;
  if (outcome.lm.termination == lm::Termination::kStopped) return no_answer(owner);
  v1::FitResult result = to_result(job, outcome);
  summary.termination = result.termination();
  *result.mutable_timing()->mutable_solve() = to_duration(summary.solve);
  return result;
}

}  // namespace fitd::server
