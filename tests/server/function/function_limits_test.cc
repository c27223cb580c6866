// FitFunction beside the rest of the server: bounds, cancellation, shutting down.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "server/app.h"
#include "server/live_calls.h"
#include "tests/server/function/exponential_function.h"
#include "tests/server/support/function_client.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

// Whether `condition` comes true within a minute.
bool eventually(const std::function<bool()>& condition) {
  const auto deadline = LiveCalls::Clock::now() + std::chrono::minutes(1);
  while (!condition()) {
    if (LiveCalls::Clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

// A session whose client thinks about the second ask, when its memory is taken.
std::unique_ptr<OpenFunction> waiting_session(const TestServer& server) {
  ExponentialFunction function(20);
  auto call = open_function(server.address());
  call->send(problem_request(exponential_problem()));
  call->send(answer_by(function, call->read()->evaluate(), false));
  if (!call->read()) return nullptr;
  return call;
}

bool is_free(TestServer& server) {
  return server.app().functions().running() == 0 &&
         server.app().admission().working_memory() == 0 && server.app().live_calls().size() == 0;
}

TEST(FunctionLimitsTest, WaitingSessionsHoldNoWorker) {
  Options options = test_options();
  options.workers = 1;
  options.express_workers = 0;
  TestServer server(options);
  std::vector<std::unique_ptr<OpenFunction>> calls;
  for (int i = 0; i < 5; ++i) calls.push_back(waiting_session(server));
  EXPECT_EQ(server.app().functions().running(), 5);
  EXPECT_LE(server.fit(exponential_request()).result().ier(), 4);
}

TEST(FunctionLimitsTest, SessionsAreBounded) {
  Options options = test_options();
  options.max_functions = 2;
  TestServer server(options);
  const auto first = waiting_session(server);
  auto second = waiting_session(server);
  ExponentialFunction function(20);
  const CallEnd end = minimize_over_wire(server.address(), exponential_problem(), function).end;
  EXPECT_EQ(end.code, absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(end.message, HasSubstr("--max_functions"));
  ASSERT_TRUE(end.retry_after);
  EXPECT_EQ(end.pushback, std::to_string(end.retry_after->count()));
  // A place is free as soon as its client knows.
  second->close();
  second->finish();
  for (int i = 0; i < 20; ++i) {
    const FunctionReply reply =
        minimize_over_wire(server.address(), exponential_problem(), function);
    ASSERT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
  }
}

TEST(FunctionLimitsTest, ACancelledSessionFreesEverything) {
  TestServer server;
  const auto call = waiting_session(server);
  EXPECT_GT(server.app().admission().working_memory(), 0);
  call->cancel();
  EXPECT_EQ(call->finish().code, absl::StatusCode::kCancelled);
  EXPECT_TRUE(eventually([&] { return is_free(server); }));
}

TEST(FunctionLimitsTest, ADeadlineEndsASession) {
  TestServer server;
  const auto call = open_function(server.address(), std::chrono::milliseconds(300));
  call->send(problem_request(exponential_problem()));
  EXPECT_EQ(call->finish().code, absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(eventually([&] { return is_free(server); }));
}

TEST(FunctionLimitsTest, AVanishedClientFreesEverything) {
  TestServer server;
  auto call = waiting_session(server);
  call.reset();  // its connection with it
  EXPECT_TRUE(eventually([&] { return is_free(server); }));
}

TEST(FunctionLimitsTest, DrainingEndsSessionsThatDoNotEnd) {
  Options options = test_options();
  options.drain_timeout = std::chrono::milliseconds(1);
  TestServer server(options);
  const auto talking = waiting_session(server);
  const auto silent = open_function(server.address());
  ASSERT_TRUE(eventually([&] { return server.app().live_calls().size() == 2; }));
  EXPECT_EQ(server.app().drain(), 2u);
  for (const auto* call : {&talking, &silent}) {
    EXPECT_EQ((*call)->finish().code, absl::StatusCode::kUnavailable);
  }
  EXPECT_TRUE(is_free(server));
}

TEST(FunctionLimitsTest, DrainingWaitsForSessionsThatDo) {
  TestServer server;
  ExponentialFunction function(20);
  const auto call = open_function(server.address());
  call->send(problem_request(exponential_problem()));
  auto response = call->read();
  std::jthread draining([&] { EXPECT_EQ(server.app().drain(), 0u); });
  EXPECT_TRUE(eventually([&] { return server.app().live_calls().draining(); }));
  while (response && response->has_evaluate()) {
    call->send(answer_by(function, response->evaluate(), false));
    response = call->read();
  }
  ASSERT_TRUE(response && response->has_result());
  EXPECT_EQ(call->finish().code, absl::StatusCode::kOk);
}

TEST(FunctionLimitsTest, TooManyParameters) {
  Options options = test_options();
  options.max_parameters = 1;
  TestServer server(options);
  ExponentialFunction function(20);
  const CallEnd end = minimize_over_wire(server.address(), exponential_problem(), function).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(end.message, HasSubstr("problem.x0 has 2 values; at most 1"));
}

TEST(FunctionLimitsTest, TooManyResiduals) {
  Options options = test_options();
  options.max_points = 10;
  TestServer server(options);
  ExponentialFunction function(20);
  const CallEnd end = minimize_over_wire(server.address(), exponential_problem(), function).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(end.message, HasSubstr("evaluation.residuals gives 20 residuals; at most 10"));
  v1::FunctionProblem problem = exponential_problem();
  problem.set_num_residuals(20);
  const CallEnd told = minimize_over_wire(server.address(), problem, function).end;
  EXPECT_THAT(told.message, HasSubstr("problem.num_residuals gives 20 residuals; at most 10"));
}

TEST(FunctionLimitsTest, WhatCanNeverFitIsTheRequestsFault) {
  Options options = test_options();
  options.working_memory = 5000;
  TestServer server(options);
  ExponentialFunction function(200);
  const CallEnd end = minimize_over_wire(server.address(), exponential_problem(), function).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(end.message, HasSubstr("working memory"));
}

TEST(FunctionLimitsTest, MemoryTakenByOthersIsAskedForAgainLater) {
  Options options = test_options();
  options.working_memory = 3000;  // one session of 20 residuals takes some 2,400
  TestServer server(options);
  const auto first = waiting_session(server);
  ExponentialFunction function(20);
  const CallEnd end = minimize_over_wire(server.address(), exponential_problem(), function).end;
  EXPECT_EQ(end.code, absl::StatusCode::kResourceExhausted) << end.message;
  EXPECT_TRUE(end.retry_after);
}

TEST(FunctionLimitsTest, PointsThatPassTheMessageLimitComeInSeveralAsks) {
  TestServer roomy;
  Options options = test_options();
  options.max_message_bytes = 1024 + 8 * 30;  // one row of 20 residuals, not two
  TestServer tight(options);
  ExponentialFunction function(20);
  const FunctionReply together =
      minimize_over_wire(roomy.address(), exponential_problem(), function);
  const FunctionReply apart = minimize_over_wire(tight.address(), exponential_problem(), function);
  EXPECT_EQ(apart.asks()[1].points().shape(0), 1);
  EXPECT_EQ(apart.asks().size(),
            together.asks().size() + static_cast<std::size_t>(together.result().infodict().njev()));
  EXPECT_EQ(to_vector(apart.result().infodict().fjac()),
            to_vector(together.result().infodict().fjac()));
  EXPECT_EQ(apart.result().infodict().nfev(), together.result().infodict().nfev());

  v1::FunctionProblem problem = exponential_problem();
  problem.set_has_jacobian(true);
  const CallEnd end = minimize_over_wire(tight.address(), problem, function).end;
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(end.message, HasSubstr("a Jacobian would be a message of 40 numbers"));
}

}  // namespace
}  // namespace fitd::server
