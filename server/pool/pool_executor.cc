#include "server/pool/pool_executor.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace fitd::server {
namespace {

// One run, shared with the workers that help; they may come when it is over.
class Run {
 public:
  Run(std::size_t count, const curve::Executor::Task& task) : count_(count), task_(task) {}

  // Does what is left of it; slot 0 is the caller's.
  void work(std::size_t slot) {
    for (std::size_t k = next_++; k < count_; k = next_++) task_(slot, k);
  }

  // A helper's whole part.
  void help() {
    std::unique_lock lock(mutex_);
    if (over_) return;
    const std::size_t slot = ++helpers_;
    ++at_work_;
    lock.unlock();
    work(slot);
    lock.lock();
    if (--at_work_ == 0) idle_.notify_all();
  }

  // Lets no more helpers in and waits for those at work.
  void finish() {
    std::unique_lock lock(mutex_);
    over_ = true;
    idle_.wait(lock, [this] { return at_work_ == 0; });
  }

 private:
  const std::size_t count_;
  const curve::Executor::Task& task_;  // valid until finish() has returned
  std::atomic<std::size_t> next_ = 0;

  std::mutex mutex_;
  std::condition_variable idle_;
  std::size_t helpers_ = 0;
  std::size_t at_work_ = 0;
  bool over_ = false;
};

}  // namespace

void PoolExecutor::run(std::size_t count, const Task& task) {
  const auto run = std::make_shared<Run>(count, task);
  const std::size_t wanted = std::min(width(), count) - 1;
  std::vector<WorkId> helpers;
  while (helpers.size() < wanted) {
    const WorkId id = pool_.next_id();
    if (!pool_.submit_if_idle(id, client_, [run] { run->help(); })) break;
    helpers.push_back(id);
  }
  run->work(0);
  for (const WorkId id : helpers) pool_.remove(id);
  run->finish();
}

}  // namespace fitd::server
