// One watcher's stream, between the hub and its connection.
#ifndef FITD_SERVER_MONITOR_WATCH_SESSION_H_
#define FITD_SERVER_MONITOR_WATCH_SESSION_H_

#include <memory>
#include <mutex>
#include <optional>

#include "absl/status/status.h"
#include "server/live_calls.h"
#include "server/monitor/hub.h"
#include "server/stream/stream_sender.h"

namespace fitd::server {

using FrameWriter = StreamWriter<FramePointer>;

// Shared by the hub and the connection. Thread-safe.
class WatchSession final : public LiveCall,
                           public Watcher,
                           public std::enable_shared_from_this<WatchSession> {
 public:
  WatchSession(MonitorHub& hub, FrameWriter& writer) : hub_(hub), sender_(writer) {}

  // Takes a seat; without one the call ends with RESOURCE_EXHAUSTED.
  void begin(const WatchSettings& settings);
  // Ends the call. The first end counts.
  void end_with(const absl::Status& status);

  // --- by the connection ---

  // The last write has completed; `ok` is false where the reader is gone.
  void sent(bool ok);
  void cancelled();

  // --- Watcher ---
  void send(FramePointer frame) override { sender_.send(std::move(frame)); }
  void end() override;

  // --- LiveCall ---
  void abort(const absl::Status& status) override { end_with(status); }
  Clock::time_point sending_since() const override { return sender_.sending_since(); }
  void drop() override { sender_.drop(); }

 private:
  void leave();

  MonitorHub& hub_;
  StreamSender<FramePointer> sender_;
  std::mutex mutex_;
  std::optional<WatcherId> seat_;
  bool left_ = false;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_WATCH_SESSION_H_
