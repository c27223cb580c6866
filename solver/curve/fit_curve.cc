#include "solver/curve/fit_curve.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <utility>

#include "solver/curve/fit_end.h"
#include "solver/curve/fit_run.h"
#include "solver/curve/loss_statistics.h"
#include "solver/curve/precise_sums.h"
#include "solver/curve/row_chunks.h"
#include "solver/expression/limits.h"
#include "solver/lm/covariance.h"

namespace fitd::curve {

using lm::Interrupt;
using lm::Termination;

int num_varying(const CurveOutcome& outcome) {
  const auto held = std::ranges::count_if(outcome.standing,
                                          [](lm::Standing s) { return s != lm::Standing::kFree; });
  return static_cast<int>(std::ssize(outcome.free) - held);
}

namespace {

// What is said of a fit beside its parameters: `variance` is what the covariance is (J'J)^-1 times;
// each none where it does not exist.
struct Assessment {
  std::optional<Statistics> statistics;
  std::optional<double> variance;
};

// n parameters are free and at no bound.
Assessment assess_squares(const CurveFit& fit, double norm, int n) {
  const Statistics statistics = goodness_of_fit(fit.data, norm, n);
  return {statistics, fit.absolute_sigma ? 1 : statistics.reduced_chi_square};
}

Assessment assess_robust(const CurveFit& fit, FitRun& run, const Interrupt& interrupt,
                         const CurveOutcome& outcome, int n) {
  const std::vector<double> computed =
      outcome.fvec.empty() ? run.residuals(outcome, interrupt) : std::vector<double>();
  const std::span<const double> r = outcome.fvec.empty() ? computed : outcome.fvec;
  return {robust_statistics(fit.data, r, outcome.lm.residual_norm, n),
          robust_variance(fit.data.loss, r, n)};
}

Assessment assess(const CurveFit& fit, FitRun& run, const Interrupt& interrupt,
                  const CurveOutcome& outcome) {
  const double norm = outcome.lm.residual_norm;
  if (!std::isfinite(norm * norm)) {
    return {std::nullopt, fit.absolute_sigma ? std::optional(1.0) : std::nullopt};
  }
  const int n = num_varying(outcome);
  if (is_linear(fit.data.loss)) return assess_squares(fit, norm, n);
  if (is_robust(fit.data.loss)) return assess_robust(fit, run, interrupt, outcome, n);
  const std::vector<double> mu = run.best_fit(outcome, interrupt);
  return {poisson_statistics(fit.data.y, mu, norm, n), 1};
}

}  // namespace

void add_covariances(const std::optional<double>& variance, FitRun& run, const Interrupt& interrupt,
                     CurveOutcome& outcome) {
  if (lm::converged(outcome.lm.termination)) {
    outcome.cov_x = lm::inverse_normal_matrix(outcome.lm.r, outcome.lm.permutation);
  }
  if (!variance) return;
  auto inverse = run.inverse_normal_matrix(outcome, interrupt);
  if (!inverse) return;
  auto result = parameter_covariance(std::move(*inverse), *variance);
  if (!result) return;
  outcome.covariance = std::move(result->covariance);
  outcome.correlation = std::move(result->correlation);
  outcome.standard_errors = std::move(result->standard_errors);
}

Arithmetic arithmetic_of(const CurveFit& fit) {
  return fit.jacobian == lm::JacobianMethod::kAnalytic ? fit.arithmetic : Arithmetic::kReference;
}

std::unique_ptr<FitRun> make_run(const CurveFit& fit, Executor* executor) {
  switch (arithmetic_of(fit)) {
    case Arithmetic::kFast:
      return make_fast_run(fit, executor);
    case Arithmetic::kCertified:
      return make_certified_run(fit, executor);
    default:
      return make_reference_run(fit);
  }
}

std::optional<Interrupt::Clock::time_point> deadline_after(
    std::optional<std::chrono::nanoseconds> limit) {
  const auto now = Interrupt::Clock::now();
  if (!limit || *limit > Interrupt::Clock::time_point::max() - now) return std::nullopt;
  return now + std::chrono::duration_cast<Interrupt::Clock::duration>(*limit);
}

CurveOutcome fit_curve(const CurveFit& fit, std::stop_token stop,
                       const lm::IterationObserver& observer, Executor* executor) {
  const std::unique_ptr<FitRun> run = make_run(fit, executor);
  // Ends with the stop alone: a time limit has done its work, and the result is to be complete.
  const Interrupt stopped(stop);
  const Interrupt interrupt(std::move(stop), deadline_after(fit.time_limit));
  CurveOutcome outcome;
  run->minimize(interrupt, stopped, observer, outcome);
  if (outcome.lm.termination == Termination::kStopped) return outcome;

  const Assessment assessment = assess(fit, *run, stopped, outcome);
  outcome.statistics = assessment.statistics;
  add_covariances(assessment.variance, *run, stopped, outcome);
  if (fit.wants_derived) {
    outcome.derived =
        derived_quantities(*fit.model, outcome.parameters, outcome.free, outcome.covariance);
  }
  if (fit.wanted.best_fit) outcome.best_fit = run->best_fit(outcome, stopped);
  if (stopped.poll() != lm::Interruption::kNone) outcome.lm.termination = Termination::kStopped;
  return outcome;
}

namespace {

std::int64_t reference_memory(std::int64_t m, std::int64_t n) {
  // At its largest while minimising: the Jacobian and three vectors of residuals; the arrays of the
  // outcome are those, taken over, and best_fit, made when the others are gone.
  const std::int64_t block = 8192;
  return m * (n + 4) + 8 * n * n + 64 * n + block;
}

std::int64_t fast_memory(std::int64_t m, std::int64_t n, const WantedArrays& wanted, int threads) {
  // Of m points only what is wanted, and residuals while the Jacobian is factored.
  const std::int64_t vectors = (wanted.fvec ? 1 : 0) + (wanted.best_fit ? 1 : 0);
  const std::int64_t of_points =
      wanted.fjac ? m * (n + std::max<std::int64_t>(1, vectors)) : m * vectors;
  const std::int64_t columns = n + 1;
  const RowChunks chunks(static_cast<std::size_t>(m), static_cast<std::size_t>(columns));
  const std::int64_t sums = (static_cast<std::int64_t>(chunks.count) + 3) * columns * columns;
  const std::int64_t of_parameters = 10 * n * n + 100 * n;
  // A block's rows, partial sums of products, and what a model keeps of a block.
  const std::int64_t of_thread = 272 * columns + 4 * 65 * 66 + 65536;
  return of_points + sums + of_parameters + threads * of_thread;
}

// What refine() adds: in double-double the sums of each chunk, matrices, a graph's nodes for each
// thread; and the graph itself while it is made.
std::int64_t refinement_memory(std::int64_t m, std::int64_t n, int threads) {
  const PreciseChunks chunks(static_cast<std::size_t>(m), static_cast<std::size_t>(n));
  const std::int64_t sums = n * (n + 1) / 2 + n + 1;
  const std::int64_t numbers = 2 * (static_cast<std::int64_t>(chunks.count) + 8) * sums + 40 * n;
  const auto nodes = static_cast<std::int64_t>(expression::kMaxTape);
  return numbers + n * n + threads * (2 * nodes + 4 * n) + 16 * nodes;
}

}  // namespace

std::int64_t working_memory(const WorkingSet& set) {
  const std::int64_t n = set.n;
  // Residuals, or the counts' means and what a constant would be, for the statistics.
  const std::int64_t of_loss = set.loss ? 24 * set.m : 0;
  // The factor is data; whitened rows, or J for the covariance, and y with a constant.
  const std::int64_t of_correlation = set.correlated ? 8 * set.m * (n + 3) : 0;
  const std::int64_t beside = of_loss + of_correlation;
  if (set.arithmetic == Arithmetic::kReference) return beside + 8 * reference_memory(set.m, n);
  std::int64_t doubles = fast_memory(set.m, n, set.wanted, set.threads);
  if (set.arithmetic == Arithmetic::kCertified) doubles += refinement_memory(set.m, n, set.threads);
  return beside + 8 * doubles;
}

}  // namespace fitd::curve
