// The fits of a batch one after the other, by fit_curve.
#ifndef FITD_SOLVER_CURVE_BATCH_LOOP_H_
#define FITD_SOLVER_CURVE_BATCH_LOOP_H_

#include <cstdint>
#include <stop_token>
#include <vector>

#include "solver/curve/batch_writer.h"
#include "solver/curve/fit_batch.h"
#include "solver/curve/fit_curve.h"

namespace fitd::curve {

// Any model, any data: what lanes do not take. The arguments must outlive it.
class BatchLoop {
 public:
  BatchLoop(const BatchFit& batch, BatchWriter& writer);

  // Fits data set `index` and writes its outcome; false when stopped before that.
  bool run(std::int64_t index, const std::stop_token& stop);

 private:
  void compile();

  const BatchFit& batch_;
  BatchWriter& writer_;
  CurveFit fit_;
  std::vector<double> y_;  // float data, widened
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_BATCH_LOOP_H_
