// One call of Fit, between its connection and the worker that computes it.
#ifndef FITD_SERVER_FIT_SESSION_H_
#define FITD_SERVER_FIT_SESSION_H_

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "fitd/v1/fit.pb.h"
#include "server/convert_fit.h"
#include "server/fit_log.h"
#include "server/live_calls.h"
#include "server/monitor/tracked_fit.h"
#include "server/pool/admission.h"
#include "server/pool/worker_pool.h"
#include "server/stream/fit_events.h"
#include "server/stream/stream_sender.h"

namespace fitd::server {

using EventWriter = StreamWriter<v1::FitEvent>;

// Shared by the connection and whoever holds the fit: the intake, the queue or a worker. The
// connection's threads only move pointers here. Thread-safe unless said otherwise.
class FitSession final : public LiveCall,
                         public FitEventSink,
                         public std::enable_shared_from_this<FitSession> {
 public:
  // `client` names who is served in turn. `pool`, and `monitor` where it is not null, outlive the
  // session.
  FitSession(std::string client, EventWriter& writer, WorkerPool& pool, Monitor* monitor = nullptr);

  // --- by the fit's holder, one at a time ---

  // Takes the job, with its place in what the server has admitted.
  void take_job(std::unique_ptr<FitJob> job, Ticket ticket, std::string fit_id);
  // Puts it into the pool's queue, where run() will be called.
  void enqueue();
  // Ends the call. The first end counts.
  void end(const absl::Status& status) { sender_.end(status); }
  bool stop_requested() const { return stop_.stop_requested(); }
  const std::string& client() const { return client_; }

  // --- by the connection ---

  // The last write has completed; `ok` is false where the client is gone.
  void sent(bool ok);
  // The client has cancelled, its deadline is over, or it is gone. The call ends when its
  // computation has.
  void cancelled();

  // --- LiveCall, FitEventSink ---
  void abort(const absl::Status& status) override;
  Clock::time_point sending_since() const override { return sender_.sending_since(); }
  void drop() override { sender_.drop(); }
  void send_state(v1::FitEvent event) override { sender_.send(std::move(event)); }
  void send_progress(v1::FitEvent event) override;
  void send_last(v1::FitEvent event) override { sender_.send_last(std::move(event)); }

 private:
  void run();
  void compute();
  // Asks the computation to stop; a fit that still waits ends here.
  void stop();
  // Logs the fit, tells the monitor, and frees what it held. `result`: null where there is none.
  void close_fit(const absl::Status& status, std::chrono::nanoseconds queue_wait,
                 const FitSummary& summary, v1::FitResult* result);

  WorkerPool& pool_;
  Monitor* const monitor_;
  std::int64_t sequence_ = 0;
  StreamSender<v1::FitEvent> sender_;
  std::stop_source stop_;

  const std::string client_;
  std::string fit_id_;
  std::unique_ptr<FitJob> job_;
  std::optional<FitEvents> events_;
  std::shared_ptr<TrackedFit> tracked_;  // null without a monitor
  Ticket ticket_;
  std::atomic<WorkId> work_id_{0};
  const Clock::time_point arrived_ = Clock::now();
};

}  // namespace fitd::server

#endif  // FITD_SERVER_FIT_SESSION_H_
