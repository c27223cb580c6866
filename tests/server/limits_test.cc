// What is over a limit is refused, and told from what could come again later.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "server/app.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

// One worker that is busy with a long fit for as long as `long_fit` lives.
class BusyServer {
 public:
  explicit BusyServer(Options options) : server_(one_worker(std::move(options))) {
    long_fit_ = server_.open(long_request(1'000'000));
    while (const auto event = long_fit_->read()) {
      if (event->has_progress()) break;
    }
  }
  ~BusyServer() {
    long_fit_->cancel();
    long_fit_->finish();
  }
  TestServer& operator*() { return server_; }

  // A fit that waits: accepted, not yet answered.
  std::unique_ptr<OpenFit> queue_one(const std::string& client) {
    auto fit = server_.open(exponential_request(), {{"test-client", client}});
    const auto event = fit->read();
    EXPECT_TRUE(event && event->has_accepted() && !event->has_result());
    return fit;
  }
  CallEnd refused(const std::string& client) {
    return server_.open(exponential_request(), {{"test-client", client}})->finish();
  }

 private:
  static Options one_worker(Options options) {
    options.workers = 1;
    options.express_workers = 0;
    return options;
  }

  TestServer server_;
  std::unique_ptr<OpenFit> long_fit_;
};

void expect_exhausted(const CallEnd& end, const std::string& says) {
  EXPECT_EQ(end.code, absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(end.message, HasSubstr(says));
  ASSERT_TRUE(end.retry_after);
  EXPECT_GE(end.retry_after->count(), 100);
  EXPECT_EQ(end.pushback, std::to_string(end.retry_after->count()));
}

TEST(LimitsTest, AFullQueueRefusesWithRetryInfo) {
  Options options = test_options();
  options.queue_length = 2;
  options.client_share = 1;
  BusyServer busy(options);
  const auto first = busy.queue_one("a");
  const auto second = busy.queue_one("b");
  expect_exhausted(busy.refused("c"), "the queue is full");
}

TEST(LimitsTest, AClientCannotFillTheQueue) {
  Options options = test_options();
  options.queue_length = 4;
  BusyServer busy(options);
  const auto first = busy.queue_one("a");
  const auto second = busy.queue_one("a");
  expect_exhausted(busy.refused("a"), "this client's share");
  const auto other = busy.queue_one("b");
}

TEST(LimitsTest, QueuedBytesAreBounded) {
  Options options = test_options();
  options.queue_bytes = 20'000'000;  // the long request has 16 MB, and leaves the queue
  BusyServer busy(options);
  const auto waiting = (*busy).open(gaussian_request(1'000'000));
  ASSERT_TRUE(waiting->read());
  expect_exhausted((*busy).open(gaussian_request(1'000'000))->finish(), "20000000 bytes");
  waiting->cancel();
}

TEST(LimitsTest, WorkingMemoryIsBounded) {
  Options options = test_options();
  options.working_memory = 100'000'000;  // the long fit takes most of it
  BusyServer busy(options);
  v1::FitRequest request = gaussian_request(1'000'000);
  request.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
  expect_exhausted((*busy).open(request)->finish(), "working memory");
}

TEST(LimitsTest, WhatCanNeverFitIsTheRequestsFault) {
  Options options = test_options();
  options.working_memory = 1'000'000;
  TestServer server(options);
  const CallEnd end = server.fit(gaussian_request(100'000)).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  ASSERT_EQ(end.violations.size(), 1u);
  EXPECT_EQ(end.violations[0].field(), "y");
  EXPECT_THAT(end.violations[0].description(), HasSubstr("working memory"));
}

TEST(LimitsTest, TooManyPoints) {
  Options options = test_options();
  options.max_points = 10;
  TestServer server(options);
  const CallEnd end = server.fit(exponential_request()).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(end.message, HasSubstr("12 values; at most 10"));
}

TEST(LimitsTest, TooManyFreeParameters) {
  Options options = test_options();
  options.max_parameters = 1;
  TestServer server(options);
  const CallEnd end = server.fit(exponential_request()).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(end.message, HasSubstr("2 free ones; at most 1"));
}

TEST(LimitsTest, AnOversizeMessageIsRefusedAndTheServerLivesOn) {
  Options options = test_options();
  options.max_message_bytes = 100'000;
  TestServer server(options);
  const CallEnd end = server.fit(gaussian_request(100'000)).end;
  EXPECT_EQ(end.code, absl::StatusCode::kResourceExhausted);
  EXPECT_LE(server.fit(exponential_request()).result().ier(), 4);
}

// A client that reads nothing is dropped after the stall timeout, and its fit goes with it.
TEST(LimitsTest, AClientThatDoesNotReadIsDropped) {
  Options options = test_options();
  options.stall_timeout = std::chrono::milliseconds(200);
  TestServer server(options);
  v1::FitRequest request = gaussian_request(500'000);
  request.mutable_return_mask()->add_paths("infodict.fjac");  // 12 MB: more than the windows take
  const auto fit = server.open(request);
  const auto deadline = LiveCalls::Clock::now() + std::chrono::minutes(1);
  while (server.app().live_calls().size() == 0 && LiveCalls::Clock::now() < deadline) {
    std::this_thread::yield();
  }
  while (server.app().live_calls().size() > 0 && LiveCalls::Clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_EQ(server.app().live_calls().size(), 0u);
  EXPECT_NE(fit->finish().code, absl::StatusCode::kOk);
}

}  // namespace
}  // namespace fitd::server
