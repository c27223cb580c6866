#include "server/live_calls.h"

#include <algorithm>
#include <utility>

namespace fitd::server {

LiveCalls::LiveCalls(std::chrono::nanoseconds stall_timeout)
    : stall_timeout_(stall_timeout),
      watchdog_([this](const std::stop_token& stop) { watch(stop); }) {}

LiveCalls::~LiveCalls() = default;

bool LiveCalls::enter(std::shared_ptr<LiveCall> call) {
  const std::lock_guard lock(mutex_);
  if (draining_) return false;
  calls_.insert(std::move(call));
  return true;
}

void LiveCalls::leave(const std::shared_ptr<LiveCall>& call) {
  const std::lock_guard lock(mutex_);
  calls_.erase(call);
  if (calls_.empty()) emptied_.notify_all();
}

void LiveCalls::drain() {
  const std::lock_guard lock(mutex_);
  draining_ = true;
}

bool LiveCalls::draining() const {
  const std::lock_guard lock(mutex_);
  return draining_;
}

bool LiveCalls::wait_until_empty(Clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  return emptied_.wait_until(lock, deadline, [this] { return calls_.empty(); });
}

void LiveCalls::abort_all(const absl::Status& status) {
  for (const auto& call : snapshot()) call->abort(status);
}

std::size_t LiveCalls::size() const {
  const std::lock_guard lock(mutex_);
  return calls_.size();
}

std::vector<std::shared_ptr<LiveCall>> LiveCalls::snapshot() const {
  const std::lock_guard lock(mutex_);
  return {calls_.begin(), calls_.end()};
}

void LiveCalls::watch(const std::stop_token& stop) {
  // Often enough that a call is dropped at most a quarter late.
  const auto period =
      std::max<std::chrono::nanoseconds>(stall_timeout_ / 4, std::chrono::milliseconds(10));
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      stopping_.wait_for(lock, stop, period, [] { return false; });
    }
    const Clock::time_point now = Clock::now();
    for (const auto& call : snapshot()) {
      const Clock::time_point since = call->sending_since();
      if (since < now && now - since > stall_timeout_) call->drop();
    }
  }
}

}  // namespace fitd::server
