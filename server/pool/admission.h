// What the server takes on: bounds on what waits, on each client's share of it, and on working
// memory.
#ifndef FITD_SERVER_POOL_ADMISSION_H_
#define FITD_SERVER_POOL_ADMISSION_H_

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <variant>

namespace fitd::server {

// All > 0.
struct AdmissionLimits {
  std::int64_t queue_length = 10'000;                   // fits that wait
  std::int64_t queue_bytes = std::int64_t{4} << 30;     // of their requests
  std::int64_t client_queue_length = 5'000;             // of one client
  std::int64_t working_memory = std::int64_t{8} << 30;  // bytes, of all that wait or run
  int workers = 1;                                      // among whom the queue is shared
};

enum class Refusal { kQueueLength, kQueueBytes, kClientShare, kWorkingMemory };

// What a request would cost.
struct Cost {
  std::int64_t bytes = 0;
  std::int64_t working_memory = 0;
};

class Admission;

// An admitted request. Counts as waiting until start(), and holds its working memory until it is
// destroyed. Movable; one owner.
class Ticket {
 public:
  Ticket() = default;
  Ticket(Ticket&& other) noexcept { *this = std::move(other); }
  Ticket& operator=(Ticket&& other) noexcept;
  ~Ticket() { release(); }

  // A worker has taken it.
  void start();
  // Gives everything back, now.
  void release();

 private:
  friend class Admission;
  Ticket(Admission* admission, std::string client, Cost cost, bool queues)
      : admission_(admission), client_(std::move(client)), cost_(cost), queues_(queues) {}

  Admission* admission_ = nullptr;
  std::string client_;
  Cost cost_;
  bool queues_ = true;
  std::chrono::steady_clock::time_point started_{};
};

// Thread-safe. Outlives its tickets.
class Admission {
 public:
  explicit Admission(const AdmissionLimits& limits) : limits_(limits) {}

  // A ticket, or the first limit that is in the way. A request that exceeds a limit by itself is
  // refused like any other: tell it apart before.
  std::variant<Ticket, Refusal> admit(const std::string& client, Cost cost);

  // Working memory for work that waits in no queue; its time says nothing of the queue's.
  std::variant<Ticket, Refusal> reserve(const std::string& client, std::int64_t working_memory);

  // When a refused client should try again: about the time until the queue is worked off, between
  // 0.1 s and 30 s.
  std::chrono::milliseconds retry_after() const;

  const AdmissionLimits& limits() const { return limits_; }
  std::int64_t waiting() const;
  std::int64_t waiting_bytes() const;
  std::int64_t working_memory() const;

 private:
  friend class Ticket;
  void leave_queue(const std::string& client, const Cost& cost);
  void finish(const Cost& cost, std::chrono::duration<double> ran);

  const AdmissionLimits limits_;
  mutable std::mutex mutex_;
  std::int64_t waiting_ = 0;
  std::int64_t waiting_bytes_ = 0;
  std::int64_t working_memory_ = 0;
  std::unordered_map<std::string, std::int64_t> waiting_of_;
  double mean_run_seconds_ = 0.01;  // exponentially weighted
};

}  // namespace fitd::server

#endif  // FITD_SERVER_POOL_ADMISSION_H_
