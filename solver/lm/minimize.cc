#include "solver/lm/minimize.h"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>

#include "solver/lm/lm_parameter.h"
#include "solver/lm/minimization.h"

namespace fitd::lm {
namespace {

// MINPACK's loop.
class FreeMinimization : private Minimization {
 public:
  using Minimization::Minimization;

  LmResult run(std::span<const double> start) {
    if (!begin_at(start)) return result();
    while (true) {
      if (!linearize()) return result();
      if (result_.njev == 1) choose_first_scale_and_region();
      measure_gradient();
      report();
      if (gradient_is_orthogonal(gradient_cosine_, options_.gtol)) return ended(Termination::kGtol);
      grow_scale();
      do {
        if (!propose_step() || !evaluate_trial()) return result();
        judge_step(predict_step());
        update_region(step_norm_);
        if (step_is_acceptable(ratio_)) move_to_trial();
        if (const auto t = verdict(step_state(), options_)) return ended(*t);
      } while (!step_is_acceptable(ratio_));
    }
  }

 private:
  void choose_first_scale_and_region() {
    choose_first_scale();
    x_norm_ = scaled_norm(w_.x);
    choose_first_region();
  }

  // The largest cosine of the angle between the residuals and a column of the Jacobian.
  void measure_gradient() {
    gradient_cosine_ = 0;
    if (norm_ == 0) return;
    for (std::size_t i = 0; i < n_; ++i) w_.scaled[i] = w_.qtf[i] / norm_;
    const Linearization model = w_.linearization();
    for (std::size_t j = 0; j < n_; ++j) {
      if (w_.column_norms[static_cast<std::size_t>(w_.permutation[j])] == 0) continue;
      gradient_cosine_ = larger_cosine(column_cosine(model, w_.scaled, j), gradient_cosine_);
    }
  }

  bool propose_step() {
    PacedPoll poll(interrupt_);
    const LmParameter parameter = lm_parameter(w_.linearization(), w_.diag, region_.radius,
                                               region_.lambda, w_.lm_parameter, w_.step, poll);
    damped_ |= parameter.damped;
    if (parameter.interrupted) return interrupted();
    region_.lambda = step_lambda_ = parameter.lambda;
    for (std::size_t j = 0; j < n_; ++j) {
      w_.step[j] = -w_.step[j];
      w_.trial[j] = w_.x[j] + w_.step[j];
    }
    step_norm_ = scaled_norm(w_.step);
    if (result_.iterations == 0) region_.radius = std::min(region_.radius, step_norm_);
    return true;
  }

  Prediction predict_step() {
    return predict(model_norm(w_.linearization(), w_.step, w_.scaled), step_norm_,
                   std::sqrt(region_.lambda), norm_);
  }

  void move_to_trial() {
    accept_step();
    x_norm_ = scaled_norm(w_.x);
  }
};

}  // namespace

LmResult minimize(LeastSquaresProblem& problem, std::span<const double> start,
                  const Options& options, Workspace& workspace, const Interrupt& interrupt,
                  const IterationObserver& observer) {
  assert(problem.num_parameters() == std::ssize(start));
  assert(preconditions_hold(options, problem.num_residuals(), std::ssize(start)));
  workspace.resize(problem.num_parameters());
  return FreeMinimization(problem, options, workspace, interrupt, observer).run(start);
}

}  // namespace fitd::lm
