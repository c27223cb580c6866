// One data set of a batch: its rows, and the check of what is its own.
#ifndef FITD_SOLVER_CURVE_BATCH_DATA_H_
#define FITD_SOLVER_CURVE_BATCH_DATA_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "solver/curve/fit_batch.h"

namespace fitd::curve {

// Row `index` of rows of `length`; empty where there are no values.
inline std::span<const double> row_of(const BatchRows& rows, std::int64_t index,
                                      std::int64_t length) {
  if (rows.values.empty()) return {};
  const std::int64_t offset = rows.shared ? 0 : index * length;
  return rows.values.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
}

// The y of data set `index`; float is widened into `room`, m entries.
std::span<const double> y_of(const BatchFit& fit, std::int64_t index, std::span<double> room);

// The first bad value among the predictors, y and sigma that data set `index` has for itself.
BatchFault fault_in_data(const BatchFit& fit, std::int64_t index, std::span<const double> y);

// The starting values of data set `index` into `start`, P entries; guesses where they are asked
// for. The data are good. Returns the first bad value.
BatchFault starting_values(const BatchFit& fit, std::int64_t index, std::span<const double> y,
                           std::span<double> start);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_BATCH_DATA_H_
