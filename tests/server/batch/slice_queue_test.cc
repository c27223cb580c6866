#include "server/batch/slice_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace fitd::server {
namespace {

struct Chunk {
  int number = 0;
};
using Queue = SliceQueue<Chunk>;

// What a connection does with a read that brings a chunk.
std::shared_ptr<Chunk> deliver(Queue& queue, int number, std::int64_t rows) {
  auto chunk = std::make_shared<Chunk>(Chunk{number});
  queue.push(chunk, rows);
  return chunk;
}

bool read(Queue& queue) {
  const bool begun = queue.begin_read();
  if (begun) queue.read_begun();
  return begun;
}

TEST(SliceQueueTest, ReadsOneAtATime) {
  Queue queue(4, 1);
  EXPECT_TRUE(queue.begin_read());
  EXPECT_FALSE(queue.begin_read());
  queue.read_begun();
  EXPECT_FALSE(queue.begin_read());
  queue.read_done();
  EXPECT_TRUE(queue.begin_read());
}

TEST(SliceQueueTest, ReadsNoMoreThanItHoldsUntilAnswersAreSent) {
  Queue queue(2, 1);
  std::vector<std::shared_ptr<Chunk>> chunks;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(read(queue));
    chunks.push_back(deliver(queue, i, 10));
  }
  EXPECT_FALSE(read(queue));
  ASSERT_EQ(queue.add_workers(), 1);
  while (queue.take(5)) {
  }
  EXPECT_FALSE(read(queue));  // computed, but the answers are not sent
  queue.sent(chunks[1].get(), 9);
  EXPECT_FALSE(read(queue));
  queue.sent(chunks[1].get(), 1);
  EXPECT_EQ(queue.held(), 1);
  EXPECT_TRUE(read(queue));
  EXPECT_FALSE(read(queue));
}

TEST(SliceQueueTest, SlicesCoverEveryRowOnceInOrder) {
  Queue queue(4, 1);
  read(queue);
  deliver(queue, 0, 7);
  read(queue);
  deliver(queue, 1, 5);
  ASSERT_EQ(queue.add_workers(), 1);
  std::vector<std::vector<std::int64_t>> taken;
  while (const auto slice = queue.take(3)) {
    taken.push_back({slice->chunk->number, slice->first, slice->count});
  }
  EXPECT_EQ(taken, (std::vector<std::vector<std::int64_t>>{
                       {0, 0, 3}, {0, 3, 3}, {0, 6, 1}, {1, 0, 3}, {1, 3, 2}}));
}

TEST(SliceQueueTest, AtTheEndWorkersShare) {
  Queue queue(4, 2);
  read(queue);
  deliver(queue, 0, 100);
  EXPECT_EQ(queue.add_workers(), 2);
  EXPECT_EQ(queue.take(1000)->count, 100);  // half would be too little to cut
  read(queue);
  deliver(queue, 1, 1000);
  queue.close();
  EXPECT_EQ(queue.take(1000)->count, 500);
  EXPECT_EQ(queue.take(1000)->count, 250);
}

TEST(SliceQueueTest, AChunkAloneIsSharedEqually) {
  Queue queue(4, 2);
  read(queue);
  deliver(queue, 0, 1000);
  EXPECT_EQ(queue.add_workers(), 2);
  EXPECT_EQ(queue.take(2000)->count, 500);
  EXPECT_EQ(queue.take(2000)->count, 500);
}

TEST(SliceQueueTest, SlicesStayLongWhileMoreMayCome) {
  Queue queue(4, 2);
  std::vector<std::shared_ptr<Chunk>> chunks;
  for (int i = 0; i < 3; ++i) {
    read(queue);
    chunks.push_back(deliver(queue, i, 500));
  }
  EXPECT_EQ(queue.add_workers(), 2);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(queue.take(1000)->count, 500);
  // What has been answered counts no more.
  for (const auto& chunk : chunks) queue.sent(chunk.get(), 500);
  read(queue);
  deliver(queue, 3, 500);
  EXPECT_EQ(queue.take(1000)->count, 250);
}

TEST(SliceQueueTest, StartsNoMoreWorkersThanRowsOrThreads) {
  Queue queue(4, 3);
  EXPECT_EQ(queue.add_workers(), 0);
  read(queue);
  deliver(queue, 0, 2);
  EXPECT_EQ(queue.add_workers(), 2);
  read(queue);
  deliver(queue, 1, 100);
  EXPECT_EQ(queue.add_workers(), 1);
  EXPECT_EQ(queue.add_workers(), 0);
}

TEST(SliceQueueTest, EndsOnceWhenClosedAndWorkedOff) {
  Queue queue(4, 1);
  read(queue);
  deliver(queue, 0, 2);
  ASSERT_EQ(queue.add_workers(), 1);
  queue.close();
  EXPECT_FALSE(read(queue));
  EXPECT_FALSE(queue.claim_end());
  ASSERT_TRUE(queue.take(2));
  EXPECT_FALSE(queue.claim_end());  // it still computes
  EXPECT_TRUE(queue.leave_if_idle());
  EXPECT_TRUE(queue.claim_end());
  EXPECT_FALSE(queue.claim_end());
}

TEST(SliceQueueTest, DoesNotEndWhileAReadIsBegun) {
  Queue queue(4, 1);
  ASSERT_TRUE(queue.begin_read());
  queue.stop();
  EXPECT_FALSE(queue.claim_end());
  queue.read_begun();
  EXPECT_TRUE(queue.claim_end());
}

TEST(SliceQueueTest, AStopDropsWhatWaits) {
  Queue queue(4, 2);
  read(queue);
  const std::weak_ptr<Chunk> chunk = deliver(queue, 0, 100);
  ASSERT_EQ(queue.add_workers(), 2);
  auto slice = queue.take(10);
  queue.stop();
  EXPECT_FALSE(queue.take(10));
  EXPECT_FALSE(queue.claim_end());  // one still computes
  queue.remove_worker();
  slice.reset();
  EXPECT_TRUE(chunk.expired());
  deliver(queue, 1, 5);  // a read that was on its way
  EXPECT_EQ(queue.held(), 0);
  EXPECT_TRUE(queue.claim_end());
}

// A connection, two workers and a sender at once: every row is answered, the bound holds, and the
// call ends once.
TEST(SliceQueueTest, HoldsItsPromisesUnderThreads) {
  constexpr int kChunks = 300;
  constexpr std::int64_t kRows = 17;
  constexpr int kBound = 3;
  Queue queue(kBound, 2);
  std::atomic<std::int64_t> rows = 0;
  std::atomic<int> ends = 0;
  std::atomic<int> workers = 0;
  std::mutex mutex;
  std::vector<std::jthread> threads;

  const auto end_if_done = [&] {
    if (queue.claim_end()) ++ends;
  };
  const auto work = [&] {
    while (const auto slice = queue.take(5)) {
      rows += slice->count;
      queue.sent(slice->chunk.get(), slice->count);
    }
    end_if_done();
    --workers;
  };
  std::int64_t most = 0;
  for (int i = 0; i < kChunks; ++i) {
    while (!queue.begin_read()) std::this_thread::yield();
    queue.read_begun();
    deliver(queue, i, kRows);
    most = std::max(most, queue.held());
    for (int more = queue.add_workers(); more > 0; --more) {
      ++workers;
      const std::lock_guard lock(mutex);
      threads.emplace_back(work);
    }
  }
  queue.close();
  end_if_done();
  threads.clear();
  EXPECT_EQ(workers, 0);
  EXPECT_EQ(rows, kChunks * kRows);
  EXPECT_LE(most, kBound);
  EXPECT_EQ(ends, 1);
}

}  // namespace
}  // namespace fitd::server
