// What those who compute need of the monitor.
#ifndef FITD_SERVER_MONITOR_MONITOR_H_
#define FITD_SERVER_MONITOR_MONITOR_H_

#include "server/metrics/metrics.h"
#include "server/monitor/hub.h"
#include "server/monitor/totals.h"

namespace fitd::server {

// Outlives what it tracks.
struct Monitor {
  Metrics metrics;
  MonitorHub hub;
  Totals totals;
  // Whether the data of fits are shown, thinned.
  bool watch_data = true;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_MONITOR_H_
