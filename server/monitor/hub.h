// From those who compute to those who watch.
#ifndef FITD_SERVER_MONITOR_HUB_H_
#define FITD_SERVER_MONITOR_HUB_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "server/monitor/frame.h"
#include "server/monitor/tracked.h"

namespace fitd::server {

// The receiving end of a stream. Its functions must not block.
class Watcher {
 public:
  virtual ~Watcher() = default;
  // One at a time: MonitorHub::sent() asks for the next.
  virtual void send(FramePointer frame) = 0;
  // The server ends; nothing follows.
  virtual void end() = 0;
};

// What a watcher wants.
struct WatchSettings {
  std::string resume_token = {};
  std::vector<std::string> ids = {};  // empty: all
  Labels labels = {};                 // all of them; empty: any
  std::chrono::nanoseconds min_interval = std::chrono::milliseconds(100);
  bool progress = true;
  bool load = true;
};

using WatcherId = std::uint64_t;

// A table of what waits, runs and has lately ended, each entry in the place of its last change. Who
// computes only puts a pointer into an inbox, whatever the number of watchers; a thread of the
// hub's empties it every `tick`, and sends each watcher that is ready what lies behind its own
// place in the table. So a watcher costs the same few bytes however slow it is; where entries have
// gone that it had not seen, it gets a snapshot. Thread-safe.
class MonitorHub {
 public:
  struct Config {
    std::string instance_id;
    std::size_t max_watchers = 4096;
    // Ended entries: those whose Tracked is kept and which a snapshot holds, ...
    std::size_t kept = 1000;
    std::size_t kept_bytes = std::size_t{64} << 20;
    // ... and those whose state is.
    std::size_t remembered = 8192;
    std::size_t remembered_bytes = std::size_t{32} << 20;
    std::size_t page_bytes = 256 << 10;  // about, of a frame
    std::chrono::nanoseconds tick = std::chrono::milliseconds(50);
    std::chrono::nanoseconds load_interval = std::chrono::seconds(1);
  };
  using Encode = std::function<std::string(const FrameParts&)>;
  using ReadLoad = std::function<std::string(std::size_t watchers)>;

  // `encode` makes a message of its parts; `read_load` serialises the server's load, must not call
  // the hub, and is not called before start().
  MonitorHub(Config config, Encode encode, ReadLoad read_load);
  ~MonitorHub();

  // Starts the thread.
  void start();
  // Ends it, after which no watcher is sent anything.
  void stop();

  // --- by those who compute ---

  // `tracked` is new or has changed. O(1), and wakes nobody.
  void changed(const std::shared_ptr<Tracked>& tracked);

  // --- by those who watch ---

  // None where as many watch as may, or after close().
  std::optional<WatcherId> add(std::shared_ptr<Watcher> watcher, const WatchSettings& settings);
  void remove(WatcherId id);
  // What was sent last has arrived.
  void sent(WatcherId id);
  std::size_t num_watchers() const;

  // --- by those who ask once ---

  // Null where there is none (any more).
  std::shared_ptr<Tracked> find(const std::string& id);

  struct Listed {
    std::uint64_t place;  // the larger, the later its last change
    Bytes state;
  };
  // What waits, runs or is kept of `topic`, the last change first, in places below `below`.
  std::vector<Listed> list(Topic topic, std::uint64_t below = UINT64_MAX);

  // Bytes that what is kept takes.
  std::size_t kept_bytes() const;

  // Sends all watchers what they have not got yet, then ends them; takes no more.
  void close();

 private:
  struct Entry {
    std::shared_ptr<Tracked> tracked;  // null once it is no longer kept
    Topic topic = Topic::kFit;
    std::string id;
    Labels labels;
    Bytes state;
    std::uint64_t place = 0;
    Bytes progress;
    std::uint64_t progress_place = 0;
    bool ended = false;
    std::size_t kept_bytes = 0;
  };
  struct Seat {
    std::shared_ptr<Watcher> watcher;
    WatchSettings settings;
    bool filtered = false;
    bool in_flight = false;
    bool behind = false;   // there is more than was sent last
    bool reset = true;     // the next frame begins a snapshot
    bool greeted = false;  // something was sent
    std::uint64_t place = 0;
    std::uint64_t floor = 0;  // ended entries up to here are not in its snapshot
    std::uint64_t progress_place = 0;
    std::uint64_t load_place = 0;
    std::chrono::steady_clock::time_point sent_at{};
  };
  // A frame of this pass, for those at the same place who want the same.
  struct Made {
    Seat before;
    Seat after;
    FramePointer frame;
  };
  struct Delivery {
    std::shared_ptr<Watcher> watcher;
    FramePointer frame;  // null: the end
  };

  void run(const std::stop_token& stop);
  void pass();

  // All of these under mutex_.
  void apply_inbox();
  void apply(const std::shared_ptr<Tracked>& tracked);
  void end_entry(Entry& entry);
  void forget_kept();
  void forget_remembered();
  void refresh_load(std::chrono::steady_clock::time_point now);
  bool is_due(const Seat& seat, std::chrono::steady_clock::time_point now) const;
  std::vector<Delivery> deliveries();
  void seek(Seat& seat) const;
  FramePointer next_frame(Seat& seat);
  FramePointer make_frame(Seat& seat) const;
  bool add_states(Seat& seat, FrameParts& parts) const;
  bool add_progress(Seat& seat, FrameParts& parts) const;
  void resume(Seat& seat) const;
  std::uint64_t snapshot_floor() const;
  std::string token(std::uint64_t place) const;

  const Config config_;
  const Encode encode_;
  const ReadLoad read_load_;

  std::mutex inbox_mutex_;
  std::vector<std::shared_ptr<Tracked>> inbox_;

  mutable std::mutex mutex_;  // of what follows; never taken by those who compute
  std::condition_variable_any woken_;
  bool wake_ = false;
  bool closing_ = false;
  std::uint64_t last_place_ = 0;
  std::uint64_t forgotten_ = 0;  // the highest place of an entry that is gone
  std::unordered_map<std::string, Entry> entries_;
  std::map<std::uint64_t, Entry*> by_place_;
  std::map<std::uint64_t, Entry*> by_progress_;  // of those that have some
  std::map<std::uint64_t, Entry*> ended_;        // by place
  std::map<std::uint64_t, Entry*> kept_;         // the part of them that is kept
  std::size_t kept_bytes_ = 0;
  std::size_t remembered_bytes_ = 0;
  Bytes load_;
  std::uint64_t load_place_ = 0;
  std::chrono::steady_clock::time_point load_at_{};
  WatcherId last_watcher_ = 0;
  std::map<WatcherId, Seat> seats_;
  std::vector<Made> made_;  // in this pass

  std::jthread thread_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_HUB_H_
