// What MonitorService answers.
#ifndef FITD_SERVER_MONITOR_VIEWS_H_
#define FITD_SERVER_MONITOR_VIEWS_H_

#include "absl/status/statusor.h"
#include "fitd/v1/monitor.pb.h"
#include "server/monitor/monitor.h"

namespace fitd::server {

// All of valid requests.
WatchSettings to_settings(const v1::WatchRequest& request);
v1::ListFitsResponse list_fits(MonitorHub& hub, const v1::ListFitsRequest& request);
// NOT_FOUND.
absl::StatusOr<v1::FitDetail> get_fit(MonitorHub& hub, const v1::GetFitRequest& request);

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_VIEWS_H_
