// One line in the log for each batch whose header was right; never its data.
#ifndef FITD_SERVER_BATCH_BATCH_LOG_H_
#define FITD_SERVER_BATCH_BATCH_LOG_H_

#include <chrono>
#include <string>

#include "absl/status/status.h"
#include "server/batch/batch_plan.h"

namespace fitd::server {

struct BatchRecord {
  const std::string& batch_id;
  const std::string& client;
  const BatchPlan& plan;
  const absl::Status& status;
  std::int64_t chunks;
  std::int64_t received;
  std::int64_t done;
  std::int64_t converged;
  std::chrono::nanoseconds solve;  // of all workers
};

// Thread-safe.
void log_batch(const BatchRecord& record);

}  // namespace fitd::server

#endif  // FITD_SERVER_BATCH_BATCH_LOG_H_
