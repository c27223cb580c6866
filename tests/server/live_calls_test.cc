#include "server/live_calls.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace fitd::server {
namespace {

using Clock = LiveCall::Clock;

// Leaves when it is told to, as a connection does.
class FakeCall final : public LiveCall, public std::enable_shared_from_this<FakeCall> {
 public:
  explicit FakeCall(LiveCalls& calls) : calls_(calls) {}
  void abort(const absl::Status& status) override {
    aborted_with = status;
    calls_.leave(shared_from_this());
  }
  Clock::time_point sending_since() const override { return since; }
  void drop() override {
    dropped = true;
    calls_.leave(shared_from_this());
  }

  absl::Status aborted_with;
  Clock::time_point since = Clock::time_point::max();
  std::atomic<bool> dropped = false;

 private:
  LiveCalls& calls_;
};

TEST(LiveCallsTest, DrainingTakesNoMore) {
  LiveCalls calls(std::chrono::hours(1));
  const auto call = std::make_shared<FakeCall>(calls);
  EXPECT_TRUE(calls.enter(call));
  calls.drain();
  EXPECT_FALSE(calls.enter(std::make_shared<FakeCall>(calls)));
  EXPECT_EQ(calls.size(), 1u);
  EXPECT_FALSE(calls.wait_until_empty(Clock::now()));
  calls.leave(call);
  EXPECT_TRUE(calls.wait_until_empty(Clock::now()));
}

TEST(LiveCallsTest, WaitingEndsWithTheLastCall) {
  LiveCalls calls(std::chrono::hours(1));
  const auto call = std::make_shared<FakeCall>(calls);
  calls.enter(call);
  std::jthread waiter(
      [&] { EXPECT_TRUE(calls.wait_until_empty(Clock::now() + std::chrono::minutes(1))); });
  calls.leave(call);
}

TEST(LiveCallsTest, AbortingReachesAllThoughTheyLeaveMeanwhile) {
  LiveCalls calls(std::chrono::hours(1));
  const auto a = std::make_shared<FakeCall>(calls);
  const auto b = std::make_shared<FakeCall>(calls);
  calls.enter(a);
  calls.enter(b);
  calls.abort_all(absl::UnavailableError("bye"));
  EXPECT_EQ(a->aborted_with.message(), "bye");
  EXPECT_EQ(b->aborted_with.message(), "bye");
  EXPECT_EQ(calls.size(), 0u);
}

TEST(LiveCallsTest, OnlyStalledCallsAreDropped) {
  LiveCalls calls(std::chrono::milliseconds(40));
  const auto idle = std::make_shared<FakeCall>(calls);
  const auto stalled = std::make_shared<FakeCall>(calls);
  stalled->since = Clock::now() - std::chrono::seconds(1);
  calls.enter(idle);
  calls.enter(stalled);
  while (!stalled->dropped) std::this_thread::yield();
  EXPECT_FALSE(idle->dropped);
  while (calls.size() != 1) std::this_thread::yield();
  calls.leave(idle);
}

}  // namespace
}  // namespace fitd::server
