#include "server/function/conversation.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace fitd::server {
namespace {

using Talk = Conversation<std::string>;

TEST(ConversationTest, AnAnswerReachesTheAsker) {
  Talk talk;
  const auto answer = talk.ask([&] { EXPECT_EQ(talk.answer("yes"), Talk::Reception::kTaken); });
  EXPECT_EQ(answer, "yes");
}

TEST(ConversationTest, AnAnswerFromAnotherThreadReachesTheAsker) {
  Talk talk;
  std::jthread other;
  const auto answer = talk.ask([&] { other = std::jthread([&] { talk.answer("yes"); }); });
  EXPECT_EQ(answer, "yes");
}

TEST(ConversationTest, WhatWasNotAskedIsNotTaken) {
  Talk talk;
  EXPECT_EQ(talk.answer("early"), Talk::Reception::kUnasked);
  const auto answer = talk.ask([&] {
    EXPECT_EQ(talk.answer("first"), Talk::Reception::kTaken);
    EXPECT_EQ(talk.answer("second"), Talk::Reception::kUnasked);
  });
  EXPECT_EQ(answer, "first");
}

TEST(ConversationTest, TheEndWakesTheAsker) {
  Talk talk;
  std::jthread other;
  const auto answer = talk.ask([&] { other = std::jthread([&] { talk.end(); }); });
  EXPECT_FALSE(answer);
  EXPECT_EQ(talk.answer("late"), Talk::Reception::kEnded);
}

TEST(ConversationTest, AfterTheEndNothingIsAsked) {
  Talk talk;
  talk.end();
  bool sent = false;
  EXPECT_FALSE(talk.ask([&] { sent = true; }));
  EXPECT_FALSE(sent);
}

TEST(ConversationTest, TheEndDropsAnAnswerNotYetTaken) {
  Talk talk;
  EXPECT_FALSE(talk.ask([&] {
    talk.answer("yes");
    talk.end();
  }));
}

// One thread asks and adds up, another answers, a third ends it at some point.
TEST(ConversationTest, EndsAtAnyPoint) {
  for (int rounds = 0; rounds < 50; ++rounds) {
    Conversation<int> talk;
    int answered = 0;
    int sum = 0;
    {
      std::jthread ending([&] {
        for (int i = 0; i < 20 * rounds; ++i) std::this_thread::yield();
        talk.end();
      });
      std::jthread replying([&] {
        while (talk.answer(1) != Conversation<int>::Reception::kEnded) std::this_thread::yield();
      });
      while (const auto one = talk.ask([] {})) {
        sum += *one;
        ++answered;
      }
    }
    EXPECT_EQ(sum, answered);
  }
}

}  // namespace
}  // namespace fitd::server
