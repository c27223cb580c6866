// Something to track, and somebody who watches, both under a test's control.
#ifndef FITD_TESTS_SERVER_MONITOR_TEST_WORK_H_
#define FITD_TESTS_SERVER_MONITOR_TEST_WORK_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "server/monitor/hub.h"

namespace fitd::server {

// A fit whose states and progress are words.
class TestWork final : public Tracked {
 public:
  explicit TestWork(std::string name, Labels labels = {}, std::size_t bytes = 100)
      : Tracked(Topic::kFit, std::move(name), std::move(labels)), bytes_(bytes) {}

  void set_state(std::string state, bool ended = false) {
    const std::lock_guard lock(mutex_);
    state_ = std::make_shared<const std::string>(id() + ":" + std::move(state));
    ended_ = ended;
  }
  void set_progress(const std::string& progress) {
    const std::lock_guard lock(mutex_);
    progress_ = std::make_shared<const std::string>(id() + "=" + progress);
  }

  Reading read() override {
    const std::lock_guard lock(mutex_);
    return {std::exchange(state_, nullptr), std::exchange(progress_, nullptr), ended_};
  }
  std::size_t kept_bytes() const override { return bytes_; }

 private:
  const std::size_t bytes_;
  std::mutex mutex_;
  Bytes state_;
  Bytes progress_;
  bool ended_ = false;
};

// The parts of a message as words: "reset a:queued a=3 caught_up".
inline std::string in_words(const FrameParts& parts) {
  std::string words;
  const auto add = [&words](const std::string& word) {
    words += (words.empty() ? "" : " ") + word;
  };
  if (parts.reset) add("reset");
  for (const auto* pieces : {&parts.fits, &parts.progress, &parts.batches}) {
    for (const Bytes& piece : *pieces) add(*piece);
  }
  if (parts.load != nullptr) add(*parts.load);
  if (parts.caught_up) add("caught_up");
  return words;
}

// Remembers what it is sent. Takes every message at once, or where it is slow, by take().
class TestWatcher final : public Watcher, public std::enable_shared_from_this<TestWatcher> {
 public:
  explicit TestWatcher(bool slow = false) : slow_(slow) {}

  // A seat, which must be free.
  void watch(MonitorHub& hub, const WatchSettings& settings = {}) {
    const std::lock_guard lock(mutex_);
    hub_ = &hub;
    id_ = hub.add(shared_from_this(), settings).value();
  }
  void leave() { hub_->remove(id_); }

  void send(FramePointer frame) override {
    const std::lock_guard lock(mutex_);
    tokens_.push_back(frame->resume_token());
    messages_.push_back(frame->message());
    if (!slow_) hub_->sent(id_);
    changed_.notify_all();
  }
  void end() override {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  // What it was sent last has arrived.
  void take() { hub_->sent(id_); }

  // Waits until `holds` of the messages so far, which it returns.
  std::vector<std::string> wait(const std::function<bool(const std::vector<std::string>&)>& holds) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return holds(messages_); });
    return messages_;
  }
  // Waits for a message with this in it.
  std::vector<std::string> wait_for(const std::string& text) {
    return wait([&](const std::vector<std::string>& messages) {
      for (const auto& message : messages) {
        if (message.find(text) != std::string::npos) return true;
      }
      return false;
    });
  }
  void wait_for_end() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_; });
  }
  std::vector<std::string> messages() {
    const std::lock_guard lock(mutex_);
    return messages_;
  }
  std::string last_token() {
    const std::lock_guard lock(mutex_);
    return tokens_.back();
  }

 private:
  const bool slow_;
  MonitorHub* hub_ = nullptr;
  WatcherId id_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> messages_;
  std::vector<std::string> tokens_;
  bool ended_ = false;
};

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_MONITOR_TEST_WORK_H_
