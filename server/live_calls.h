// The calls being served: what must end before the server may.
#ifndef FITD_SERVER_LIVE_CALLS_H_
#define FITD_SERVER_LIVE_CALLS_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"

namespace fitd::server {

// A call that computes or streams. Its functions must not block. Thread-safe.
class LiveCall {
 public:
  using Clock = std::chrono::steady_clock;

  virtual ~LiveCall() = default;

  // Stops the computation and ends the call with `status`, unless it is ending already.
  virtual void abort(const absl::Status& status) = 0;

  // Since when the client has not taken a message that was sent to it; time_point::max() when none
  // is on its way.
  virtual Clock::time_point sending_since() const = 0;

  // Ends the call although the client does not read.
  virtual void drop() = 0;
};

// Thread-safe. Must be empty when destroyed.
class LiveCalls {
 public:
  using Clock = LiveCall::Clock;

  // Calls whose client takes nothing for `stall_timeout` are dropped.
  explicit LiveCalls(std::chrono::nanoseconds stall_timeout);
  ~LiveCalls();

  // False, and nothing is registered, once drain() was called.
  bool enter(std::shared_ptr<LiveCall> call);
  // The call has ended.
  void leave(const std::shared_ptr<LiveCall>& call);

  // No more calls are taken.
  void drain();
  bool draining() const;

  // Whether all calls ended before `deadline`.
  bool wait_until_empty(Clock::time_point deadline);
  void abort_all(const absl::Status& status);

  std::size_t size() const;

 private:
  void watch(const std::stop_token& stop);
  // Ending a call may call leave() before it returns: never under the lock.
  std::vector<std::shared_ptr<LiveCall>> snapshot() const;

  const std::chrono::nanoseconds stall_timeout_;
  mutable std::mutex mutex_;
  std::condition_variable_any emptied_;
  std::condition_variable_any stopping_;
  std::unordered_set<std::shared_ptr<LiveCall>> calls_;
  bool draining_ = false;
  std::jthread watchdog_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_LIVE_CALLS_H_
