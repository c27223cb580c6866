// The end of the server, and who else may not have its port.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "server/app.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

void read_until_it_runs(OpenFit& fit) {
  while (const auto event = fit.read()) {
    if (event->has_progress()) return;
  }
  FAIL() << "the stream ended";
}

TEST(ShutdownTest, DrainingFinishesWhatRunsAndTakesNothingNew) {
  TestServer server;
  v1::FitRequest request = long_request(300'000);
  request.mutable_options()->set_maxfev(40);
  const auto fit = server.open(request);
  read_until_it_runs(*fit);
  EXPECT_EQ(server.health(), "SERVING");
  std::jthread drain([&] { EXPECT_EQ(server.app().drain(), 0u); });
  while (!server.app().live_calls().draining()) std::this_thread::yield();
  const CallEnd refused = server.fit(exponential_request()).end;
  EXPECT_EQ(refused.code, absl::StatusCode::kUnavailable);
  std::optional<v1::FitEvent> last;
  while (auto event = fit->read()) last = std::move(event);
  EXPECT_EQ(fit->finish().code, absl::StatusCode::kOk);
  ASSERT_TRUE(last);
  EXPECT_TRUE(last->has_result());
}

TEST(ShutdownTest, WhatDoesNotEndInTimeIsEndedWithUnavailable) {
  Options options = test_options();
  options.workers = 1;
  options.drain_timeout = std::chrono::milliseconds(0);
  TestServer server(options);
  const auto running = server.open(long_request(1'000'000));
  read_until_it_runs(*running);
  const auto waiting = server.open(long_request(100'000));
  ASSERT_TRUE(waiting->read());
  EXPECT_EQ(server.app().drain(), 2u);
  for (const auto& fit : {running.get(), waiting.get()}) {
    const CallEnd end = fit->finish();
    EXPECT_EQ(end.code, absl::StatusCode::kUnavailable);
    EXPECT_THAT(end.message, HasSubstr("run it again"));
  }
}

TEST(ShutdownTest, HealthIsServed) {
  TestServer server;
  EXPECT_EQ(server.health(), "SERVING");
  EXPECT_EQ(server.health("fitd.v1.FitService"), "SERVING");
  EXPECT_EQ(server.health("fitd.v1.ModelService"), "SERVING");
  EXPECT_EQ(server.health("no.Such"), "NOT_FOUND");
}

TEST(ShutdownTest, ATakenPortIsRefused) {
  TestServer server;
  Options options = test_options();
  options.listen = server.address();
  const auto second = App::start(options);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(server.address()));
}

}  // namespace
}  // namespace fitd::server
