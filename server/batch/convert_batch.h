// The messages of FitBatch as batches for the solver, and their outcomes as messages. Decides
// nothing.
#ifndef FITD_SERVER_BATCH_CONVERT_BATCH_H_
#define FITD_SERVER_BATCH_CONVERT_BATCH_H_

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "fitd/v1/fit_batch.pb.h"
#include "server/arrays.h"
#include "server/batch/batch_plan.h"
#include "server/fitted_model.h"
#include "server/pool/admission.h"
#include "solver/curve/fit_batch.h"

namespace fitd::server {

// Takes the data out of a valid header.
BatchPlan to_plan(v1::FitBatchHeader&& header, const FittedModel& fitted);

// A valid chunk, numbered from 0, and its place in what the server has admitted.
struct BatchChunk {
  v1::FitBatchChunk message;
  std::int64_t number = 0;
  std::int64_t first_index = 0;
  std::int64_t count = 0;  // K
  Encoding encoding = Encoding::kBytes;
  Ticket ticket;
  std::once_flag started;  // of the ticket
};

// The memory of a slice, kept for the next one. The data are copied into it slice by slice, by who
// fits them: it stays in cache, and the connection's threads touch no number.
struct SliceMemory {
  std::vector<double> y;
  std::vector<float> y_floats;
  std::vector<std::vector<double>> predictors;
  std::vector<double> sigma;
  std::vector<double> start;
  curve::BatchWorkspace workspace;
  curve::BatchOutcome outcome;
};

// The data sets first .. first + count - 1 of `chunk`. All three live longer than what is returned.
curve::BatchFit to_batch(const BatchPlan& plan, const BatchChunk& chunk, std::int64_t first,
                         std::int64_t count, SliceMemory& memory);

// The outcome of such a batch.
v1::FitBatchResults to_results(const BatchPlan& plan, const BatchChunk& chunk, std::int64_t first,
                               const curve::BatchOutcome& outcome);

// How a fit ended: the wire's termination of data set `k`.
v1::Termination termination_of(const curve::BatchOutcome& outcome, std::size_t k);

}  // namespace fitd::server

#endif  // FITD_SERVER_BATCH_CONVERT_BATCH_H_
