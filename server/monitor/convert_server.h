// What the server is and what it does now, as messages.
#ifndef FITD_SERVER_MONITOR_CONVERT_SERVER_H_
#define FITD_SERVER_MONITOR_CONVERT_SERVER_H_

#include <atomic>
#include <cstddef>
#include <string>

#include "fitd/v1/monitor.pb.h"
#include "server/function/session_threads.h"
#include "server/live_calls.h"
#include "server/monitor/totals.h"
#include "server/options.h"
#include "server/pool/admission.h"
#include "server/pool/worker_pool.h"

namespace fitd::server {

v1::ServerInfo to_server_info(const Options& options, const Admission& admission,
                              const std::string& instance_id, std::size_t catalogue_models);

// Where the load is read off. All outlive it.
struct LoadParts {
  const WorkerPool& pool;
  const Admission& admission;
  const SessionThreads& functions;
  const LiveCalls& live_calls;
  const Totals& totals;
  const std::atomic<bool>& draining;
};

v1::ServerLoad to_load(const LoadParts& parts, std::size_t watchers);

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_CONVERT_SERVER_H_
