#include "server/pool/worker_pool.h"

#include <utility>

namespace fitd::server {

WorkerPool::WorkerPool(int workers, int express_workers)
    : num_workers_(workers), num_express_workers_(express_workers) {
  for (int i = 0; i < workers + express_workers; ++i) {
    threads_.emplace_back([this, express_only = i >= workers] { run(express_only); });
  }
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  workers_.woken.notify_all();
  express_workers_.woken.notify_all();
}

WorkId WorkerPool::next_id() {
  const std::lock_guard lock(mutex_);
  return ++last_id_;
}

std::int64_t WorkerPool::place(Lane lane) const {
  const std::lock_guard lock(mutex_);
  const bool express = lane == Lane::kExpress;
  const std::size_t waiting = express_.size() + (express ? 0 : normal_.size());
  const std::int64_t idle = workers_.free() + (express ? express_workers_.free() : 0);
  // What waits will take the idle workers first.
  const std::int64_t ahead = static_cast<std::int64_t>(waiting) - idle;
  return ahead < 0 ? 0 : ahead + 1;
}

void WorkerPool::submit(WorkId id, const std::string& client, Lane lane, FairQueue::Work work) {
  const std::lock_guard lock(mutex_);
  (lane == Lane::kExpress ? express_ : normal_).push(id, client, std::move(work));
  wake_one(lane);
}

bool WorkerPool::submit_if_idle(WorkId id, const std::string& client, FairQueue::Work work) {
  const std::lock_guard lock(mutex_);
  if (workers_.free() == 0) return false;
  normal_.push(id, client, std::move(work));
  wake_one(Lane::kNormal);
  return true;
}

void WorkerPool::wake_one(Lane lane) {
  const bool express = lane == Lane::kExpress && express_workers_.free() > 0;
  Sleepers& sleepers = express ? express_workers_ : workers_;
  if (sleepers.free() == 0) return;  // who is awake looks at the queues before it sleeps
  ++sleepers.waking;
  sleepers.woken.notify_one();
}

void WorkerPool::sleep(Sleepers& sleepers, std::unique_lock<std::mutex>& lock) {
  ++sleepers.asleep;
  sleepers.woken.wait(lock, [&] { return sleepers.waking > 0 || closing_; });
  if (sleepers.waking > 0) --sleepers.waking;
  --sleepers.asleep;
}

bool WorkerPool::remove(WorkId id) {
  const std::lock_guard lock(mutex_);
  return normal_.remove(id) || express_.remove(id);
}

std::int64_t WorkerPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::int64_t>(normal_.size() + express_.size());
}

WorkerPool::Busy WorkerPool::busy() const {
  const std::lock_guard lock(mutex_);
  return {num_workers_ - static_cast<int>(workers_.free()),
          num_express_workers_ - static_cast<int>(express_workers_.free())};
}

FairQueue* WorkerPool::next_queue(bool express_only) {
  if (express_only) return express_.empty() ? nullptr : &express_;
  if (normal_.empty() && express_.empty()) return nullptr;
  if (normal_.empty()) return &express_;
  if (express_.empty()) return &normal_;
  express_turn_ = !express_turn_;
  return express_turn_ ? &express_ : &normal_;
}

void WorkerPool::run(bool express_only) {
  std::unique_lock lock(mutex_);
  for (;;) {
    FairQueue* queue = next_queue(express_only);
    if (queue == nullptr) {
      if (closing_) return;
      sleep(express_only ? express_workers_ : workers_, lock);
      continue;
    }
    FairQueue::Work work = queue->pop();
    lock.unlock();
    work();
    work = nullptr;  // what it holds is freed outside the lock
    lock.lock();
  }
}

}  // namespace fitd::server
