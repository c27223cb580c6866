// MonitorHub's watchers: what each is sent, and when.
#include <algorithm>
#include <charconv>
#include <utility>

#include "server/monitor/hub.h"

namespace fitd::server {
namespace {

using Clock = std::chrono::steady_clock;

// The number after `prefix`.
std::optional<std::uint64_t> number_after(const std::string& text, const std::string& prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + prefix.size(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

bool has_labels(const Labels& labels, const Labels& wanted) {
  return std::ranges::all_of(wanted, [&labels](const auto& label) {
    const auto found = labels.find(label.first);
    return found != labels.end() && found->second == label.second;
  });
}

bool wants(const WatchSettings& settings, const std::string& id, const Labels& labels) {
  if (!settings.ids.empty() && std::ranges::find(settings.ids, id) == settings.ids.end()) {
    return false;
  }
  return has_labels(labels, settings.labels);
}

std::size_t size_of(const FrameParts& parts) {
  std::size_t bytes = 0;
  for (const auto* pieces : {&parts.fits, &parts.progress, &parts.batches}) {
    for (const Bytes& piece : *pieces) bytes += piece->size();
  }
  return bytes;
}

}  // namespace

std::optional<WatcherId> MonitorHub::add(std::shared_ptr<Watcher> watcher,
                                         const WatchSettings& settings) {
  const std::lock_guard lock(mutex_);
  if (closing_ || seats_.size() >= config_.max_watchers) return std::nullopt;
  const WatcherId id = ++last_watcher_;
  Seat& seat = seats_[id];
  seat.watcher = std::move(watcher);
  seat.settings = settings;
  seat.filtered = !settings.ids.empty() || !settings.labels.empty();
  seat.behind = true;
  resume(seat);
  wake_ = true;
  woken_.notify_one();
  return id;
}

void MonitorHub::remove(WatcherId id) {
  std::shared_ptr<Watcher> removed;  // freed after the lock
  const std::lock_guard lock(mutex_);
  const auto found = seats_.find(id);
  if (found == seats_.end()) return;
  removed = std::move(found->second.watcher);
  seats_.erase(found);
}

void MonitorHub::sent(WatcherId id) {
  const std::lock_guard lock(mutex_);
  const auto found = seats_.find(id);
  if (found == seats_.end()) return;
  found->second.in_flight = false;
  if (!found->second.behind && !closing_) return;
  wake_ = true;
  woken_.notify_one();
}

std::size_t MonitorHub::num_watchers() const {
  const std::lock_guard lock(mutex_);
  return seats_.size();
}

void MonitorHub::close() {
  const std::lock_guard lock(mutex_);
  closing_ = true;
  wake_ = true;
  woken_.notify_one();
}

void MonitorHub::resume(Seat& seat) const {
  const auto place = number_after(seat.settings.resume_token, config_.instance_id + "-");
  if (!place || *place > last_place_ || *place < forgotten_) return;
  seat.reset = false;
  seat.place = *place;
}

std::string MonitorHub::token(std::uint64_t place) const {
  return config_.instance_id + "-" + std::to_string(place);
}

void MonitorHub::pass() {
  std::vector<Delivery> ready;
  {
    const std::lock_guard lock(mutex_);
    apply_inbox();
    refresh_load(Clock::now());
    ready = deliveries();
  }
  for (const Delivery& delivery : ready) {
    if (delivery.frame != nullptr) {
      delivery.watcher->send(delivery.frame);
    } else {
      delivery.watcher->end();
    }
  }
}

void MonitorHub::refresh_load(Clock::time_point now) {
  if (seats_.empty() || (load_ != nullptr && now - load_at_ < config_.load_interval)) return;
  load_ = std::make_shared<const std::string>(read_load_(seats_.size()));
  load_at_ = now;
  load_place_ = ++last_place_;
}

std::vector<MonitorHub::Delivery> MonitorHub::deliveries() {
  std::vector<Delivery> ready;
  const Clock::time_point now = Clock::now();
  made_.clear();
  for (auto at = seats_.begin(); at != seats_.end();) {
    Seat& seat = at->second;
    if (!is_due(seat, now)) {
      ++at;
      continue;
    }
    if (FramePointer frame = next_frame(seat)) {
      seat.in_flight = true;
      seat.greeted = true;
      seat.sent_at = now;
      ready.push_back({seat.watcher, std::move(frame)});
    } else if (closing_) {
      ready.push_back({std::move(seat.watcher), nullptr});
      at = seats_.erase(at);
      continue;
    }
    ++at;
  }
  made_.clear();
  return ready;
}

bool MonitorHub::is_due(const Seat& seat, Clock::time_point now) const {
  if (seat.in_flight) return false;
  return closing_ || seat.behind || now - seat.sent_at >= seat.settings.min_interval;
}

FramePointer MonitorHub::next_frame(Seat& seat) {
  seek(seat);
  if (seat.filtered) return make_frame(seat);
  const auto same = [&seat](const Made& made) {
    const Seat& before = made.before;
    return before.reset == seat.reset && before.greeted == seat.greeted &&
           before.place == seat.place && before.floor == seat.floor &&
           before.progress_place == seat.progress_place && before.load_place == seat.load_place &&
           before.settings.progress == seat.settings.progress &&
           before.settings.load == seat.settings.load;
  };
  auto made = std::ranges::find_if(made_, same);
  if (made == made_.end()) {
    Made fresh;
    fresh.before = seat;
    fresh.after = seat;
    fresh.frame = make_frame(fresh.after);
    made_.push_back(std::move(fresh));
    made = std::prev(made_.end());
  }
  seat.reset = made->after.reset;
  seat.behind = made->after.behind;
  seat.place = made->after.place;
  seat.progress_place = made->after.progress_place;
  seat.load_place = made->after.load_place;
  return made->frame;
}

// To where its next frame begins: its own place, or that of a snapshot.
void MonitorHub::seek(Seat& seat) const {
  if (!seat.reset && std::max(seat.place, seat.floor) >= forgotten_) return;
  seat.reset = true;
  seat.place = 0;
  seat.progress_place = 0;
  seat.floor = snapshot_floor();
}

std::uint64_t MonitorHub::snapshot_floor() const {
  if (!kept_.empty()) return kept_.begin()->first - 1;
  return ended_.empty() ? 0 : ended_.rbegin()->first;
}

FramePointer MonitorHub::make_frame(Seat& seat) const {
  FrameParts parts;
  parts.reset = std::exchange(seat.reset, false);
  parts.caught_up = add_states(seat, parts) && add_progress(seat, parts);
  seat.behind = !parts.caught_up;
  if (parts.caught_up && seat.settings.load && load_place_ > seat.load_place) {
    parts.load = load_;
    seat.load_place = load_place_;
  }
  const bool empty = size_of(parts) == 0 && parts.load == nullptr;
  if (empty && !parts.reset && seat.greeted) return nullptr;
  parts.resume_token = token(seat.place);
  std::string message = encode_(parts);
  return std::make_shared<const Frame>(std::move(parts.resume_token), std::move(message));
}

// Whether these are all.
bool MonitorHub::add_states(Seat& seat, FrameParts& parts) const {
  std::size_t bytes = 0;
  for (auto at = by_place_.upper_bound(seat.place); at != by_place_.end(); ++at) {
    if (bytes >= config_.page_bytes) return false;
    const Entry& entry = *at->second;
    seat.place = entry.place;
    if (entry.ended && entry.place <= seat.floor) continue;
    if (seat.filtered && !wants(seat.settings, entry.id, entry.labels)) continue;
    (entry.topic == Topic::kFit ? parts.fits : parts.batches).push_back(entry.state);
    bytes += entry.state->size();
  }
  seat.place = last_place_;
  return true;
}

bool MonitorHub::add_progress(Seat& seat, FrameParts& parts) const {
  if (!seat.settings.progress) return true;
  std::size_t bytes = size_of(parts);
  for (auto at = by_progress_.upper_bound(seat.progress_place); at != by_progress_.end(); ++at) {
    if (bytes >= config_.page_bytes) return false;
    const Entry& entry = *at->second;
    seat.progress_place = entry.progress_place;
    if (seat.filtered && !wants(seat.settings, entry.id, entry.labels)) continue;
    (entry.topic == Topic::kFit ? parts.progress : parts.batches).push_back(entry.progress);
    bytes += entry.progress->size();
  }
  return true;
}

}  // namespace fitd::server
