#include "server/monitor/convert_server.h"

#include <chrono>
#include <vector>

#include "server/config/machine.h"
#include "server/durations.h"
#include "server/monitor/process.h"
#include "server/version.h"
#include "solver/lanes/lane_fits.h"

namespace fitd::server {
namespace {

void set_limits(const Options& options, const AdmissionLimits& admission, v1::Limits& limits) {
  limits.set_max_points(options.max_points);
  limits.set_max_parameters(options.max_parameters);
  limits.set_max_message_bytes(options.max_message_bytes);
  limits.set_queue_length(admission.queue_length);
  limits.set_queue_bytes(admission.queue_bytes);
  limits.set_client_queue_length(admission.client_queue_length);
  limits.set_working_memory(admission.working_memory);
  limits.set_workers(options.workers);
  limits.set_express_workers(options.express_workers);
  limits.set_max_functions(options.max_functions);
  limits.set_batch_chunks(options.batch_chunks);
  limits.set_batch_chunk_fits(options.batch_chunk_fits);
  limits.set_max_watchers(options.max_watchers);
}

}  // namespace

v1::ServerInfo to_server_info(const Options& options, const Admission& admission,
                              const std::string& instance_id, std::size_t catalogue_models) {
  v1::ServerInfo info;
  info.set_version(kVersion);
  info.set_instance_id(instance_id);
  *info.mutable_start_time() = to_timestamp(std::chrono::system_clock::now());
  // The best one comes first.
  info.set_simd_target(lanes::lane_targets().front());
  info.set_processors(this_machine().cores);
  info.set_catalogue_models(static_cast<int>(catalogue_models));
  set_limits(options, admission.limits(), *info.mutable_limits());
  info.set_kept_fits(options.kept_fits);
  info.set_kept_bytes(options.kept_bytes);
  info.set_watch_data(options.watch_data);
  return info;
}

v1::ServerLoad to_load(const LoadParts& parts, std::size_t watchers) {
  v1::ServerLoad load;
  const WorkerPool::Busy busy = parts.pool.busy();
  load.set_workers(parts.pool.num_workers());
  load.set_busy_workers(busy.workers);
  load.set_express_workers(parts.pool.num_express_workers());
  load.set_busy_express_workers(busy.express_workers);
  load.set_functions(parts.functions.running());
  load.set_queue_length(parts.admission.waiting());
  load.set_queue_bytes(parts.admission.waiting_bytes());
  load.set_working_memory(parts.admission.working_memory());
  load.set_resident_memory(resident_memory());
  *load.mutable_cpu_time() = to_duration(cpu_time());
  load.set_watchers(static_cast<int>(watchers));
  load.set_calls(static_cast<int>(parts.live_calls.size()));
  load.set_fits(parts.totals.fits);
  load.set_data_sets(parts.totals.data_sets);
  load.set_evaluations(parts.totals.evaluations);
  load.set_draining(parts.draining);
  return load;
}

}  // namespace fitd::server
