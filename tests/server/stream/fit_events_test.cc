#include "server/stream/fit_events.h"

#include <gtest/gtest.h>

#include <vector>

namespace fitd::server {
namespace {

class RecordingSink final : public FitEventSink {
 public:
  void send_state(v1::FitEvent event) override { states.push_back(std::move(event)); }
  void send_progress(v1::FitEvent event) override { progress.push_back(std::move(event)); }
  void send_last(v1::FitEvent event) override { send_state(std::move(event)); }

  std::vector<v1::FitEvent> states;
  std::vector<v1::FitEvent> progress;
};

class FitEventsTest : public ::testing::Test {
 protected:
  FitEventsTest() {
    job_.fit.start = {1, 2, 3};
    job_.fit.fixed = {false, true, false};
  }

  lm::Iteration iteration(std::int64_t k) {
    lm::Iteration iteration;
    iteration.iteration = k;
    iteration.nfev = 2 * k + 1;
    iteration.residual_norm = 1.0 / static_cast<double>(k + 1);
    iteration.x = x_;
    return iteration;
  }

  const std::vector<double> x_ = {10, 30};
  FitJob job_;
  RecordingSink sink_;
};

TEST_F(FitEventsTest, AShortFitIsHeldBackUntilItsEnd) {
  job_.progress.min_interval = std::chrono::hours(1);
  FitEvents events(job_, sink_);
  events.accept({}, true);
  events.start();
  for (int k = 0; k < 5; ++k) events.report(iteration(k));
  EXPECT_TRUE(sink_.states.empty());
  events.finish({});
  ASSERT_EQ(sink_.states.size(), 1u);
  EXPECT_TRUE(sink_.states[0].has_accepted());
  EXPECT_EQ(sink_.states[0].progress().iteration(), 0);
  EXPECT_TRUE(sink_.states[0].has_result());
  EXPECT_TRUE(sink_.progress.empty());
}

TEST_F(FitEventsTest, WhatWasHeldBackGoesOutWithTheFirstDueProgress) {
  job_.progress.min_interval = std::chrono::nanoseconds(0);
  FitEvents events(job_, sink_);
  events.accept({}, true);
  events.start();
  events.report(iteration(0));
  EXPECT_TRUE(sink_.states.empty());
  events.report(iteration(1));
  ASSERT_EQ(sink_.states.size(), 1u);
  EXPECT_TRUE(sink_.states[0].has_accepted());
  EXPECT_TRUE(sink_.states[0].has_progress());
  ASSERT_EQ(sink_.progress.size(), 1u);
  EXPECT_EQ(sink_.progress[0].progress().iteration(), 1);
  events.finish({});
  EXPECT_FALSE(sink_.states[1].has_accepted());
}

TEST_F(FitEventsTest, ALongFitIsToldAtOnce) {
  FitEvents events(job_, sink_);
  events.accept({}, false);
  ASSERT_EQ(sink_.states.size(), 1u);
  events.start();
  events.report(iteration(0));
  ASSERT_EQ(sink_.states.size(), 2u);
  EXPECT_EQ(sink_.states[1].progress().nfev(), 1);
}

TEST_F(FitEventsTest, ParametersAreAllOfTheModels) {
  FitEvents events(job_, sink_);
  events.accept({}, false);
  events.start();
  events.report(iteration(0));
  const auto& parameters = sink_.states[1].progress().parameters();
  EXPECT_EQ(std::vector<double>(parameters.begin(), parameters.end()),
            (std::vector<double>{10, 2, 30}));
}

TEST_F(FitEventsTest, OnlyEverySoManyIterations) {
  job_.progress.min_interval = std::chrono::nanoseconds(0);
  job_.progress.every_iterations = 3;
  job_.progress.with_parameters = false;
  FitEvents events(job_, sink_);
  events.accept({}, false);
  events.start();
  for (int k = 0; k < 10; ++k) events.report(iteration(k));
  ASSERT_EQ(sink_.progress.size(), 3u);
  EXPECT_EQ(sink_.progress[2].progress().iteration(), 9);
  EXPECT_EQ(sink_.progress[2].progress().parameters_size(), 0);
}

TEST_F(FitEventsTest, ProgressCanBeOff) {
  job_.progress.on = false;
  job_.progress.min_interval = std::chrono::nanoseconds(0);
  FitEvents events(job_, sink_);
  events.accept({}, false);
  events.start();
  for (int k = 0; k < 3; ++k) events.report(iteration(k));
  EXPECT_EQ(sink_.states.size(), 1u);
  EXPECT_TRUE(sink_.progress.empty());
}

}  // namespace
}  // namespace fitd::server
