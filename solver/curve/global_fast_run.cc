#include <utility>

#include "solver/curve/free_bounds.h"
#include "solver/curve/global_problem.h"
#include "solver/curve/global_run.h"
#include "solver/curve/global_walk.h"
#include "solver/lm/minimize_within.h"
#include "solver/lm/workspace.h"

namespace fitd::curve {
namespace {

// Sums in memory; the large arrays are made for the outcome alone.
class GlobalFastRun final : public GlobalRun {
 public:
  GlobalFastRun(const GlobalFit& fit, Executor* executor)
      : settings_(fit.settings), walk_(fit, executor), problem_(walk_, fit.settings.options.xtol) {}

  void minimize(const lm::Interrupt& interrupt, const lm::Interrupt& stopped,
                const lm::IterationObserver& observer, CurveOutcome& outcome) override {
    outcome.free = walk_.free();
    std::vector<double> start;
    for (const int j : outcome.free) start.push_back(settings_.start[static_cast<std::size_t>(j)]);
    lm::Workspace workspace;
    const lm::Box box = free_bounds(settings_.bounds, outcome.free);
    outcome.lm = lm::minimize_within(box, problem_, start, settings_.options, workspace, interrupt,
                                     observer);
    outcome.standing = standings(box, outcome.lm.x);
    outcome.parameters = walk_.all_parameters(outcome.lm.x);
    if (outcome.lm.termination == lm::Termination::kStopped) return;
    if (settings_.wanted.fjac && outcome.lm.linearized) {
      outcome.fjac = walk_.factored_jacobian_at(problem_.linearized_at(), outcome.lm, stopped);
    }
    if (settings_.wanted.fvec) outcome.fvec = residuals(outcome, stopped);
  }

  std::vector<double> residuals(const CurveOutcome& outcome,
                                const lm::Interrupt& interrupt) override {
    return walk_.residuals_at(outcome.lm.x, interrupt);
  }

  std::optional<Matrix> inverse_normal_matrix(const CurveOutcome& outcome,
                                              const lm::Interrupt& interrupt) override {
    return problem_.inverse_normal_matrix(at_bound(outcome.standing), interrupt);
  }

  std::vector<double> best_fit(const CurveOutcome& outcome,
                               const lm::Interrupt& interrupt) override {
    return walk_.values_at(outcome.lm.x, interrupt);
  }

  std::vector<double> set_norms(const CurveOutcome& outcome,
                                const lm::Interrupt& interrupt) override {
    return walk_.set_norms(outcome.lm.x, interrupt);
  }

 private:
  const CurveFit& settings_;
  GlobalWalk walk_;
  GlobalProblem problem_;
};

}  // namespace

std::unique_ptr<GlobalRun> make_global_fast_run(const GlobalFit& fit, Executor* executor) {
  return std::make_unique<GlobalFastRun>(fit, executor);
}

}  // namespace fitd::curve
