// What the two Levenberg-Marquardt loops have in common: their state, and the steps that do not ask
// whether there are bounds. Internal to minimize.cc and minimize_within.cc.
#ifndef FITD_SOLVER_LM_MINIMIZATION_H_
#define FITD_SOLVER_LM_MINIMIZATION_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "solver/lm/convergence.h"
#include "solver/lm/interrupt.h"
#include "solver/lm/linear_model.h"
#include "solver/lm/norm.h"
#include "solver/lm/options.h"
#include "solver/lm/problem.h"
#include "solver/lm/result.h"
#include "solver/lm/trust_region.h"
#include "solver/lm/workspace.h"

namespace fitd::lm {

// One minimisation. Steps that return bool return false when they have set a termination.
class Minimization {
 public:
  Minimization(LeastSquaresProblem& problem, const Options& options, Workspace& workspace,
               const Interrupt& interrupt, const IterationObserver& observer)
      : problem_(problem),
        options_(options),
        w_(workspace),
        interrupt_(interrupt),
        observer_(observer),
        n_(static_cast<std::size_t>(problem.num_parameters())) {}

 protected:
  bool begin_at(std::span<const double> start) {
    std::copy(start.begin(), start.end(), w_.x.begin());
    result_.residual_norm = std::numeric_limits<double>::quiet_NaN();
    // A time limit never cuts the first evaluation short, so that what it ends has a norm to show.
    const ResidualNorm r = problem_.evaluate_start(w_.x, interrupt_.without_deadline());
    if (r.status == EvaluationStatus::kInterrupted) return interrupted();
    result_.nfev = 1;
    norm_ = result_.residual_norm = r.norm;
    // DEVIATION(minpack): MINPACK goes on with a NaN, which ends as convergence (info 4) or at
    // maxfev. Test: non_finite_test, AtTheStart.
    if (!std::isfinite(r.norm)) return non_finite();
    return true;
  }

  bool linearize() {
    linearized_ = damped_ = false;
    const LinearizeOutcome outcome = problem_.linearize(w_.linearization(), interrupt_);
    result_.nfev += outcome.evaluations;
    if (outcome.status == EvaluationStatus::kInterrupted) return interrupted();
    ++result_.njev;
    // DEVIATION(minpack): as above; MINPACK lets a NaN in the Jacobian spread. Test:
    // non_finite_test, InTheJacobian.
    if (outcome.status == EvaluationStatus::kNonFinite) return non_finite();
    linearized_ = true;
    return true;
  }

  // D from the first Jacobian.
  void choose_first_scale() {
    if (options_.diag.empty()) {
      for (std::size_t j = 0; j < n_; ++j) {
        w_.diag[j] = w_.column_norms[j] == 0 ? 1 : w_.column_norms[j];
      }
    } else {
      std::copy(options_.diag.begin(), options_.diag.end(), w_.diag.begin());
    }
  }

  // A radius of `factor` times the scaled start.
  void choose_first_region() {
    region_ = {.radius = options_.factor * x_norm_, .lambda = 0};
    if (region_.radius == 0) region_.radius = options_.factor;
  }

  void report() {
    if (!observer_) return;
    observer_({.iteration = result_.iterations,
               .nfev = result_.nfev,
               .njev = result_.njev,
               .residual_norm = norm_,
               .gradient_cosine = gradient_cosine_,
               .lambda = step_lambda_,
               .radius = result_.iterations == 0 ? 0 : region_.radius,
               .gain_ratio = result_.iterations == 0 ? std::nullopt : std::optional(ratio_),
               .x = w_.x});
  }

  void grow_scale() {
    if (!options_.diag.empty()) return;
    for (std::size_t j = 0; j < n_; ++j) w_.diag[j] = std::max(w_.diag[j], w_.column_norms[j]);
  }

  bool evaluate_trial() {
    const ResidualNorm r = problem_.evaluate_trial(w_.trial, interrupt_);
    if (r.status == EvaluationStatus::kInterrupted) return interrupted();
    ++result_.nfev;
    trial_norm_ = r.norm;
    return true;
  }

  // Sets the actual reduction, and its ratio to the predicted one.
  void judge_step(const Prediction& prediction) {
    prediction_ = prediction;
    actual_ = actual_reduction(norm_, trial_norm_);
    ratio_ = gain_ratio(actual_, prediction_.reduction);
  }

  // `reach`: how long a step the model would have made.
  void update_region(double reach) {
    if (step_disappoints(ratio_)) {
      const double factor =
          shrink_factor(actual_, prediction_.directional_derivative, norm_, trial_norm_);
      region_ = shrunk(region_, factor, step_norm_);
    } else if (step_earns_trust(ratio_, region_.lambda)) {
      region_ = around_step(region_, reach);
    }
  }

  // Leaves x_norm_ to the loop.
  void accept_step() {
    problem_.accept_trial();
    std::swap(w_.x, w_.trial);
    norm_ = result_.residual_norm = trial_norm_;
    ++result_.iterations;
  }

  StepState step_state() const {
    return {.actual_reduction = actual_,
            .predicted_reduction = prediction_.reduction,
            .gain_ratio = ratio_,
            .radius = region_.radius,
            .scaled_x_norm = x_norm_,
            .gradient_cosine = gradient_cosine_,
            .nfev = result_.nfev};
  }

  // ||D v||.
  double scaled_norm(std::span<const double> v) {
    for (std::size_t j = 0; j < n_; ++j) w_.scaled[j] = w_.diag[j] * v[j];
    return euclidean_norm(w_.scaled);
  }

  bool interrupted() {
    result_.termination = interrupt_.poll() == Interruption::kTimeLimit ? Termination::kTimeLimit
                                                                        : Termination::kStopped;
    return false;
  }

  bool non_finite() {
    result_.termination = Termination::kNonFinite;
    result_.fault = problem_.fault();
    return false;
  }

  LmResult ended(Termination termination) {
    result_.termination = termination;
    return result();
  }

  LmResult result() {
    result_.x = w_.x;
    result_.linearized = linearized_;
    if (linearized_) {
      result_.damped = damped_;
      result_.r = w_.r;
      result_.permutation = w_.permutation;
      result_.qtf = w_.qtf;
      result_.column_norms = w_.column_norms;
      for (std::size_t j = 0; j < n_ && !damped_; ++j) {
        for (std::size_t i = j + 1; i < n_; ++i) result_.r[i + j * n_] = 0;
      }
    }
    return std::move(result_);
  }

  LeastSquaresProblem& problem_;
  const Options& options_;
  Workspace& w_;
  const Interrupt& interrupt_;
  const IterationObserver& observer_;
  std::size_t n_;

  // At the iterate.
  double norm_ = 0;    // ||r||
  double x_norm_ = 0;  // ||D x||
  double gradient_cosine_ = 0;
  TrustRegion region_{};
  bool linearized_ = false;
  bool damped_ = false;

  // Of the last trial step.
  double step_norm_ = 0;    // ||D p||
  double step_lambda_ = 0;  // the one it was made with
  double trial_norm_ = 0;
  double actual_ = 0;
  Prediction prediction_{};
  double ratio_ = 0;

  LmResult result_;
};

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_MINIMIZATION_H_
