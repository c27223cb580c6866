#include "server/app.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "server/monitor/convert_monitor.h"
#include "server/monitor/convert_server.h"

namespace fitd::server {
namespace {

// For calls that were told to end to do so.
constexpr std::chrono::seconds kAbortGrace{10};
// For watchers to take the last events.
constexpr std::chrono::seconds kWatchGrace{1};

RequestLimits request_limits(const Options& options) {
  return {.max_points = options.max_points,
          .max_parameters = options.max_parameters,
          .working_memory = options.working_memory,
          .max_chunk_fits = options.batch_chunk_fits,
          .threads = options.workers};
}

AdmissionLimits admission_limits(const Options& options) {
  const double share = options.client_share * static_cast<double>(options.queue_length);
  return {.queue_length = options.queue_length,
          .queue_bytes = options.queue_bytes,
          .client_queue_length = std::max<std::int64_t>(1, static_cast<std::int64_t>(share)),
          .working_memory = options.working_memory,
          .workers = options.workers};
}

}  // namespace

MonitorHub::Config hub_config(const Options& options, const std::string& instance_id) {
  MonitorHub::Config config;
  config.instance_id = instance_id;
  config.max_watchers = static_cast<std::size_t>(options.max_watchers);
  config.kept = static_cast<std::size_t>(options.kept_fits);
  config.kept_bytes = static_cast<std::size_t>(options.kept_bytes);
  return config;
}

// Of questions about fits, which are short: many may wait, and none holds much.
constexpr AdmissionLimits kViewLimits = {.queue_length = 1'000,
                                         .queue_bytes = std::int64_t{64} << 20,
                                         .client_queue_length = 500,
                                         .working_memory = std::int64_t{64} << 20,
                                         .workers = 1};

App::App(const Options& options)
    : options_(options),
      registry_(catalogue_, save_to(options.state_dir)),
      admission_(admission_limits(options)),
      live_calls_(options.stall_timeout),
      watches_(options.stall_timeout),
      monitor_{.metrics = {},
               .hub = MonitorHub(
                   hub_config(options, instance_id_), to_event,
                   [this](std::size_t watchers) { return load(watchers).SerializeAsString(); }),
               .totals = {},
               .watch_data = options.watch_data},
      pool_(options.workers, options.express_workers),
      view_admission_(kViewLimits),
      view_pool_(1, 0),
      intake_(registry_, request_limits(options), admission_),
      functions_(options.max_functions),
      server_info_(to_server_info(options, admission_, instance_id_, catalogue_.models().size())),
      fit_service_(intake_,
                   {.registry = registry_,
                    .limits = request_limits(options),
                    .admission = admission_,
                    .pool = pool_,
                    .max_chunks = options.batch_chunks,
                    .monitor = &monitor_},
                   {.threads = functions_,
                    .admission = admission_,
                    .limits = {.request = request_limits(options),
                               .max_message_bytes = options.max_message_bytes},
                    .monitor = &monitor_},
                   pool_, live_calls_, monitor_, options.client_metadata_key),
      model_service_({.registry = registry_,
                      .admission = admission_,
                      .pool = pool_,
                      .live_calls = live_calls_,
                      .limits = request_limits(options),
                      .client_key = options.client_metadata_key}),
      monitor_service_(
          {.monitor = monitor_,
           .admission = view_admission_,
           .pool = view_pool_,
           .live_calls = live_calls_,
           .watches = watches_,
           .info = to_server_info(options, admission_, instance_id_, catalogue_.models().size()),
           .client_key = options.client_metadata_key}) {}

v1::ServerLoad App::load(std::size_t watchers) const {
  return to_load({.pool = pool_,
                  .admission = admission_,
                  .functions = functions_,
                  .live_calls = live_calls_,
                  .totals = monitor_.totals,
                  .draining = draining_},
                 watchers);
}

App::~App() {
  if (grpc_ != nullptr && !drained_) drain();
}

absl::StatusOr<std::unique_ptr<App>> App::start(const Options& options) {
  std::unique_ptr<App> app(new App(options));
  if (const auto status = restore_from(options.state_dir, app->registry_); !status.ok()) {
    return status;
  }
  if (const auto loaded = app->reload_models(); !loaded.ok()) return loaded.status();
  auto server =
      GrpcServer::start({.listen = options.listen, .max_message_bytes = options.max_message_bytes},
                        {&app->fit_service_, &app->model_service_, &app->monitor_service_},
                        {v1::FitService::service_full_name(), v1::ModelService::service_full_name(),
                         v1::MonitorService::service_full_name()},
                        app->monitor_.metrics);
  if (!server.ok()) return server.status();
  app->grpc_ = *std::move(server);
  app->monitor_.hub.start();
  if (const auto status = app->start_http(); !status.ok()) return status;
  return app;
}

// Who watches learns how the last fits ended, as far as it reads.
void App::end_watches() {
  watches_.drain();
  monitor_.hub.close();
  if (!watches_.wait_until_empty(LiveCalls::Clock::now() + kWatchGrace)) {
    watches_.abort_all(absl::UnavailableError("the server is shutting down"));
  }
  monitor_.hub.stop();
}

std::size_t App::drain() {
  drained_ = true;
  draining_ = true;
  grpc_->set_not_serving();
  {
    std::unique_lock lock(delay_mutex_);
    delay_over_.wait_for(lock, hurry_.get_token(), options_.drain_delay, [] { return false; });
  }
  live_calls_.drain();
  std::size_t ended = 0;
  if (!live_calls_.wait_until_empty(LiveCalls::Clock::now() + options_.drain_timeout)) {
    ended = live_calls_.size();
    live_calls_.abort_all(
        absl::UnavailableError("the server was shut down before the fit was done; run it again"));
    live_calls_.wait_until_empty(LiveCalls::Clock::now() + kAbortGrace);
  }
  end_watches();
  if (http_ != nullptr) http_->wait_until_idle(kWatchGrace);
  http_in_use_ = nullptr;
  http_ = nullptr;
  grpc_->shutdown(std::chrono::seconds(1));
  return ended;
}

}  // namespace fitd::server
