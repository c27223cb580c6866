#include "solver/curve/free_bounds.h"
#include "solver/curve/global_function.h"
#include "solver/curve/global_run.h"
#include "solver/lm/dense_problem.h"
#include "solver/lm/minimize_within.h"
#include "solver/lm/workspace.h"

namespace fitd::curve {
namespace {

// Residuals and Jacobian of all sets in memory, on the calling thread.
class GlobalReferenceRun final : public GlobalRun {
 public:
  explicit GlobalReferenceRun(const GlobalFit& fit) : settings_(fit.settings), function_(fit) {}

  // The arrays come out of the minimisation's memory; the rest of it is free afterwards.
  void minimize(const lm::Interrupt& interrupt, const lm::Interrupt&,
                const lm::IterationObserver& observer, CurveOutcome& outcome) override {
    outcome.free = function_.free();
    const lm::Box box = free_bounds(settings_.bounds, outcome.free);
    lm::DenseProblem problem(function_, settings_.jacobian, settings_.epsfcn, box);
    std::vector<double> start;
    for (const int j : outcome.free) start.push_back(settings_.start[static_cast<std::size_t>(j)]);
    lm::Workspace workspace;
    outcome.lm =
        lm::minimize_within(box, problem, start, settings_.options, workspace, interrupt, observer);
    outcome.standing = standings(box, outcome.lm.x);
    outcome.parameters = function_.all_parameters(outcome.lm.x);
    set_norms_ = function_.set_norms(problem.fvec());
    if (settings_.wanted.fjac && outcome.lm.linearized) {
      outcome.fjac = problem.take_fjac(outcome.lm);
    }
    if (settings_.wanted.fvec) outcome.fvec = problem.take_fvec();
  }

  std::vector<double> residuals(const CurveOutcome& outcome,
                                const lm::Interrupt& interrupt) override {
    std::vector<double> r(static_cast<std::size_t>(function_.num_residuals()));
    function_.residuals(outcome.lm.x, r, interrupt);
    return r;
  }

  std::optional<Matrix> inverse_normal_matrix(const CurveOutcome& outcome,
                                              const lm::Interrupt& interrupt) override {
    return function_.inverse_normal_matrix(outcome.lm.x, at_bound(outcome.standing), interrupt);
  }

  std::vector<double> best_fit(const CurveOutcome& outcome,
                               const lm::Interrupt& interrupt) override {
    std::vector<double> f(static_cast<std::size_t>(function_.num_residuals()));
    function_.values(outcome.lm.x, f, interrupt);
    return f;
  }

  std::vector<double> set_norms(const CurveOutcome&, const lm::Interrupt&) override {
    return set_norms_;
  }

 private:
  const CurveFit& settings_;
  GlobalFunction function_;
  std::vector<double> set_norms_;
};

}  // namespace

std::unique_ptr<GlobalRun> make_global_reference_run(const GlobalFit& fit) {
  return std::make_unique<GlobalReferenceRun>(fit);
}

}  // namespace fitd::curve
