// Writes results into the packed arrays of a batch.
#ifndef FITD_SOLVER_CURVE_BATCH_WRITER_H_
#define FITD_SOLVER_CURVE_BATCH_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "solver/curve/fit_batch.h"
#include "solver/curve/fit_curve.h"

namespace fitd::curve {

// Stands for what does not exist.
inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Both must outlive it.
class BatchWriter {
 public:
  BatchWriter(const BatchFit& batch, BatchOutcome& outcome);

  // A fit made by fit_curve.
  void write(std::int64_t index, const CurveOutcome& result);

  // A fit that could not be made.
  void write_impossible(std::int64_t index, const BatchFault& fault);

  // The rows of data set `index`; empty where the array is not wanted.
  std::span<double> parameters(std::int64_t index) {
    return row(outcome_.parameters, index, width_);
  }
  std::span<double> standard_errors(std::int64_t index) {
    return row(outcome_.standard_errors, index, width_);
  }
  std::span<double> fvec(std::int64_t index) {
    return row(outcome_.fvec, index, static_cast<std::size_t>(batch_.m));
  }
  std::span<double> cov_x(std::int64_t index) { return row(outcome_.cov_x, index, n_ * n_); }
  std::span<double> covariance(std::int64_t index) {
    return row(outcome_.covariance, index, n_ * n_);
  }

  BatchOutcome& outcome() { return outcome_; }

 private:
  static std::span<double> row(std::vector<double>& packed, std::int64_t index,
                               std::size_t length) {
    if (packed.empty()) return {};
    return std::span(packed).subspan(static_cast<std::size_t>(index) * length, length);
  }

  const BatchFit& batch_;
  BatchOutcome& outcome_;
  std::size_t width_;  // P
  std::size_t n_;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_BATCH_WRITER_H_
