#include "server/fit_log.h"

#include <string>

#include "server/log/log_line.h"
#include "server/resolve_model.h"

namespace fitd::server {

double milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

std::string termination_name(int termination) {
  if (termination == 0) return "none";
  return v1::Termination_Name(static_cast<v1::Termination>(termination));
}

void log_fit(const FitRecord& record) {
  LogLine("fit")
      .add("id", record.fit_id)
      .add("client", record.client)
      .add("model", title(record.job.model_name()))
      .add("m", record.job.num_points())
      .add("n", static_cast<std::int64_t>(record.job.num_free()))
      .add("status", absl::StatusCodeToString(record.status.code()))
      .add("termination", termination_name(record.summary.termination))
      .add("nfev", record.summary.nfev)
      .add("njev", record.summary.njev)
      .add("queue_ms", milliseconds(record.queue_wait))
      .add("solve_ms", milliseconds(record.summary.solve))
      .add_quoted("request_id", record.job.request_id)
      .add_labels(record.job.labels)
      .write();
}

}  // namespace fitd::server
