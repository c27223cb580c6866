// Many small fits of one model side by side, one in each lane of SIMD vectors.
#ifndef FITD_SOLVER_LANES_LANE_FITS_H_
#define FITD_SOLVER_LANES_LANE_FITS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "solver/lm/options.h"
#include "solver/lm/result.h"

namespace fitd::lanes {

// The largest numbers of parameters and predictors.
inline constexpr int kMostParameters = 8;
inline constexpr std::size_t kMostPredictors = 2;

// What all fits have in common. n free parameters of P, m points.
struct LaneBatch {
  std::string model;
  std::size_t m = 0;
  // Per predictor its m values, or none where each fit has its own.
  std::vector<std::span<const double>> predictors;
  // Whether residuals are divided by sigma, and all fits' m values of 1/sigma, or none where each
  // fit has its own.
  bool weighted = false;
  std::span<const double> weights;
  // Indices of the free parameters, ascending; P.
  std::vector<int> free;
  int parameters = 0;
  lm::Options options;
};

inline bool has_own_predictors(const LaneBatch& batch) {
  for (const std::span<const double>& x : batch.predictors) {
    if (x.empty()) return true;
  }
  return false;
}

// A fit to make. Spans live until the next call of the queue.
struct LaneInput {
  std::int64_t index = 0;
  std::span<const double> start;                    // P, all parameters
  std::span<const double> y;                        // m
  std::vector<std::span<const double>> predictors;  // m each
  std::span<const double> sigma;                    // m
};

// A fit made.
struct LaneOutput {
  std::int64_t index = 0;
  lm::Termination termination = lm::Termination::kStopped;
  std::span<const double> parameters;  // P, at the end
  double residual_norm = 0;
  std::int64_t nfev = 0;
  std::int64_t njev = 0;
  // J'J at x and of the last linearisation used: lower triangles by rows, n (n + 1)/2.
  std::span<const double> normal;
  std::span<const double> normal_used;
};

// Where fits come from and go to.
class LaneQueue {
 public:
  virtual ~LaneQueue() = default;

  // The next fit to make; false: no more.
  virtual bool next(LaneInput& input) = 0;
  // The data of a fit once more.
  virtual void again(std::int64_t index, LaneInput& input) = 0;
  virtual void finish(const LaneOutput& output) = 0;
  // Polled before every evaluation: whether to leave all as it is.
  virtual bool stopped() = 0;
  // A fit that lanes are not fit for: of numbers so large or small that squares leave the range of
  // double, or not finite.
  virtual void set_aside(std::int64_t index) = 0;
};

// Whether fit_in_lanes can fit this batch.
bool has_lanes(const LaneBatch& batch);

// Fits all that `queue` gives. No bit of an output depends on the other fits or on the order.
void fit_in_lanes(const LaneBatch& batch, LaneQueue& queue);

// The instruction sets that this machine has among those compiled in, best first, and a choice
// among them, for tests: empty takes the best again.
std::vector<std::string> lane_targets();
void choose_lane_target(const std::string& name);

}  // namespace fitd::lanes

#endif  // FITD_SOLVER_LANES_LANE_FITS_H_
