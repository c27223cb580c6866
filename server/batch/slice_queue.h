// The chunks of one call between the connection that brings them and the workers that take them
// apart.
#ifndef FITD_SERVER_BATCH_SLICE_QUEUE_H_
#define FITD_SERVER_BATCH_SLICE_QUEUE_H_

#include <algorithm>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace fitd::server {

// Rows of chunks in slices, and the call's flow control. A chunk is held from its arrival until all
// of its rows have been answered and the answers sent; while `max_chunks` are held, or one may
// still come, no read is begun. Workers are the caller's: this counts them, so that the call ends
// when the last has left. Thread-safe.
template <class Chunk>
class SliceQueue {
 public:
  // Rows first .. first + count - 1 of a chunk.
  struct Slice {
    std::shared_ptr<Chunk> chunk;
    std::int64_t first = 0;
    std::int64_t count = 0;
  };

  // Both >= 1.
  SliceQueue(int max_chunks, int max_workers)
      : max_chunks_(max_chunks), max_workers_(max_workers) {}

  // --- reading: while (begin_read()) { start the read; read_begun(); } after each change ---

  // Whether to begin a read now. The call does not end before read_begun().
  bool begin_read() {
    const std::lock_guard lock(mutex_);
    if (closed_ || reading_ || beginning_read_ || std::ssize(chunks_) >= max_chunks_) return false;
    reading_ = beginning_read_ = true;
    return true;
  }
  void read_begun() {
    const std::lock_guard lock(mutex_);
    beginning_read_ = false;
  }
  // The read brought what is not held here.
  void read_done() {
    const std::lock_guard lock(mutex_);
    reading_ = false;
  }
  // The read brought a chunk of `rows` >= 1, which is dropped once closed.
  void push(std::shared_ptr<Chunk> chunk, std::int64_t rows) {
    const std::lock_guard lock(mutex_);
    reading_ = false;
    if (closed_) return;
    chunks_.push_back({std::move(chunk), rows, 0, rows});
    rows_to_take_ += rows;
    rows_held_ += rows;
  }
  // No more chunks; those that wait are still worked off.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  // Closes, and drops what waits.
  void stop() {
    std::list<Held> dropped;  // freed after the lock
    const std::lock_guard lock(mutex_);
    closed_ = stopped_ = true;
    rows_to_take_ = rows_held_ = 0;
    dropped.swap(chunks_);
  }

  // --- working ---

  // How many more workers there should be for what waits; they count from now on.
  int add_workers() {
    const std::lock_guard lock(mutex_);
    const std::int64_t more = std::min<std::int64_t>(max_workers_ - workers_, rows_to_take_);
    workers_ += static_cast<int>(more);
    return static_cast<int>(more);
  }
  // The next rows, at most `max_rows` >= 1 and all of one chunk. Less, where the chunks held are
  // too few to give that much to each worker; and once closed, so that the workers end together.
  // None: the worker leaves, and counts no more.
  std::optional<Slice> take(std::int64_t max_rows) {
    const std::lock_guard lock(mutex_);
    if (rows_to_take_ == 0) {
      --workers_;
      return std::nullopt;
    }
    const auto next =
        std::ranges::find_if(chunks_, [](const Held& held) { return held.to_take > 0; });
    // While more may come, it comes before this slice is done: what others have taken counts too,
    // or slices would shrink to what a good one's end costs.
    const std::int64_t to_share = closed_ ? rows_to_take_ : rows_held_;
    const std::int64_t share = (to_share + max_workers_ - 1) / max_workers_;
    const std::int64_t least = (max_rows + kLeastShare - 1) / kLeastShare;
    const std::int64_t count = std::min({next->to_take, max_rows, std::max(share, least)});
    Slice slice = {next->chunk, next->taken, count};
    next->taken += count;
    next->to_take -= count;
    rows_to_take_ -= count;
    return slice;
  }
  // True where nothing waits: the worker leaves, and counts no more.
  bool leave_if_idle() {
    const std::lock_guard lock(mutex_);
    if (rows_to_take_ > 0) return false;
    --workers_;
    return true;
  }
  // A worker will never take again.
  void remove_worker() {
    const std::lock_guard lock(mutex_);
    --workers_;
  }
  // The answers to so many rows of `chunk` have been sent.
  void sent(const Chunk* chunk, std::int64_t rows) {
    std::list<Held> done;  // freed after the lock
    const std::lock_guard lock(mutex_);
    const auto held = std::ranges::find_if(
        chunks_, [chunk](const Held& each) { return each.chunk.get() == chunk; });
    if (held == chunks_.end()) return;
    held->unsent -= rows;
    if (held->unsent > 0) return;
    rows_held_ -= held->taken;
    done.splice(done.end(), chunks_, held);
  }

  // True once, when the call should end: closed, everything taken, no worker left.
  bool claim_end() {
    const std::lock_guard lock(mutex_);
    if (!closed_ || ended_ || beginning_read_ || workers_ > 0 || rows_to_take_ > 0) return false;
    ended_ = true;
    return true;
  }

  bool stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }
  // Chunks held now.
  std::int64_t held() const {
    const std::lock_guard lock(mutex_);
    return std::ssize(chunks_);
  }

 private:
  // A slice at the end has at least this part of the rows that make a good one.
  static constexpr std::int64_t kLeastShare = 8;

  struct Held {
    std::shared_ptr<Chunk> chunk;
    std::int64_t to_take;
    std::int64_t taken;
    std::int64_t unsent;
  };

  const int max_chunks_;
  const int max_workers_;
  mutable std::mutex mutex_;
  std::list<Held> chunks_;
  std::int64_t rows_to_take_ = 0;
  std::int64_t rows_held_ = 0;  // of all chunks, whether taken or not
  int workers_ = 0;
  bool reading_ = false;         // a read is on its way
  bool beginning_read_ = false;  // and its start has not returned
  bool closed_ = false;
  bool stopped_ = false;
  bool ended_ = false;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_BATCH_SLICE_QUEUE_H_
