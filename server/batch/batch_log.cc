#include "server/batch/batch_log.h"

#include "server/fit_log.h"
#include "server/resolve_model.h"
#include "spdlog/spdlog.h"

namespace fitd::server {

void log_batch(const BatchRecord& record) {
  spdlog::info(
      "batch id={} client={} model={} m={} n={} status={} chunks={} received={} done={} "
      "converged={} solve_ms={:.3f}{}",
      record.batch_id, record.client, title(*record.plan.model), record.plan.m,
      record.plan.num_free(), absl::StatusCodeToString(record.status.code()), record.chunks,
      record.received, record.done, record.converged,
      std::chrono::duration<double, std::milli>(record.solve).count(),
      notes_for_log(record.plan.request_id, record.plan.labels));
}

}  // namespace fitd::server
