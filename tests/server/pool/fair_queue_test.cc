#include "server/pool/fair_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fitd::server {
namespace {

using ::testing::ElementsAre;

// Queues work that writes its label when it runs.
class FairQueueTest : public ::testing::Test {
 protected:
  void push(const std::string& client, const std::string& label) {
    queue_.push(++last_id_, client, [this, label] { ran_.push_back(label); });
  }
  void run_all() {
    while (!queue_.empty()) queue_.pop()();
  }

  FairQueue queue_;
  WorkId last_id_ = 0;
  std::vector<std::string> ran_;
};

TEST_F(FairQueueTest, OneClientIsServedInOrder) {
  for (const char* label : {"1", "2", "3"}) push("a", label);
  run_all();
  EXPECT_THAT(ran_, ElementsAre("1", "2", "3"));
}

TEST_F(FairQueueTest, ClientsTakeTurns) {
  for (const char* label : {"a1", "a2", "a3", "a4"}) push("a", label);
  push("b", "b1");
  push("c", "c1");
  push("b", "b2");
  run_all();
  EXPECT_THAT(ran_, ElementsAre("a1", "b1", "c1", "a2", "b2", "a3", "a4"));
}

TEST_F(FairQueueTest, AClientThatComesBackGoesLast) {
  push("a", "a1");
  push("b", "b1");
  queue_.pop()();
  push("a", "a2");
  push("c", "c1");
  run_all();
  EXPECT_THAT(ran_, ElementsAre("a1", "b1", "a2", "c1"));
}

TEST_F(FairQueueTest, RemovedWorkDoesNotRun) {
  push("a", "1");
  push("a", "2");
  push("b", "3");
  EXPECT_TRUE(queue_.remove(2));
  EXPECT_FALSE(queue_.remove(2));
  EXPECT_TRUE(queue_.remove(3));
  EXPECT_EQ(queue_.size(), 1u);
  run_all();
  EXPECT_THAT(ran_, ElementsAre("1"));
  EXPECT_FALSE(queue_.remove(1));
}

}  // namespace
}  // namespace fitd::server
