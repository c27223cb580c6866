// What the messages of FitBatch must be. Every violation is collected; below these functions input
// is valid, but for the values of single data sets, which spoil those alone.
#ifndef FITD_SERVER_BATCH_VALIDATE_BATCH_H_
#define FITD_SERVER_BATCH_VALIDATE_BATCH_H_

#include <cstdint>

#include "absl/status/status.h"
#include "fitd/v1/fit_batch.pb.h"
#include "server/batch/batch_plan.h"
#include "server/fitted_model.h"
#include "server/limits.h"
#include "solver/models/model.h"

namespace fitd::server {

// OK, or INVALID_ARGUMENT with a google.rpc.BadRequest of all violations, their fields under
// `header.`.
absl::Status validate(const v1::FitBatchHeader& header, const FittedModel& fitted,
                      const RequestLimits& limits);

// Where a chunk stands in its call.
struct ChunkPlace {
  std::int64_t number = 0;       // from 0
  std::int64_t first_index = 0;  // unless it has its own
};

// The same for a chunk, whose fields are under `chunk.`; the message names its number. Looks at no
// element: O(1). `workers` may fit it at once.
absl::Status validate(const v1::FitBatchChunk& chunk, const ChunkPlace& place,
                      const BatchPlan& plan, const RequestLimits& limits, int workers);

// INVALID_ARGUMENT for a message where it may not stand: `field` `description`.
absl::Status misplaced(absl::string_view field, absl::string_view description);

// K of a chunk whose y is valid.
std::int64_t count_of(const v1::FitBatchChunk& chunk, const BatchPlan& plan);

// Bytes that a valid chunk, its answers and the workers' own memory take.
std::int64_t working_memory(const v1::FitBatchChunk& chunk, const BatchPlan& plan, int workers);

}  // namespace fitd::server

#endif  // FITD_SERVER_BATCH_VALIDATE_BATCH_H_
