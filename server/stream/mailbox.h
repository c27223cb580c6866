// The events of one stream between the solver that makes them and the connection that sends them.
#ifndef FITD_SERVER_STREAM_MAILBOX_H_
#define FITD_SERVER_STREAM_MAILBOX_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace fitd::server {

// A queue with one replaceable slot: states are never lost and keep their order; of progress the
// newest waits, behind as many older ones as the writer wants kept. A reader that does not read
// costs the memory of those and of the few states, and the writer never waits for it. `End` says
// how the stream ends. Thread-safe; one sender.
//
// The sender's protocol: after each post and each completed send, take(); send what it returns, and
// only then take() again. take() returns nothing while a send is in flight, so any thread may call
// it.
template <class Event, class End>
class Mailbox {
 public:
  using Clock = std::chrono::steady_clock;

  struct Next {
    // To send; none where only `end` is left.
    std::optional<Event> event;
    // Progress events that were replaced since the previous one was taken, with a progress event.
    std::int64_t skipped = 0;
    // Finishes the stream, after `event` if there is one.
    std::optional<End> end;
  };

  // Puts a state behind the states and progress posted before.
  void post_state(Event event) {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    flush_progress();
    states_.push_back({std::move(event), 0, false});
  }

  // Replaces the progress that was posted after the last state and not yet taken; but while fewer
  // than `keep` older ones wait, it joins them instead.
  void post_progress(Event event, std::size_t keep = 0) {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    if (progress_ && waiting_progress_ < keep) {
      flush_progress();
    } else if (progress_) {
      ++replaced_;
    }
    progress_ = std::move(event);
  }

  // No more events; those waiting are still sent. The first end counts. `with_event`: it may be
  // taken together with the last event.
  void post_end(End end, bool with_event) {
    const std::lock_guard lock(mutex_);
    if (end_ || taken_end_) return;
    flush_progress();
    end_ = std::move(end);
    end_with_event_ = with_event;
    ended_ = true;
  }

  // The reader is gone: drops the events that wait and those to come. The end is still taken.
  void discard_events() {
    const std::lock_guard lock(mutex_);
    states_.clear();
    progress_.reset();
    waiting_progress_ = 0;
    ended_ = true;
  }

  // What to send now; none where nothing waits or a send is in flight. After a `Next` with `end`
  // there is nothing more.
  std::optional<Next> take() {
    const std::lock_guard lock(mutex_);
    if (in_flight_ || held_ || taken_end_) return std::nullopt;
    Next next;
    if (states_.empty()) flush_progress();
    if (!states_.empty()) {
      next.event = std::move(states_.front().event);
      next.skipped = states_.front().skipped;
      if (states_.front().is_progress) --waiting_progress_;
      states_.pop_front();
    }
    if (end_ && states_.empty() && (!next.event || end_with_event_)) {
      next.end = std::move(end_);
      taken_end_ = true;
    }
    if (!next.event && !next.end) return std::nullopt;
    in_flight_ = true;
    taken_at_ = Clock::now();
    return next;
  }

  // The send of the last taken Next has completed.
  void sent() {
    const std::lock_guard lock(mutex_);
    in_flight_ = false;
  }

  // Since when a send is in flight; time_point::max() when none is.
  Clock::time_point sending_since() {
    const std::lock_guard lock(mutex_);
    return in_flight_ ? taken_at_ : Clock::time_point::max();
  }

  // True while a send is in flight: take() then returns nothing until resume(), even after sent(),
  // so that the connection cannot end meanwhile.
  bool hold_if_sending() {
    const std::lock_guard lock(mutex_);
    if (!in_flight_ || taken_end_) return false;
    held_ = true;
    return true;
  }
  // take() follows.
  void resume() {
    const std::lock_guard lock(mutex_);
    held_ = false;
  }

 private:
  struct Waiting {
    Event event;
    std::int64_t skipped;
    bool is_progress;
  };

  // What comes after it must not overtake the progress in the slot. Under mutex_.
  void flush_progress() {
    if (!progress_) return;
    states_.push_back({std::move(*progress_), std::exchange(replaced_, 0), true});
    ++waiting_progress_;
    progress_.reset();
  }

  std::mutex mutex_;
  std::deque<Waiting> states_;
  std::optional<Event> progress_;
  std::int64_t replaced_ = 0;
  std::size_t waiting_progress_ = 0;  // in states_
  std::optional<End> end_;
  bool in_flight_ = false;
  bool held_ = false;
  Clock::time_point taken_at_{};
  bool end_with_event_ = false;
  bool ended_ = false;  // no more events are taken
  bool taken_end_ = false;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_STREAM_MAILBOX_H_
