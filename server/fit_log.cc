#include "server/fit_log.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/resolve_model.h"
#include "server/violations.h"
#include "spdlog/spdlog.h"

namespace fitd::server {
namespace {

double milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

}  // namespace

std::string termination_name(int termination) {
  if (termination == 0) return "none";
  return v1::Termination_Name(static_cast<v1::Termination>(termination));
}

std::string notes_for_log(const std::string& request_id,
                          const std::map<std::string, std::string>& labels) {
  std::string notes;
  if (!request_id.empty()) absl::StrAppend(&notes, " request_id=", in_quotes(request_id));
  for (const auto& [key, value] : labels) {
    absl::StrAppend(&notes, " label.", in_quotes(key), "=", in_quotes(value));
  }
  return notes;
}

void log_fit(const FitRecord& record) {
  spdlog::info(
      "fit id={} client={} model={} m={} n={} status={} termination={} nfev={} njev={} "
      "queue_ms={:.3f} solve_ms={:.3f}{}",
      record.fit_id, record.client, title(record.job.model_name()), record.job.num_points(),
      record.job.num_free(), absl::StatusCodeToString(record.status.code()),
      termination_name(record.summary.termination), record.summary.nfev, record.summary.njev,
      milliseconds(record.queue_wait), milliseconds(record.summary.solve),
      notes_for_log(record.job.request_id, record.job.labels));
}

}  // namespace fitd::server
