#include "server/monitor/watch_session.h"

#include <utility>

#include "server/rpc_status.h"

namespace fitd::server {
namespace {

constexpr std::chrono::milliseconds kRetryAfterTooMany{5000};

}  // namespace

void WatchSession::begin(const WatchSettings& settings) {
  bool seated = false;
  {
    // The first frame may have been sent before add() returns: sent() waits for its seat here.
    const std::lock_guard lock(mutex_);
    if (left_) return;
    seat_ = hub_.add(shared_from_this(), settings);
    seated = seat_.has_value();
  }
  if (seated) return;
  end_with(exhausted("as many watch as the server takes; see --max_watchers", kRetryAfterTooMany));
}

void WatchSession::leave() {
  std::optional<WatcherId> seat;
  {
    const std::lock_guard lock(mutex_);
    left_ = true;
    seat = seat_;
  }
  if (seat) hub_.remove(*seat);
}

void WatchSession::end_with(const absl::Status& status) {
  leave();
  sender_.end(status);
}

void WatchSession::end() {
  end_with(absl::UnavailableError("the server is shutting down; watch another, or this one again"));
}

void WatchSession::sent(bool ok) {
  sender_.sent(ok);
  if (!ok) return cancelled();
  std::optional<WatcherId> seat;
  {
    const std::lock_guard lock(mutex_);
    seat = seat_;
  }
  if (seat) hub_.sent(*seat);
}

void WatchSession::cancelled() {
  sender_.discard();
  end_with(server::cancelled());
}

}  // namespace fitd::server
