// One line in the log for each fit that was admitted; never its data.
#ifndef FITD_SERVER_FIT_LOG_H_
#define FITD_SERVER_FIT_LOG_H_

#include <chrono>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "server/convert_fit.h"
#include "server/run_fit.h"

namespace fitd::server {

struct FitRecord {
  const std::string& fit_id;
  const std::string& client;
  const FitJob& job;
  const absl::Status& status;
  std::chrono::nanoseconds queue_wait;
  const FitSummary& summary;
};

// A termination's name, "none" for 0.
std::string termination_name(int termination);

double milliseconds(std::chrono::nanoseconds time);

// Thread-safe.
void log_fit(const FitRecord& record);

}  // namespace fitd::server

#endif  // FITD_SERVER_FIT_LOG_H_
