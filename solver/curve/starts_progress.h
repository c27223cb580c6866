// The progress of many minimisations at once, as that of one.
#ifndef FITD_SOLVER_CURVE_STARTS_PROGRESS_H_
#define FITD_SOLVER_CURVE_STARTS_PROGRESS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <mutex>
#include <vector>

#include "solver/lm/result.h"

namespace fitd::curve {

// The lowest iterate of all starts so far, whose counts are those of all of them, and how many
// starts are done. Called on any of the threads, on one at a time.
using StartsObserver = std::function<void(const lm::Iteration& lowest, int starts_done)>;

// Iteration 0 is reported once, at the first start's; the norm never rises. Thread-safe.
class StartsProgress {
 public:
  // `to` may be empty. It must outlive this.
  StartsProgress(const StartsObserver& to, std::size_t starts) : to_(to), latest_(starts) {}

  // For the minimisation from start k; empty where nobody observes.
  lm::IterationObserver observer(std::size_t k);

  // The one from start k has ended.
  void end(std::size_t k, const lm::LmResult& result);

 private:
  struct Counts {
    std::int64_t iterations = 0;
    std::int64_t nfev = 0;
    std::int64_t njev = 0;
  };

  void report(std::size_t k, const lm::Iteration& iteration);
  void count(std::size_t k, const Counts& counts);
  void pass_on();

  const StartsObserver& to_;
  std::mutex mutex_;
  std::vector<Counts> latest_;  // of each start
  Counts total_;
  int done_ = 0;
  bool begun_ = false;
  lm::Iteration lowest_{
      .residual_norm = std::numeric_limits<double>::infinity(), .gain_ratio = {}, .x = {}};
  std::vector<double> lowest_x_;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_STARTS_PROGRESS_H_
