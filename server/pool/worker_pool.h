// The threads that compute, and what waits for them.
#ifndef FITD_SERVER_POOL_WORKER_POOL_H_
#define FITD_SERVER_POOL_WORKER_POOL_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/pool/fair_queue.h"

namespace fitd::server {

// Short work may use the express lane.
enum class Lane { kNormal, kExpress };

// A pool of workers that take any work, and of express workers that take only express work, so that
// long work cannot delay short work. Work is served fairly between clients (fair_queue.h); where
// both lanes have work, a worker takes from them in turn. Thread-safe.
class WorkerPool {
 public:
  // workers >= 1, express_workers >= 0.
  WorkerPool(int workers, int express_workers);

  // Runs what is queued, then ends.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // An id for work to submit, so that it can be removed even while it is being submitted.
  WorkId next_id();

  // The place in the queue that work submitted now would get: 1 is the next to start, 0 starts at
  // once.
  std::int64_t place(Lane lane) const;

  // Queues `work`, which must not throw, under an id from next_id().
  void submit(WorkId id, const std::string& client, Lane lane, FairQueue::Work work);

  // Submits to the normal lane where a worker is idle and nothing waits for it; returns whether it
  // did.
  bool submit_if_idle(WorkId id, const std::string& client, FairQueue::Work work);

  // True: the work had not begun and will not. False: it runs, has run, or was never submitted.
  bool remove(WorkId id);

  std::int64_t waiting() const;
  int num_workers() const { return num_workers_; }
  int num_express_workers() const { return num_express_workers_; }

  // Threads that do not wait for work.
  struct Busy {
    int workers;
    int express_workers;
  };
  Busy busy() const;

 private:
  // Workers that wait for work. One is woken for each new work, and counts as awake from then on.
  struct Sleepers {
    std::condition_variable woken;
    std::int64_t asleep = 0;
    std::int64_t waking = 0;

    std::int64_t free() const { return asleep - waking; }
  };

  void run(bool express_only);
  // Under mutex_, as the two below.
  void sleep(Sleepers& sleepers, std::unique_lock<std::mutex>& lock);
  void wake_one(Lane lane);
  // The queue to take from next; nullptr where there is none.
  FairQueue* next_queue(bool express_only);

  const int num_workers_;
  const int num_express_workers_;
  mutable std::mutex mutex_;
  Sleepers workers_;
  Sleepers express_workers_;
  FairQueue normal_;
  FairQueue express_;
  bool express_turn_ = true;
  bool closing_ = false;
  WorkId last_id_ = 0;
  std::vector<std::jthread> threads_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_POOL_WORKER_POOL_H_
