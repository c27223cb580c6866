// The columns of a batch whose parameters are tied: from those of the untied to all, and back.
#ifndef FITD_SERVER_BATCH_TIED_COLUMNS_H_
#define FITD_SERVER_BATCH_TIED_COLUMNS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "server/batch/batch_plan.h"
#include "solver/curve/fit_batch.h"

namespace fitd::server {

// `count` rows of P starts, kept as rows of the U untied ones at the front of `rows`.
std::span<const double> keep_untied(const BatchPlan& plan, std::int64_t count,
                                    std::span<double> rows);

// Both count x P.
struct TiedColumns {
  std::vector<double> parameters;
  std::vector<double> standard_errors;  // NaN where there is none
};

// Of an outcome over the untied ones, whose covariances are there.
TiedColumns all_columns(const BatchPlan& plan, const curve::BatchOutcome& outcome);

}  // namespace fitd::server

#endif  // FITD_SERVER_BATCH_TIED_COLUMNS_H_
