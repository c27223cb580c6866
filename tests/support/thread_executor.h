// An executor for tests: threads of its own for each run.
#ifndef FITD_TESTS_SUPPORT_THREAD_EXECUTOR_H_
#define FITD_TESTS_SUPPORT_THREAD_EXECUTOR_H_

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include "solver/curve/executor.h"

namespace fitd::test {

class ThreadExecutor final : public curve::Executor {
 public:
  explicit ThreadExecutor(std::size_t width) : width_(width) {}

  std::size_t width() const override { return width_; }

  void run(std::size_t count, const Task& task) override {
    ++runs;
    std::atomic<std::size_t> next = 0;
    const auto work = [&](std::size_t slot) {
      for (std::size_t k = next++; k < count; k = next++) task(slot, k);
    };
    std::vector<std::jthread> threads;
    for (std::size_t slot = 1; slot < width_; ++slot) threads.emplace_back(work, slot);
    work(0);
  }

  int runs = 0;

 private:
  std::size_t width_;
};

}  // namespace fitd::test

#endif  // FITD_TESTS_SUPPORT_THREAD_EXECUTOR_H_
