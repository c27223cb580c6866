// What a minimisation returns, and what it reports on the way.
#ifndef FITD_SOLVER_LM_RESULT_H_
#define FITD_SOLVER_LM_RESULT_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "solver/lm/problem.h"

namespace fitd::lm {

// 1 to 8 are MINPACK's info.
enum class Termination {
  kFtol = 1,
  kXtol = 2,
  kFtolAndXtol = 3,
  kGtol = 4,
  kMaxfev = 5,
  kFtolTooSmall = 6,
  kXtolTooSmall = 7,
  kGtolTooSmall = 8,
  kTimeLimit = 9,
  kNonFinite = 10,
  kStopped = 11,
};

// The outcome of minimize(); n parameters.
struct LmResult {
  Termination termination = Termination::kStopped;
  // The best accepted iterate.
  std::vector<double> x;
  // ||r(x)||; NaN if stopped before it was known.
  double residual_norm = 0;
  // Evaluations and Jacobians as MINPACK counts them.
  std::int64_t nfev = 0;
  std::int64_t njev = 0;
  // Accepted steps.
  std::int64_t iterations = 0;

  // Whether the last linearisation was completed; if not (an interruption, a fault), the four below
  // are empty.
  bool linearized = false;
  // Of the last linearisation used (after convergence: the one before the last accepted step).
  // R, n x n, column-major; its strict lower triangle holds that of the damped solve's S,
  // transposed, where `damped`, and zeros elsewhere.
  std::vector<double> r;
  std::vector<int> permutation;
  std::vector<double> qtf;
  std::vector<double> column_norms;
  // Whether lm_parameter iterated on that linearisation.
  bool damped = false;

  // With kNonFinite.
  std::optional<Fault> fault;
};

// The state at an accepted iterate, as reported to an observer. The spans live for the call.
struct Iteration {
  std::int64_t iteration = 0;  // accepted steps; 0 is the start
  std::int64_t nfev = 0;
  std::int64_t njev = 0;
  double residual_norm = 0;
  double gradient_cosine = 0;        // largest cosine between r and a column of J
  double lambda = 0;                 // MINPACK's par
  double radius = 0;                 // MINPACK's delta; 0 at iteration 0
  std::optional<double> gain_ratio;  // of the last step; none at iteration 0
  std::span<const double> x;
};

// Called once per outer iteration, after the linearisation, on the minimising thread.
using IterationObserver = std::function<void(const Iteration&)>;

// True for MINPACK's 1 to 4.
constexpr bool converged(Termination t) {
  return t >= Termination::kFtol && t <= Termination::kGtol;
}

// MINPACK's info: 1 to 8, none for the others.
constexpr std::optional<int> ier(Termination t) {
  if (t > Termination::kGtolTooSmall) return std::nullopt;
  return static_cast<int>(t);
}

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_RESULT_H_
