#include "server/pool/admission.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace fitd::server {
namespace {

constexpr Cost kSmall = {.bytes = 10, .working_memory = 100};

AdmissionLimits limits() {
  return {.queue_length = 4,
          .queue_bytes = 1000,
          .client_queue_length = 3,
          .working_memory = 2000,
          .workers = 2};
}

Ticket take(std::variant<Ticket, Refusal> admitted) {
  return std::get<Ticket>(std::move(admitted));
}

TEST(AdmissionTest, BoundsTheQueuesLength) {
  Admission admission(limits());
  std::vector<Ticket> tickets;
  for (const char* client : {"a", "a", "b", "b"}) {
    tickets.push_back(take(admission.admit(client, kSmall)));
  }
  EXPECT_EQ(std::get<Refusal>(admission.admit("c", kSmall)), Refusal::kQueueLength);
  tickets[0].start();
  EXPECT_EQ(admission.waiting(), 3);
  EXPECT_TRUE(std::holds_alternative<Ticket>(admission.admit("c", kSmall)));
}

TEST(AdmissionTest, BoundsAClientsShare) {
  Admission admission(limits());
  std::vector<Ticket> tickets;
  for (int i = 0; i < 3; ++i) tickets.push_back(take(admission.admit("a", kSmall)));
  EXPECT_EQ(std::get<Refusal>(admission.admit("a", kSmall)), Refusal::kClientShare);
  EXPECT_TRUE(std::holds_alternative<Ticket>(admission.admit("b", kSmall)));
  tickets.pop_back();
  EXPECT_TRUE(std::holds_alternative<Ticket>(admission.admit("a", kSmall)));
}

TEST(AdmissionTest, BoundsTheQueuesBytes) {
  Admission admission(limits());
  Ticket large = take(admission.admit("a", {.bytes = 995, .working_memory = 0}));
  EXPECT_EQ(std::get<Refusal>(admission.admit("b", kSmall)), Refusal::kQueueBytes);
  large.start();  // it no longer waits
  EXPECT_TRUE(std::holds_alternative<Ticket>(admission.admit("b", kSmall)));
}

TEST(AdmissionTest, HoldsWorkingMemoryUntilTheEnd) {
  Admission admission(limits());
  Ticket large = take(admission.admit("a", {.bytes = 1, .working_memory = 1950}));
  large.start();
  EXPECT_EQ(std::get<Refusal>(admission.admit("b", kSmall)), Refusal::kWorkingMemory);
  large.release();
  large.release();  // no more to give back
  EXPECT_EQ(admission.working_memory(), 0);
  EXPECT_TRUE(std::holds_alternative<Ticket>(admission.admit("b", kSmall)));
}

TEST(AdmissionTest, AMovedTicketIsGivenBackOnce) {
  Admission admission(limits());
  {
    Ticket first = take(admission.admit("a", kSmall));
    Ticket second = std::move(first);
    EXPECT_EQ(admission.waiting(), 1);
    second = take(admission.admit("b", kSmall));
    EXPECT_EQ(admission.waiting(), 1);
  }
  EXPECT_EQ(admission.waiting(), 0);
  EXPECT_EQ(admission.working_memory(), 0);
}

TEST(AdmissionTest, RetryAfterStaysInItsRange) {
  Admission admission(limits());
  EXPECT_GE(admission.retry_after(), std::chrono::milliseconds(100));
  EXPECT_LE(admission.retry_after(), std::chrono::seconds(30));
}

TEST(AdmissionTest, ManyThreadsLeaveNothingBehind) {
  AdmissionLimits wide = limits();
  wide.queue_length = 1000;
  wide.client_queue_length = 1000;
  wide.queue_bytes = 1 << 20;
  wide.working_memory = 1 << 20;
  Admission admission(wide);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 1000; ++i) {
          Ticket ticket = take(admission.admit("client" + std::to_string(t % 2), kSmall));
          if (i % 2 == 0) ticket.start();
        }
      });
    }
  }
  EXPECT_EQ(admission.waiting(), 0);
  EXPECT_EQ(admission.working_memory(), 0);
}

}  // namespace
}  // namespace fitd::server
