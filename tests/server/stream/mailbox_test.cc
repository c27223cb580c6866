#include "server/stream/mailbox.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace fitd::server {
namespace {

using IntMailbox = Mailbox<int, std::string>;

TEST(MailboxTest, StatesKeepTheirOrder) {
  IntMailbox mailbox;
  mailbox.post_state(1);
  mailbox.post_state(2);
  for (const int expected : {1, 2}) {
    const auto next = mailbox.take();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->event, expected);
    EXPECT_FALSE(next->end);
    mailbox.sent();
  }
  EXPECT_FALSE(mailbox.take());
}

TEST(MailboxTest, OneSendIsInFlight) {
  IntMailbox mailbox;
  mailbox.post_state(1);
  mailbox.post_state(2);
  EXPECT_EQ(mailbox.sending_since(), IntMailbox::Clock::time_point::max());
  EXPECT_TRUE(mailbox.take());
  EXPECT_LE(mailbox.sending_since(), IntMailbox::Clock::now());
  EXPECT_FALSE(mailbox.take());
  mailbox.sent();
  EXPECT_TRUE(mailbox.take());
}

TEST(MailboxTest, OnlyTheNewestProgressWaits) {
  IntMailbox mailbox;
  for (int i = 1; i <= 5; ++i) mailbox.post_progress(i);
  auto next = mailbox.take();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->event, 5);
  EXPECT_EQ(next->skipped, 4);
  mailbox.post_progress(6);
  mailbox.sent();
  next = mailbox.take();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->event, 6);
  EXPECT_EQ(next->skipped, 0);
}

TEST(MailboxTest, OlderProgressIsKeptAsWanted) {
  IntMailbox mailbox;
  for (int i = 1; i <= 6; ++i) mailbox.post_progress(i, 2);
  std::vector<int> events;
  std::vector<std::int64_t> skipped;
  while (const auto next = mailbox.take()) {
    events.push_back(*next->event);
    skipped.push_back(next->skipped);
    mailbox.sent();
  }
  EXPECT_EQ(events, (std::vector<int>{1, 2, 6}));
  EXPECT_EQ(skipped, (std::vector<std::int64_t>{0, 0, 3}));
  mailbox.post_progress(7, 2);
  mailbox.post_progress(8, 2);
  EXPECT_EQ(mailbox.take()->event, 7);
}

TEST(MailboxTest, AStateDoesNotOvertakeProgress) {
  IntMailbox mailbox;
  mailbox.post_progress(1);
  mailbox.post_state(2);
  mailbox.post_progress(3);
  mailbox.post_progress(4);
  mailbox.post_end("done", true);
  std::vector<int> events;
  std::string end;
  while (auto next = mailbox.take()) {
    events.push_back(*next->event);
    if (next->end) end = *next->end;
    mailbox.sent();
  }
  EXPECT_EQ(events, (std::vector<int>{1, 2, 4}));
  EXPECT_EQ(end, "done");
}

TEST(MailboxTest, TheEndComesWithTheLastEvent) {
  IntMailbox mailbox;
  mailbox.post_state(1);
  mailbox.post_end("done", true);
  mailbox.post_end("again", true);
  mailbox.post_state(2);
  const auto next = mailbox.take();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->event, 1);
  EXPECT_EQ(next->end, "done");
  mailbox.sent();
  EXPECT_FALSE(mailbox.take());
}

TEST(MailboxTest, TheEndWaitsForTheSendInFlight) {
  IntMailbox mailbox;
  mailbox.post_state(1);
  EXPECT_TRUE(mailbox.take());
  mailbox.post_end("done", true);
  EXPECT_FALSE(mailbox.take());
  mailbox.sent();
  const auto next = mailbox.take();
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->event);
  EXPECT_EQ(next->end, "done");
}

TEST(MailboxTest, TheEndComesAloneWhereItMust) {
  IntMailbox mailbox;
  mailbox.post_state(1);
  mailbox.post_end("done", false);
  auto next = mailbox.take();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->event, 1);
  EXPECT_FALSE(next->end);
  mailbox.sent();
  next = mailbox.take();
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->event);
  EXPECT_EQ(next->end, "done");
}

TEST(MailboxTest, DiscardedEventsAreDroppedAndTheEndStillComes) {
  IntMailbox mailbox;
  mailbox.post_state(1);
  EXPECT_TRUE(mailbox.take());
  mailbox.post_state(2);
  mailbox.post_progress(3);
  mailbox.discard_events();
  mailbox.post_state(4);
  mailbox.sent();
  EXPECT_FALSE(mailbox.take());
  mailbox.post_end("done", true);
  const auto next = mailbox.take();
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->event);
  EXPECT_EQ(next->end, "done");
}

TEST(MailboxTest, AHeldMailboxDoesNotEnd) {
  IntMailbox mailbox;
  EXPECT_FALSE(mailbox.hold_if_sending());
  mailbox.post_state(1);
  EXPECT_TRUE(mailbox.take());
  EXPECT_TRUE(mailbox.hold_if_sending());
  mailbox.post_end("done", true);
  mailbox.sent();
  EXPECT_FALSE(mailbox.take());
  mailbox.resume();
  const auto next = mailbox.take();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->end, "done");
}

// A writer and a sender on threads of their own: every state arrives, in order; progress never goes
// back; sent plus skipped progress is what was posted.
TEST(MailboxTest, AWriterAndASender) {
  constexpr int kStates = 200;
  constexpr int kProgressPerState = 50;
  IntMailbox mailbox;
  std::jthread writer([&] {
    for (int s = 0; s < kStates; ++s) {
      mailbox.post_state(-s - 1);
      for (int i = 1; i <= kProgressPerState; ++i) mailbox.post_progress(s * kProgressPerState + i);
    }
    mailbox.post_end("done", true);
  });
  int states = 0;
  int last_progress = 0;
  std::int64_t progress_seen = 0;
  for (bool ended = false; !ended;) {
    const auto next = mailbox.take();
    if (!next) {
      std::this_thread::yield();
      continue;
    }
    ended = next->end.has_value();
    if (next->event && *next->event < 0) {
      EXPECT_EQ(*next->event, -++states);
    } else if (next->event) {
      EXPECT_GT(*next->event, last_progress);
      last_progress = *next->event;
      progress_seen += 1 + next->skipped;
    }
    mailbox.sent();
  }
  EXPECT_EQ(states, kStates);
  EXPECT_EQ(progress_seen, kStates * kProgressPerState);
  EXPECT_EQ(last_progress, kStates * kProgressPerState);
}

}  // namespace
}  // namespace fitd::server
