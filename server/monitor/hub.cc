#include "server/monitor/hub.h"

#include <utility>

namespace fitd::server {

MonitorHub::MonitorHub(Config config, Encode encode, ReadLoad read_load)
    : config_(std::move(config)), encode_(std::move(encode)), read_load_(std::move(read_load)) {}

MonitorHub::~MonitorHub() = default;

void MonitorHub::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void MonitorHub::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void MonitorHub::changed(const std::shared_ptr<Tracked>& tracked) {
  if (tracked->waits_.exchange(true)) return;
  const std::lock_guard lock(inbox_mutex_);
  inbox_.push_back(tracked);
}

void MonitorHub::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      woken_.wait_for(lock, stop, config_.tick, [this] { return wake_; });
      wake_ = false;
    }
    pass();
  }
}

void MonitorHub::apply_inbox() {
  std::vector<std::shared_ptr<Tracked>> changes;
  {
    const std::lock_guard lock(inbox_mutex_);
    changes.swap(inbox_);
  }
  for (const auto& tracked : changes) {
    // What changes from here on comes into the inbox again.
    tracked->waits_ = false;
    apply(tracked);
  }
}

void MonitorHub::apply(const std::shared_ptr<Tracked>& tracked) {
  Entry& entry = entries_[tracked->id()];
  if (entry.ended) return;
  if (entry.tracked == nullptr) {
    entry.tracked = tracked;
    entry.topic = tracked->topic();
    entry.id = tracked->id();
    entry.labels = tracked->labels();
  }
  Tracked::Reading reading = tracked->read();
  if (reading.state != nullptr) {
    by_place_.erase(entry.place);
    entry.state = std::move(reading.state);
    entry.place = ++last_place_;
    by_place_[entry.place] = &entry;
  }
  if (reading.progress != nullptr || reading.ended) {
    by_progress_.erase(entry.progress_place);
    entry.progress = std::move(reading.progress);
  }
  if (reading.ended) {
    end_entry(entry);
  } else if (entry.progress != nullptr) {
    entry.progress_place = ++last_place_;
    by_progress_[entry.progress_place] = &entry;
  }
}

void MonitorHub::end_entry(Entry& entry) {
  entry.ended = true;
  entry.progress = nullptr;
  entry.kept_bytes = entry.tracked->kept_bytes();
  kept_bytes_ += entry.kept_bytes;
  remembered_bytes_ += entry.state->size();
  ended_[entry.place] = &entry;
  kept_[entry.place] = &entry;
  while (!kept_.empty() && (kept_.size() > config_.kept || kept_bytes_ > config_.kept_bytes)) {
    forget_kept();
  }
  while (ended_.size() > config_.remembered || remembered_bytes_ > config_.remembered_bytes) {
    forget_remembered();
  }
}

void MonitorHub::forget_kept() {
  Entry& entry = *kept_.begin()->second;
  kept_bytes_ -= entry.kept_bytes;
  entry.tracked = nullptr;
  kept_.erase(kept_.begin());
}

void MonitorHub::forget_remembered() {
  Entry& entry = *ended_.begin()->second;
  if (!kept_.empty() && kept_.begin()->second == &entry) forget_kept();
  remembered_bytes_ -= entry.state->size();
  forgotten_ = entry.place;
  by_place_.erase(entry.place);
  ended_.erase(ended_.begin());
  entries_.erase(std::string(entry.id));
}

std::shared_ptr<Tracked> MonitorHub::find(const std::string& id) {
  const std::lock_guard lock(mutex_);
  apply_inbox();
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second.tracked;
}

std::vector<MonitorHub::Listed> MonitorHub::list(Topic topic, std::uint64_t below) {
  const std::lock_guard lock(mutex_);
  apply_inbox();
  std::vector<Listed> listed;
  for (auto at = by_place_.lower_bound(below); at != by_place_.begin();) {
    const Entry& entry = *(--at)->second;
    if (entry.topic == topic && entry.tracked != nullptr) {
      listed.push_back({entry.place, entry.state});
    }
  }
  return listed;
}

std::size_t MonitorHub::kept_bytes() const {
  const std::lock_guard lock(mutex_);
  return kept_bytes_;
}

}  // namespace fitd::server
