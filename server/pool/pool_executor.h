// A pool's idle workers, lent to a large computation of another worker.
#ifndef FITD_SERVER_POOL_POOL_EXECUTOR_H_
#define FITD_SERVER_POOL_POOL_EXECUTOR_H_

#include <cstddef>
#include <string>

#include "server/pool/worker_pool.h"
#include "solver/curve/executor.h"

namespace fitd::server {

// Takes only workers that are idle when a run begins, and gives them back when it ends, so that it
// delays other work by one run at most, and never waits for a worker. One run at a time.
class PoolExecutor final : public curve::Executor {
 public:
  // `client`: on whose behalf. The pool must outlive it.
  PoolExecutor(WorkerPool& pool, std::string client) : pool_(pool), client_(std::move(client)) {}

  std::size_t width() const override { return static_cast<std::size_t>(pool_.num_workers()); }
  void run(std::size_t count, const Task& task) override;

 private:
  WorkerPool& pool_;
  const std::string client_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_POOL_POOL_EXECUTOR_H_
