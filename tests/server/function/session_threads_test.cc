#include "server/function/session_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <semaphore>

namespace fitd::server {
namespace {

TEST(SessionThreadsTest, RunsAtMostItsLimit) {
  SessionThreads threads(2);
  std::latch running(2);
  std::latch go_on(1);
  const auto session = [&] {
    running.count_down();
    go_on.wait();
    return [] {};
  };
  EXPECT_TRUE(threads.start(session));
  EXPECT_TRUE(threads.start(session));
  running.wait();
  EXPECT_EQ(threads.running(), 2);
  EXPECT_FALSE(threads.start(session));
  EXPECT_EQ(threads.running(), 2);
  go_on.count_down();
}

TEST(SessionThreadsTest, APlaceIsFreeBeforeTheFarewell) {
  SessionThreads threads(1);
  std::binary_semaphore said(0);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(threads.start([&] { return [&] { said.release(); }; })) << i;
    said.acquire();
  }
  EXPECT_EQ(threads.running(), 0);
}

TEST(SessionThreadsTest, WaitsForItsSessionsAtTheEnd) {
  std::atomic<int> farewells = 0;
  {
    SessionThreads threads(8);
    for (int i = 0; i < 8; ++i) {
      ASSERT_TRUE(threads.start([&] { return [&] { ++farewells; }; }));
    }
  }
  EXPECT_EQ(farewells, 8);
}

}  // namespace
}  // namespace fitd::server
