#include <span>

#include "solver/curve/block_walk.h"
#include "solver/curve/curve_problem.h"
#include "solver/curve/fit_run.h"
#include "solver/curve/free_bounds.h"
#include "solver/curve/rare_walks.h"
#include "solver/lm/minimize_within.h"
#include "solver/lm/workspace.h"

namespace fitd::curve {
namespace {

// Sums in memory; the large arrays are made for the outcome alone.
class FastRun final : public FitRun {
 public:
  FastRun(const CurveFit& fit, Executor* executor)
      : fit_(fit),
        walk_(*fit.model, fit.data, fit.start, fit.fixed, executor, fit.compiled),
        problem_(walk_, fit.options.xtol) {}

  void minimize(const lm::Interrupt& interrupt, const lm::Interrupt& stopped,
                const lm::IterationObserver& observer, CurveOutcome& outcome) override {
    outcome.free = walk_.free();
    std::vector<double> start;
    for (const int j : outcome.free) start.push_back(fit_.start[static_cast<std::size_t>(j)]);
    lm::Workspace workspace;
    const lm::Box box = free_bounds(fit_.bounds, outcome.free);
    outcome.lm =
        lm::minimize_within(box, problem_, start, fit_.options, workspace, interrupt, observer);
    outcome.standing = standings(box, outcome.lm.x);
    const std::span<const double> parameters = walk_.all_parameters(outcome.lm.x);
    outcome.parameters.assign(parameters.begin(), parameters.end());
    if (outcome.lm.termination == lm::Termination::kStopped) return;
    if (fit_.wanted.fjac && outcome.lm.linearized) {
      outcome.fjac = factored_jacobian_at(walk_, problem_.linearized_at(), outcome.lm, stopped);
    }
    // From here on the residuals and their derivatives are asked for, which a robust loss hides.
    if (is_robust(fit_.data.loss)) {
      walk_.drop_loss();
      problem_.sum_anew(stopped);
    }
    if (fit_.wanted.fvec) outcome.fvec = residuals(outcome, stopped);
  }

  std::vector<double> residuals(const CurveOutcome& outcome,
                                const lm::Interrupt& interrupt) override {
    return residuals_at(walk_, outcome.lm.x, interrupt);
  }

  std::optional<Matrix> inverse_normal_matrix(const CurveOutcome& outcome,
                                              const lm::Interrupt& interrupt) override {
    return problem_.inverse_normal_matrix(at_bound(outcome.standing), interrupt);
  }

  std::vector<double> best_fit(const CurveOutcome& outcome,
                               const lm::Interrupt& interrupt) override {
    return values_at(walk_, outcome.lm.x, interrupt);
  }

 private:
  const CurveFit& fit_;
  BlockWalk walk_;
  CurveProblem problem_;
};

}  // namespace

std::unique_ptr<FitRun> make_fast_run(const CurveFit& fit, Executor* executor) {
  return std::make_unique<FastRun>(fit, executor);
}

}  // namespace fitd::curve
