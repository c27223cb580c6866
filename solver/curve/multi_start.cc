#include "solver/curve/multi_start.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include "solver/curve/fit_run.h"
#include "solver/curve/latin_hypercube.h"
#include "solver/curve/start_ranges.h"

namespace fitd::curve {
namespace {

using Clock = lm::Interrupt::Clock;
using lm::Termination;

std::vector<std::size_t> free_parameters(const CurveFit& fit) {
  std::vector<std::size_t> free;
  for (std::size_t j = 0; j < fit.fixed.size(); ++j) {
    if (!fit.fixed[j]) free.push_back(j);
  }
  return free;
}

std::optional<StartRange> range_of(const CurveFit& fit, std::size_t j, double spread) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double lower = fit.bounds.empty() ? -kInfinity : fit.bounds.lower[j];
  const double upper = fit.bounds.empty() ? kInfinity : fit.bounds.upper[j];
  return start_range(fit.start[j], lower, upper, spread);
}

// Of what the starts of the free parameters are drawn from; of what is not drawn, its start.
std::vector<double> widths_of(const CurveFit& fit, double spread) {
  std::vector<double> widths;
  for (const std::size_t j : free_parameters(fit)) {
    const auto range = range_of(fit, j, spread);
    const double width = range ? range->to - range->from : std::fabs(fit.start[j]);
    widths.push_back(std::isfinite(width) ? width : 0);
  }
  return widths;
}

double squares_of(const CurveData& data) {
  double sum = 0;
  for (std::size_t i = 0; i < data.y.size(); ++i) {
    const double weighted = data.sigma.empty() ? data.y[i] : data.y[i] / data.sigma[i];
    sum += weighted * weighted;
  }
  return std::isfinite(sum) ? sum : 0;
}

// A fit of which nothing is wanted but where it ends.
CurveFit descent_of(const CurveFit& fit) {
  CurveFit descent = fit;
  descent.wanted = {.fvec = false, .fjac = false, .best_fit = false};
  if (descent.arithmetic == Arithmetic::kCertified) descent.arithmetic = Arithmetic::kFast;
  return descent;
}

// The minimisations from all starts.
class Exploration {
 public:
  Exploration(const CurveFit& fit, std::span<const std::vector<double>> starts,
              const lm::Interrupt& interrupt, const StartsObserver& observer)
      : descent_(descent_of(fit)),
        starts_(starts),
        interrupt_(interrupt),
        progress_(observer, starts.size() + 1),
        ends_(starts.size()),
        counts_(starts.size()) {
    for (StartEnd& end : ends_) end.norm = std::numeric_limits<double>::quiet_NaN();
  }

  // The first start even when time is over, so that there is something to return. Threads are asked
  // for anew every few starts, so that others have their turn.
  void run(Executor* executor) {
    minimize_from(0);
    const std::size_t round = executor == nullptr ? 1 : 2 * executor->width();
    for (std::size_t first = 1; first < starts_.size(); first += round) {
      if (interrupt_.poll() != lm::Interruption::kNone) return;
      const std::size_t count = std::min(round, starts_.size() - first);
      if (executor == nullptr || count == 1) {
        for (std::size_t k = 0; k < count; ++k) minimize_from(first + k);
      } else {
        executor->run(count, [&](std::size_t, std::size_t k) { minimize_from(first + k); });
      }
    }
  }

  std::span<const StartEnd> ends() const { return ends_; }
  // Of the fit that follows.
  lm::IterationObserver last_observer() { return progress_.observer(starts_.size()); }

  void add_counts(lm::LmResult& to) const {
    for (const lm::LmResult& counts : counts_) {
      to.nfev += counts.nfev;
      to.njev += counts.njev;
      to.iterations += counts.iterations;
    }
  }

 private:
  void minimize_from(std::size_t k) {
    if (k > 0 && interrupt_.poll() != lm::Interruption::kNone) return;
    CurveFit fit = descent_;
    fit.start = starts_[k];
    CurveOutcome outcome;
    make_run(fit, nullptr)
        ->minimize(interrupt_, interrupt_.without_deadline(), progress_.observer(k), outcome);
    progress_.end(k, outcome.lm);
    const lm::LmResult& lm = outcome.lm;
    counts_[k].nfev = lm.nfev;
    counts_[k].njev = lm.njev;
    counts_[k].iterations = lm.iterations;
    // A start that fails at once leads nowhere, but what was reached before is a point like others.
    const bool nowhere = lm.termination == Termination::kStopped ||
                         (lm.termination == Termination::kNonFinite && lm.iterations == 0);
    if (!nowhere) ends_[k] = {lm.x, lm.residual_norm, lm.termination};
  }

  const CurveFit descent_;
  std::span<const std::vector<double>> starts_;
  const lm::Interrupt& interrupt_;
  StartsProgress progress_;
  std::vector<StartEnd> ends_;
  std::vector<lm::LmResult> counts_;  // nothing but the counts
};

std::vector<double> with_free(const CurveFit& fit, std::span<const double> x) {
  std::vector<double> parameters = fit.start;
  const std::vector<std::size_t> free = free_parameters(fit);
  for (std::size_t k = 0; k < free.size(); ++k) parameters[free[k]] = x[k];
  return parameters;
}

// What is left of the time; nothing where it is over.
std::optional<std::chrono::nanoseconds> remaining(std::optional<Clock::time_point> deadline) {
  if (!deadline) return std::nullopt;
  return std::max(std::chrono::nanoseconds(0), std::chrono::nanoseconds(*deadline - Clock::now()));
}

}  // namespace

std::vector<std::vector<double>> draw_starts(const CurveFit& fit, const MultiStart& multi_start) {
  const std::vector<std::size_t> free = free_parameters(fit);
  const auto drawn = static_cast<std::size_t>(multi_start.starts - 1);
  std::vector<std::vector<double>> starts = {fit.start};
  if (drawn == 0) return starts;
  const std::vector<double> unit = latin_hypercube(drawn, free.size(), multi_start.seed);
  starts.resize(drawn + 1, fit.start);
  for (std::size_t d = 0; d < free.size(); ++d) {
    const auto range = range_of(fit, free[d], multi_start.spread);
    if (!range) continue;
    for (std::size_t i = 0; i < drawn; ++i) {
      starts[i + 1][free[d]] = range->at(unit[i * free.size() + d]);
    }
  }
  return starts;
}

MultiStartOutcome fit_multi_start(const CurveFit& fit, const MultiStart& multi_start,
                                  const std::stop_token& stop, const StartsObserver& observer,
                                  Executor* executor) {
  const auto deadline = deadline_after(fit.time_limit);
  const lm::Interrupt interrupt(stop, deadline);
  const std::vector<std::vector<double>> starts = draw_starts(fit, multi_start);
  Exploration exploration(fit, starts, interrupt, observer);
  exploration.run(executor);

  MultiStartOutcome outcome;
  outcome.start = fit.start;
  outcome.minima =
      distinct_minima(exploration.ends(), widths_of(fit, multi_start.spread), squares_of(fit.data));
  CurveFit last = fit;
  if (!outcome.minima.empty()) {
    outcome.start = last.start = starts[static_cast<std::size_t>(outcome.minima[0].first_start)];
  }
  last.time_limit = remaining(deadline);
  outcome.best = fit_curve(last, stop, exploration.last_observer(), executor);
  // With the time over on the way, the best point that was seen is looked at once more.
  if (outcome.best.lm.termination == Termination::kTimeLimit && !outcome.minima.empty()) {
    last.start = with_free(fit, outcome.minima[0].x);
    last.time_limit = std::chrono::nanoseconds(0);
    outcome.best = fit_curve(last, stop, {}, executor);
  }
  if (outcome.best.lm.termination == Termination::kStopped) outcome.minima.clear();
  if (!outcome.minima.empty()) {
    outcome.minima[0].x = outcome.best.lm.x;
    outcome.minima[0].chi_square = outcome.best.lm.residual_norm * outcome.best.lm.residual_norm;
    outcome.minima[0].termination = outcome.best.lm.termination;
  }
  exploration.add_counts(outcome.best.lm);
  return outcome;
}

std::int64_t working_memory(const WorkingSet& set, const MultiStart& multi_start) {
  WorkingSet descent = set;
  descent.wanted = {.fvec = false, .fjac = false, .best_fit = false};
  descent.threads = 1;
  if (descent.arithmetic == Arithmetic::kCertified) descent.arithmetic = Arithmetic::kFast;
  // Starts of all parameters, of which there may be more than free ones, the hypercube, and the
  // ends.
  const std::int64_t of_start = 8 * (6 * std::int64_t{set.n} + 128) + 1024;
  return working_memory(set) + set.threads * working_memory(descent) +
         std::max(multi_start.starts, 0) * of_start;
}

}  // namespace fitd::curve
