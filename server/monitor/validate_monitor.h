// What may be asked of MonitorService.
#ifndef FITD_SERVER_MONITOR_VALIDATE_MONITOR_H_
#define FITD_SERVER_MONITOR_VALIDATE_MONITOR_H_

#include "absl/status/status.h"
#include "fitd/v1/monitor.pb.h"

namespace fitd::server {

// INVALID_ARGUMENT with every violation.
absl::Status validate(const v1::WatchRequest& request);
absl::Status validate(const v1::ListFitsRequest& request);
absl::Status validate(const v1::GetFitRequest& request);

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_VALIDATE_MONITOR_H_
