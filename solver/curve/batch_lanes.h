// The fits of a batch side by side in SIMD lanes.
#ifndef FITD_SOLVER_CURVE_BATCH_LANES_H_
#define FITD_SOLVER_CURVE_BATCH_LANES_H_

#include <cstdint>
#include <stop_token>
#include <vector>

#include "solver/curve/batch_writer.h"
#include "solver/curve/fit_batch.h"

namespace fitd::curve {

// Fits the data sets first .. last - 1 that lanes are fit for, and appends the others to `rest`.
// False, and nothing done, where the batch is not for lanes: no kernel for the model, or more
// points than fit into a cache.
bool run_lanes(const BatchFit& batch, std::int64_t first, std::int64_t last,
               const std::stop_token& stop, BatchWriter& writer, const BatchObserver& finished,
               std::vector<std::int64_t>& rest);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_BATCH_LANES_H_
