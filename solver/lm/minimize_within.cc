#include "solver/lm/minimize_within.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <iterator>
#include <optional>

#include "solver/lm/box_step.h"
#include "solver/lm/minimization.h"
#include "solver/lm/minimize.h"

namespace fitd::lm {
namespace {

// MINPACK's loop on the parameters that no bound holds.
class BoxMinimization : private Minimization {
 public:
  BoxMinimization(const Box& box, LeastSquaresProblem& problem, const Options& options,
                  Workspace& workspace, const Interrupt& interrupt,
                  const IterationObserver& observer)
      : Minimization(problem, options, workspace, interrupt, observer), path_(box) {}

  LmResult run(std::span<const double> start) {
    if (!begin_at(start)) return result();
    while (true) {
      if (!linearize()) return result();
      path_.begin(w_.linearization(), w_.x, norm_);
      if (result_.njev == 1) choose_first_scale_and_region();
      gradient_cosine_ = path_.gradient_cosine();
      report();
      if (gradient_is_orthogonal(gradient_cosine_, options_.gtol)) return ended(Termination::kGtol);
      grow_scale();
      do {
        if (!propose_step() || !evaluate_trial()) return result();
        judge_step(step_.prediction);
        update_region(step_.reach);
        if (step_is_acceptable(ratio_)) move_to_trial();
        if (const auto t = settled_verdict()) return ended(*t);
      } while (!step_is_acceptable(ratio_));
    }
  }

 private:
  void choose_first_scale_and_region() {
    choose_first_scale();
    x_norm_ = path_.free_norm(w_.diag, w_.x);
    choose_first_region();
  }

  bool propose_step() {
    PacedPoll poll(interrupt_);
    step_ = path_.take(region_, w_.diag, w_.trial, poll);
    if (step_.interrupted) return interrupted();
    damped_ |= step_.damped;
    region_.lambda = step_lambda_ = step_.lambda;
    step_norm_ = step_.norm;
    if (result_.iterations == 0) region_.radius = std::min(region_.radius, step_.reach);
    return true;
  }

  void move_to_trial() {
    accept_step();
    x_norm_ = path_.free_norm(w_.diag, w_.x);
  }

  // The verdict, but that a step made short by held parameters that would now go on proves nothing.
  std::optional<Termination> settled_verdict() {
    const auto verdict_on_step = verdict(step_state(), options_);
    if (!verdict_on_step || !path_.held_could_gain(options_.ftol)) return verdict_on_step;
    if (result_.nfev >= options_.maxfev) return Termination::kMaxfev;
    return std::nullopt;
  }

  BoxStep path_;
  BoxStepOutcome step_;
};

}  // namespace

LmResult minimize_within(const Box& box, LeastSquaresProblem& problem,
                         std::span<const double> start, const Options& options,
                         Workspace& workspace, const Interrupt& interrupt,
                         const IterationObserver& observer) {
  assert(problem.num_parameters() == std::ssize(start));
  assert(preconditions_hold(options, problem.num_residuals(), std::ssize(start)));
  assert(is_valid(box, std::ssize(start)) && box.contains(start));
  if (box.empty()) return minimize(problem, start, options, workspace, interrupt, observer);
  workspace.resize(problem.num_parameters());
  return BoxMinimization(box, problem, options, workspace, interrupt, observer).run(start);
}

}  // namespace fitd::lm
