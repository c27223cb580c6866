#include "server/pool/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <string>
#include <vector>

namespace fitd::server {
namespace {

TEST(WorkerPoolTest, RunsEverythingBeforeItEnds) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(2, 1);
    for (int i = 0; i < 1000; ++i) {
      pool.submit(pool.next_id(), "client" + std::to_string(i % 7),
                  i % 3 == 0 ? Lane::kExpress : Lane::kNormal, [&] { ++ran; });
    }
  }
  EXPECT_EQ(ran, 1000);
}

TEST(WorkerPoolTest, LongWorkDoesNotHoldUpTheExpressLane) {
  std::latch release(1);
  std::latch express_ran(1);
  WorkerPool pool(1, 1);
  pool.submit(pool.next_id(), "a", Lane::kNormal, [&] { release.wait(); });
  pool.submit(pool.next_id(), "a", Lane::kNormal, [&] { release.wait(); });
  pool.submit(pool.next_id(), "a", Lane::kExpress, [&] { express_ran.count_down(); });
  express_ran.wait();  // hangs if express work waits for normal work
  release.count_down();
}

TEST(WorkerPoolTest, ExpressWorkersTakeNoNormalWork) {
  std::latch release(1);
  std::atomic<int> running = 0;
  std::binary_semaphore ran(0);
  WorkerPool pool(1, 1);
  // The single worker is busy, so this one would have to run on the express worker.
  const auto normal = [&] {
    ++running;
    release.wait();
    --running;
  };
  pool.submit(pool.next_id(), "a", Lane::kNormal, normal);
  pool.submit(pool.next_id(), "a", Lane::kNormal, normal);
  // Two express works in a row prove that the express worker looked at the queue in between.
  for (int i = 0; i < 2; ++i) {
    pool.submit(pool.next_id(), "a", Lane::kExpress, [&] { ran.release(); });
    ran.acquire();
  }
  EXPECT_LE(running, 1);
  release.count_down();
}

TEST(WorkerPoolTest, RemovedWorkDoesNotRun) {
  std::latch release(1);
  std::atomic<bool> ran = false;
  std::latch started(1);
  {
    WorkerPool pool(1, 0);
    pool.submit(pool.next_id(), "a", Lane::kNormal, [&] {
      started.count_down();
      release.wait();
    });
    started.wait();
    const WorkId id = pool.next_id();
    EXPECT_FALSE(pool.remove(id));
    pool.submit(id, "a", Lane::kNormal, [&] { ran = true; });
    EXPECT_EQ(pool.waiting(), 1);
    EXPECT_TRUE(pool.remove(id));
    EXPECT_FALSE(pool.remove(id));
    EXPECT_EQ(pool.waiting(), 0);
    release.count_down();
  }
  EXPECT_FALSE(ran);
}

TEST(WorkerPoolTest, PlaceCountsWhatWaits) {
  std::latch release(1);
  std::latch started(1);
  WorkerPool pool(1, 0);
  pool.submit(pool.next_id(), "a", Lane::kNormal, [&] {
    started.count_down();
    release.wait();
  });
  started.wait();
  EXPECT_EQ(pool.place(Lane::kNormal), 1);
  pool.submit(pool.next_id(), "a", Lane::kNormal, [] {});
  EXPECT_EQ(pool.place(Lane::kNormal), 2);
  EXPECT_EQ(pool.place(Lane::kExpress), 1);
  release.count_down();
}

TEST(WorkerPoolTest, WhatWorkHoldsIsFreedWhenItHasRun) {
  std::latch next(1);
  WorkerPool pool(1, 0);
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = held;
  pool.submit(pool.next_id(), "a", Lane::kNormal, [held = std::move(held)] {});
  pool.submit(pool.next_id(), "a", Lane::kNormal, [&] { next.count_down(); });
  next.wait();
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace fitd::server
