#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "solver/curve/block_walk.h"
#include "solver/curve/curve_problem.h"
#include "solver/curve/fit_run.h"
#include "solver/curve/free_bounds.h"
#include "solver/curve/improving_observer.h"
#include "solver/curve/precise_cholesky.h"
#include "solver/curve/rare_walks.h"
#include "solver/curve/refine.h"
#include "solver/double_double/elementary.h"
#include "solver/lm/minimize_within.h"
#include "solver/lm/workspace.h"

namespace fitd::curve {
namespace {

using lm::Termination;

// The first trust-region radius over ||D x|| of each descent.
constexpr std::array<double, 4> kFactors = {100, 10, 1, 0.1};

// As tight as double can use.
constexpr double kTolerance = 1e-15;

// A later descent must be better than that to take the place of an earlier one.
constexpr double kBetter = 1 - 1e-9;

// Several descents in fast arithmetic, then refine() from the best.
class CertifiedRun final : public FitRun {
 public:
  CertifiedRun(const CurveFit& fit, Executor* executor)
      : fit_(fit),
        executor_(executor),
        walk_(*fit.model, fit.data, fit.start, fit.fixed, executor),
        problem_(walk_, kTolerance),
        box_(free_bounds(fit.bounds, walk_.free())) {}

  void minimize(const lm::Interrupt& interrupt, const lm::Interrupt& stopped,
                const lm::IterationObserver& observer, CurveOutcome& outcome) override {
    outcome.free = walk_.free();
    ImprovingObserver progress(observer);
    outcome.lm = best_descent(interrupt, progress);
    const Termination end = outcome.lm.termination;
    if (end != Termination::kStopped && end != Termination::kNonFinite &&
        end != Termination::kTimeLimit) {
      refine_minimum(interrupt, progress, outcome.lm);
    }
    outcome.standing = standings(box_, outcome.lm.x);
    const std::span<const double> parameters = walk_.all_parameters(outcome.lm.x);
    outcome.parameters.assign(parameters.begin(), parameters.end());
    if (outcome.lm.termination == Termination::kStopped) return;
    linearize_at_end(stopped, outcome);
    if (fit_.wanted.fvec) outcome.fvec = residuals(outcome, stopped);
  }

  std::vector<double> residuals(const CurveOutcome& outcome,
                                const lm::Interrupt& interrupt) override {
    if (!refined_) return residuals_at(walk_, outcome.lm.x, interrupt);
    return at_points(interrupt, [](const Precise&, const Precise& r) { return r.high; });
  }

  std::optional<Matrix> inverse_normal_matrix(const CurveOutcome& outcome,
                                              const lm::Interrupt& interrupt) override {
    if (!refined_) return problem_.inverse_normal_matrix(at_bound(outcome.standing), interrupt);
    std::vector<bool> held = at_bound(outcome.standing);
    held.resize(outcome.free.size(), false);
    PreciseCholesky factored;
    if (!factored.factor(refined_->at.normal, held)) return std::nullopt;
    Matrix inverse = factored.inverse();
    const auto finite = [](double a) { return std::isfinite(a); };
    return std::ranges::all_of(inverse, finite) ? std::optional(std::move(inverse)) : std::nullopt;
  }

  std::vector<double> best_fit(const CurveOutcome& outcome,
                               const lm::Interrupt& interrupt) override {
    if (!refined_) return values_at(walk_, outcome.lm.x, interrupt);
    return at_points(interrupt, [](const Precise& value, const Precise&) { return value.high; });
  }

 private:
  // The start's own factor first, then the list's others.
  std::vector<double> factors() const {
    std::vector<double> all = {fit_.options.factor};
    for (const double factor : kFactors) {
      if (factor != all.front()) all.push_back(factor);
    }
    return all;
  }

  // The descent that ended lowest, with the counts of all.
  lm::LmResult best_descent(const lm::Interrupt& interrupt, ImprovingObserver& progress) {
    std::vector<double> start;
    for (const int j : walk_.free()) start.push_back(fit_.start[static_cast<std::size_t>(j)]);
    lm::Options options = fit_.options;
    options.ftol = options.xtol = kTolerance;
    options.gtol = 0;
    lm::Workspace workspace;
    std::optional<lm::LmResult> best;
    lm::LmResult total;
    for (const double factor : factors()) {
      options.factor = factor;
      lm::LmResult result = lm::minimize_within(box_, problem_, start, options, workspace,
                                                interrupt, progress.observer());
      progress.begin_next(result);
      add_counts(result, total);
      const Termination end = result.termination;
      const bool ends = end == Termination::kStopped || end == Termination::kTimeLimit;
      if (!best || is_better(result, *best)) best = std::move(result);
      if (ends) best->termination = end;
      if (ends) break;
    }
    best->nfev = best->njev = best->iterations = 0;
    add_counts(total, *best);
    return *std::move(best);
  }

  static void add_counts(const lm::LmResult& from, lm::LmResult& to) {
    to.nfev += from.nfev;
    to.njev += from.njev;
    to.iterations += from.iterations;
  }

  static bool is_better(const lm::LmResult& a, const lm::LmResult& b) {
    if (a.termination == Termination::kNonFinite) return false;
    return b.termination == Termination::kNonFinite || a.residual_norm < b.residual_norm * kBetter;
  }

  void refine_minimum(const lm::Interrupt& interrupt, ImprovingObserver& progress,
                      lm::LmResult& lm) {
    rows_.emplace(*fit_.model, fit_.data, walk_.free(), fit_.start);
    PreciseSummer summer(*rows_, executor_);
    const RefinementObserver observer = [&](const Refinement& so_far) { report(so_far, progress); };
    Refinement refined = refine(summer, box_, lm.x, interrupt, observer);
    lm.nfev += refined.evaluations;
    lm.njev += refined.evaluations;
    lm.termination = termination_after(refined, lm.termination, interrupt);
    if (refined.evaluations == 0 || refined.end == RefinementEnd::kNonFinite) return;
    lm.iterations += refined.steps;
    for (std::size_t k = 0; k < lm.x.size(); ++k) lm.x[k] = refined.x[k].high;
    lm.residual_norm = double_double::sqrt(refined.at.squares).high;
    refined_ = std::move(refined);
  }

  // Only what is certified has converged. `descent`: the end of the best descent.
  static Termination termination_after(const Refinement& refined, Termination descent,
                                       const lm::Interrupt& interrupt) {
    switch (refined.end) {
      case RefinementEnd::kConverged:
        return refined.at.squares.high == 0 ? Termination::kGtol : Termination::kXtol;
      case RefinementEnd::kInterrupted:
        return interrupt.poll() == lm::Interruption::kTimeLimit ? Termination::kTimeLimit
                                                                : Termination::kStopped;
      default:
        return lm::converged(descent) ? Termination::kXtolTooSmall : descent;
    }
  }

  static void report(const Refinement& so_far, ImprovingObserver& progress) {
    std::vector<double> x;
    for (const Precise& entry : so_far.x) x.push_back(entry.high);
    const double norm = double_double::sqrt(so_far.at.squares).high;
    double cosine = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      const double column = std::sqrt(so_far.at.normal[packed(j, j)].high);
      if (column > 0 && norm > 0) {
        cosine = std::max(cosine, std::fabs(so_far.at.gradient[j].high) / column / norm);
      }
    }
    progress.report({.iteration = so_far.steps,
                     .nfev = so_far.evaluations,
                     .njev = so_far.evaluations,
                     .residual_norm = norm,
                     .gradient_cosine = cosine,
                     .gain_ratio = std::nullopt,
                     .x = x});
  }

  // The linearisation that the outcome shows is the one at the returned x. It is made last, so that
  // the problem's iterate is that point, too.
  void linearize_at_end(const lm::Interrupt& stopped, CurveOutcome& outcome) {
    lm::LmResult& lm = outcome.lm;
    const std::size_t n = lm.x.size();
    lm.linearized = lm.damped = false;
    lm.r.assign(n * n, 0.0);
    lm.permutation.resize(n);
    lm.qtf.resize(n);
    lm.column_norms.resize(n);
    const lm::Linearization at_end = {lm.r, lm.permutation, lm.qtf, lm.column_norms};
    const lm::ResidualNorm norm = problem_.evaluate_start(lm.x, stopped);
    if (norm.status != lm::EvaluationStatus::kOk || !std::isfinite(norm.norm)) return;
    lm.linearized = problem_.linearize(at_end, stopped).status == lm::EvaluationStatus::kOk;
    if (!lm.linearized) return;
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = j + 1; i < n; ++i) lm.r[i + j * n] = 0;
    }
    if (fit_.wanted.fjac) outcome.fjac = factored_jacobian_at(walk_, lm.x, lm, stopped);
  }

  // choose(value, residual) at every point, for the refined parameters before they were rounded.
  template <class Choose>
  std::vector<double> at_points(const lm::Interrupt& interrupt, const Choose& choose) const {
    std::vector<Precise> scratch(rows_->scratch_size());
    std::vector<Precise> row(rows_->num_free() + 1);
    std::vector<double> result(rows_->num_points());
    rows_->begin(refined_->x, scratch);
    lm::PacedPoll poll(interrupt);
    const auto cost = static_cast<std::int64_t>(128 * scratch.size());
    for (std::size_t i = 0; i < result.size() && !poll.interrupted_after(cost); ++i) {
      rows_->row(i, scratch, row);
      result[i] = choose(rows_->value(scratch), row.back());
    }
    return result;
  }

  const CurveFit& fit_;
  Executor* executor_;
  BlockWalk walk_;
  CurveProblem problem_;
  const lm::Box box_;
  std::optional<PreciseRows> rows_;
  std::optional<Refinement> refined_;
};

}  // namespace

std::unique_ptr<FitRun> make_certified_run(const CurveFit& fit, Executor* executor) {
  return std::make_unique<CertifiedRun>(fit, executor);
}

}  // namespace fitd::curve
