// The progress of several minimisations, one after the other, as that of one.
#ifndef FITD_SOLVER_CURVE_IMPROVING_OBSERVER_H_
#define FITD_SOLVER_CURVE_IMPROVING_OBSERVER_H_

#include <cstdint>
#include <limits>

#include "solver/lm/result.h"

namespace fitd::curve {

// Counts go on from one to the next, and only what brings the residual norm down is passed on: the
// norm that is seen never rises.
class ImprovingObserver {
 public:
  // `to` may be empty. It must outlive this.
  explicit ImprovingObserver(const lm::IterationObserver& to) : to_(to) {}

  // For one minimisation; empty where nobody observes.
  lm::IterationObserver observer() {
    if (!to_) return {};
    return [this](const lm::Iteration& iteration) { report(iteration); };
  }

  // `ended` has ended; another one may begin.
  void begin_next(const lm::LmResult& ended) {
    iterations_ += ended.iterations;
    nfev_ += ended.nfev;
    njev_ += ended.njev;
  }

  // The last report is passed on with what went before it counted in.
  void report(lm::Iteration iteration) {
    if (!to_ || !(iteration.residual_norm < lowest_)) return;
    lowest_ = iteration.residual_norm;
    iteration.iteration += iterations_;
    iteration.nfev += nfev_;
    iteration.njev += njev_;
    to_(iteration);
  }

 private:
  const lm::IterationObserver& to_;
  double lowest_ = std::numeric_limits<double>::infinity();
  std::int64_t iterations_ = 0;
  std::int64_t nfev_ = 0;
  std::int64_t njev_ = 0;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_IMPROVING_OBSERVER_H_
