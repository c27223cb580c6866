#include "server/batch/batch_log.h"

#include "server/fit_log.h"
#include "server/log/log_line.h"
#include "server/resolve_model.h"

namespace fitd::server {

void log_batch(const BatchRecord& record) {
  LogLine("batch")
      .add("id", record.batch_id)
      .add("client", record.client)
      .add("model", title(*record.plan.model))
      .add("m", record.plan.m)
      .add("n", record.plan.num_free())
      .add("status", absl::StatusCodeToString(record.status.code()))
      .add("chunks", record.chunks)
      .add("received", record.received)
      .add("done", record.done)
      .add("converged", record.converged)
      .add("solve_ms", milliseconds(record.solve))
      .add_quoted("request_id", record.plan.request_id)
      .add_labels(record.plan.labels)
      .write();
}

}  // namespace fitd::server
