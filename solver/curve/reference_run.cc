#include <span>

#include "solver/curve/curve_function.h"
#include "solver/curve/fit_run.h"
#include "solver/curve/free_bounds.h"
#include "solver/lm/dense_problem.h"
#include "solver/lm/minimize_within.h"
#include "solver/lm/workspace.h"

namespace fitd::curve {
namespace {

// Residuals and Jacobian in memory, on the calling thread.
class ReferenceRun final : public FitRun {
 public:
  explicit ReferenceRun(const CurveFit& fit)
      : fit_(fit),
        function_(*fit.model, fit.data, fit.start, fit.fixed),
        loss_(fit.data.loss, fit.data.y) {}

  // The arrays come out of the minimisation's memory; the rest of it is free afterwards.
  void minimize(const lm::Interrupt& interrupt, const lm::Interrupt&,
                const lm::IterationObserver& observer, CurveOutcome& outcome) override {
    outcome.free = function_.free();
    const lm::Box box = free_bounds(fit_.bounds, outcome.free);
    lm::DenseProblem problem(function_, fit_.jacobian, fit_.epsfcn, box,
                             is_linear(fit_.data.loss) ? nullptr : &loss_);
    lm::Workspace workspace;
    const std::vector<double> start = function_.free_entries(fit_.start);
    outcome.lm =
        lm::minimize_within(box, problem, start, fit_.options, workspace, interrupt, observer);
    outcome.standing = standings(box, outcome.lm.x);
    if (fit_.wanted.fjac && outcome.lm.linearized) outcome.fjac = problem.take_fjac(outcome.lm);
    if (fit_.wanted.fvec) {
      outcome.fvec = problem.take_fvec();
      if (is_poisson(fit_.data.loss)) loss_.roots(outcome.fvec, 0, outcome.fvec);
    }
    const std::span<const double> parameters = function_.all_parameters(outcome.lm.x);
    outcome.parameters.assign(parameters.begin(), parameters.end());
  }

  std::vector<double> residuals(const CurveOutcome& outcome,
                                const lm::Interrupt& interrupt) override {
    std::vector<double> r(static_cast<std::size_t>(function_.num_residuals()));
    function_.residuals(outcome.lm.x, r, interrupt);
    if (is_poisson(fit_.data.loss)) loss_.roots(r, 0, r);
    return r;
  }

  std::optional<Matrix> inverse_normal_matrix(const CurveOutcome& outcome,
                                              const lm::Interrupt& interrupt) override {
    return inverse_normal_matrix_at(function_, outcome.lm.x, at_bound(outcome.standing), interrupt);
  }

  std::vector<double> best_fit(const CurveOutcome& outcome,
                               const lm::Interrupt& interrupt) override {
    std::vector<double> f(static_cast<std::size_t>(function_.num_residuals()));
    function_.values(outcome.lm.x, f, interrupt);
    return f;
  }

 private:
  const CurveFit& fit_;
  CurveFunction function_;
  CurveLoss loss_;
};

}  // namespace

std::unique_ptr<FitRun> make_reference_run(const CurveFit& fit) {
  return std::make_unique<ReferenceRun>(fit);
}

}  // namespace fitd::curve
