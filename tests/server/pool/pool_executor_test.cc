#include "server/pool/pool_executor.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace fitd::server {
namespace {

TEST(PoolExecutorTest, EveryTaskRunsOnce) {
  WorkerPool pool(3, 0);
  PoolExecutor executor(pool, "client");
  EXPECT_EQ(executor.width(), 3u);
  for (const std::size_t count : {1u, 2u, 3u, 1000u}) {
    std::vector<std::atomic<int>> runs(count);
    executor.run(count, [&](std::size_t, std::size_t k) { ++runs[k]; });
    for (const auto& r : runs) EXPECT_EQ(r, 1);
  }
}

// Scratch memory goes by slots.
TEST(PoolExecutorTest, NoTwoTasksShareASlot) {
  WorkerPool pool(4, 0);
  PoolExecutor executor(pool, "client");
  std::array<std::atomic<int>, 4> in_slot{};
  std::atomic<bool> shared = false;
  for (int repeat = 0; repeat < 50; ++repeat) {
    executor.run(64, [&](std::size_t slot, std::size_t) {
      if (++in_slot.at(slot) > 1) shared = true;
      --in_slot.at(slot);
    });
  }
  EXPECT_FALSE(shared);
}

// Each of the two tasks waits for the other: hangs unless an idle worker takes one.
TEST(PoolExecutorTest, IdleWorkersHelp) {
  WorkerPool pool(2, 0);
  PoolExecutor executor(pool, "client");
  std::latch met(2);
  while (pool.place(Lane::kNormal) != 0) std::this_thread::yield();  // until one sleeps
  executor.run(2, [&](std::size_t, std::size_t) { met.arrive_and_wait(); });
}

TEST(PoolExecutorTest, BusyWorkersAreNotWaitedFor) {
  WorkerPool pool(1, 0);
  std::latch busy(1);
  std::latch release(1);
  pool.submit(pool.next_id(), "a", Lane::kNormal, [&] {
    busy.count_down();
    release.wait();
  });
  busy.wait();
  PoolExecutor executor(pool, "client");
  EXPECT_FALSE(pool.submit_if_idle(pool.next_id(), "a", [] {}));
  int runs = 0;
  executor.run(10, [&](std::size_t slot, std::size_t) {
    EXPECT_EQ(slot, 0u);
    ++runs;
  });
  EXPECT_EQ(runs, 10);
  EXPECT_EQ(pool.waiting(), 0);
  release.count_down();
}

}  // namespace
}  // namespace fitd::server
