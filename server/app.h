// All parts of fitd put together, between its command line and its end. main() and the tests run
// it.
#ifndef FITD_SERVER_APP_H_
#define FITD_SERVER_APP_H_

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "absl/status/statusor.h"
#include "server/fit_intake.h"
#include "server/fit_service.h"
#include "server/function/session_threads.h"
#include "server/grpc_server.h"
#include "server/http/http_server.h"
#include "server/id_source.h"
#include "server/live_calls.h"
#include "server/model_registry.h"
#include "server/model_service.h"
#include "server/model_store.h"
#include "server/monitor/monitor.h"
#include "server/monitor_service.h"
#include "server/options.h"
#include "server/pool/admission.h"
#include "server/pool/worker_pool.h"
#include "solver/models/catalogue.h"

namespace fitd::server {

class App {
 public:
  // Serving when this returns; UNAVAILABLE where the port is taken.
  static absl::StatusOr<std::unique_ptr<App>> start(const Options& options);

  ~App();

  const GrpcServer& grpc() const { return *grpc_; }
  const LiveCalls& live_calls() const { return live_calls_; }
  const Admission& admission() const { return admission_; }
  const SessionThreads& functions() const { return functions_; }
  Monitor& monitor() { return monitor_; }
  const LiveCalls& watches() const { return watches_; }
  // Where HTTP is served; empty: nowhere.
  std::string http_address() const { return http_ == nullptr ? "" : http_->address(); }

  // Reads the files of the models directory again. After an error the models are those of before.
  absl::StatusOr<std::size_t> reload_models() { return load_files(options_.models_dir, registry_); }

  // Says that it is not ready, for the drain delay takes calls as before, then no more, lets the
  // running ones end within the drain timeout, ends the rest with UNAVAILABLE, then stops serving.
  // Returns how many calls had to be ended.
  std::size_t drain();
  // Cuts the drain delay short.
  void hurry() { hurry_.request_stop(); }

 private:
  v1::ServerLoad load(std::size_t watchers) const;
  std::string metrics_text();
  absl::Status start_http();
  void end_watches();
  explicit App(const Options& options);

  const Options options_;
  const models::Catalogue catalogue_;
  ModelRegistry registry_;
  Admission admission_;
  LiveCalls live_calls_;
  LiveCalls watches_;
  std::atomic<bool> draining_{false};
  const std::string instance_id_ = IdSource().prefix();
  Monitor monitor_;
  WorkerPool pool_;
  Admission view_admission_;
  WorkerPool view_pool_;  // answers questions about fits
  FitIntake intake_;
  SessionThreads functions_;
  const v1::ServerInfo server_info_;
  FitService fit_service_;
  ModelService model_service_;
  MonitorService monitor_service_;
  std::unique_ptr<GrpcServer> grpc_;
  std::unique_ptr<HttpServer> http_;  // null: none
  // The same for its own thread, which may ask while it begins and ends.
  std::atomic<const HttpServer*> http_in_use_{nullptr};
  bool drained_ = false;
  std::stop_source hurry_;
  std::mutex delay_mutex_;
  std::condition_variable_any delay_over_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_APP_H_
