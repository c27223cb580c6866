#include "solver/curve/starts_progress.h"

namespace fitd::curve {

lm::IterationObserver StartsProgress::observer(std::size_t k) {
  if (!to_) return {};
  return [this, k](const lm::Iteration& iteration) { report(k, iteration); };
}

void StartsProgress::report(std::size_t k, const lm::Iteration& iteration) {
  const std::lock_guard lock(mutex_);
  count(k, {iteration.iteration, iteration.nfev, iteration.njev});
  if (!(iteration.residual_norm < lowest_.residual_norm)) return;
  lowest_x_.assign(iteration.x.begin(), iteration.x.end());
  lowest_ = iteration;
  pass_on();
}

void StartsProgress::end(std::size_t k, const lm::LmResult& result) {
  if (!to_) return;
  const std::lock_guard lock(mutex_);
  count(k, {result.iterations, result.nfev, result.njev});
  ++done_;
  if (!lowest_x_.empty()) pass_on();
}

void StartsProgress::count(std::size_t k, const Counts& counts) {
  total_.iterations += counts.iterations - latest_[k].iterations;
  total_.nfev += counts.nfev - latest_[k].nfev;
  total_.njev += counts.njev - latest_[k].njev;
  latest_[k] = counts;
}

void StartsProgress::pass_on() {
  if (begun_ && total_.iterations == 0) return;
  lowest_.iteration = begun_ ? total_.iterations : 0;
  lowest_.nfev = total_.nfev;
  lowest_.njev = total_.njev;
  lowest_.x = lowest_x_;
  begun_ = true;
  to_(lowest_, done_);
}

}  // namespace fitd::curve
