// MonitorService over a real connection, beside real fits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "server/app.h"
#include "tests/server/function/exponential_function.h"
#include "tests/server/support/function_client.h"
#include "tests/server/support/monitor_client.h"
#include "tests/server/support/requests.h"
#include "tests/server/support/test_batch.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class MonitorWireTest : public ::testing::Test {
 protected:
  explicit MonitorWireTest(const Options& options = test_options()) : server_(options) {}

  v1::FitDetail detail(const std::string& id) {
    v1::GetFitRequest request;
    request.set_fit_id(id);
    v1::FitDetail detail;
    EXPECT_EQ(client_.get_fit(request, detail).code, absl::StatusCode::kOk);
    return detail;
  }

  TestServer server_;
  MonitorClient client_{server_.address()};
  WatchedServer seen_;
};

v1::FitRequest named(v1::FitRequest request, const std::string& request_id) {
  request.set_request_id(request_id);
  (*request.mutable_labels())["who"] = request_id;
  return request;
}

TEST_F(MonitorWireTest, AFitIsSeenFromItsArrivalToItsResult) {
  const auto watch = client_.watch();
  seen_.read(*watch);
  EXPECT_EQ(seen_.resets, 1);
  v1::FitRequest request = named(long_request(300'000), "long");
  request.mutable_options()->set_maxfev(60);
  const auto fit = server_.open(request);
  const v1::FitInfo running = seen_.wait_for_request(*watch, "long", v1::WORK_STATE_RUNNING);
  EXPECT_EQ(running.kind(), v1::FIT_KIND_MODEL);
  EXPECT_EQ(running.num_points(), 300'000);
  EXPECT_EQ(running.num_free(), 4);
  EXPECT_THAT(running.parameter_names(), SizeIs(4));
  EXPECT_EQ(running.labels().at("who"), "long");
  EXPECT_TRUE(running.has_start_time());
  while (seen_.progress[running.fit_id()].iteration() < 2) seen_.read(*watch);
  EXPECT_THAT(seen_.progress[running.fit_id()].parameters(), SizeIs(4));
  const v1::FitInfo done = seen_.wait_for(*watch, running.fit_id(), v1::WORK_STATE_DONE);
  EXPECT_EQ(done.result().termination(), v1::TERMINATION_MAXFEV);
  EXPECT_THAT(done.result().parameters(), SizeIs(4));
  EXPECT_FALSE(done.result().has_best_fit());
  EXPECT_FALSE(done.result().has_covariance());
  EXPECT_TRUE(done.has_end_time());
  EXPECT_EQ(fit->finish().code, absl::StatusCode::kOk);
  EXPECT_EQ(seen_.resets, 1);
}

TEST_F(MonitorWireTest, ADetailHasTraceDataCurveAndMatrices) {
  const v1::FitRequest request = named(exponential_request(), "small");
  const FitReply reply = server_.fit(request);
  const std::string id = reply.events.front().accepted().fit_id();
  const v1::FitDetail got = detail(id);
  EXPECT_EQ(got.info().state(), v1::WORK_STATE_DONE);
  EXPECT_EQ(got.info().result().covariance().SerializeAsString(),
            reply.result().covariance().SerializeAsString());
  EXPECT_EQ(got.info().result().x_size(), 2);
  EXPECT_FALSE(got.info().result().infodict().has_fvec());
  EXPECT_TRUE(reply.result().infodict().has_fvec());  // the reply is whole
  EXPECT_TRUE(reply.result().has_best_fit());

  const auto& points = got.trace().points();
  ASSERT_GT(points.size(), 2);
  EXPECT_EQ(points[0].iteration(), 0);
  EXPECT_THAT(points[0].parameters(), ElementsAre(1, 1));
  for (int k = 1; k < points.size(); ++k) {
    EXPECT_EQ(points[k].iteration(), k);
    EXPECT_LE(points[k].residual_norm(), points[k - 1].residual_norm());
  }

  EXPECT_EQ(got.data().num_points(), 12);
  EXPECT_EQ(got.data().predictors(0).name(), "x");
  const auto& y = request.y().values().values();
  EXPECT_EQ(std::vector<double>(got.data().y().begin(), got.data().y().end()),
            std::vector<double>(y.begin(), y.end()));
  EXPECT_EQ(got.data().sigma_size(), 12);
  const auto& best_fit = reply.result().best_fit().values().values();
  ASSERT_EQ(got.curve().values_size(), 12);
  for (int i = 0; i < 12; ++i) EXPECT_NEAR(got.curve().values(i), best_fit[i], 1e-12);
  ASSERT_EQ(got.curve().grid_x_size(), 400);
  EXPECT_EQ(got.curve().grid_x(0), 0);
  EXPECT_EQ(got.curve().grid_x(399), 5.5);
  EXPECT_NEAR(got.curve().grid_y(399), best_fit[11], 1e-12);
}

TEST_F(MonitorWireTest, ADetailLeavesOutWhatIsNotWanted) {
  const std::string id = server_.fit(exponential_request()).events.front().accepted().fit_id();
  v1::GetFitRequest request;
  request.set_fit_id(id);
  request.set_omit_trace(true);
  request.set_omit_data(true);
  v1::FitDetail got;
  client_.get_fit(request, got);
  EXPECT_FALSE(got.has_trace());
  EXPECT_FALSE(got.has_data());
  EXPECT_EQ(got.curve().values_size(), 12);
  request.set_omit_curve(true);
  client_.get_fit(request, got);
  EXPECT_FALSE(got.has_curve());
}

TEST_F(MonitorWireTest, ACurveFollowsARunningFit) {
  const auto fit = server_.open(long_request(300'000));
  const auto accepted = fit->read();
  const std::string id = accepted->accepted().fit_id();
  while (detail(id).curve().iteration() < 2) std::this_thread::yield();
  const v1::FitDetail got = detail(id);
  EXPECT_EQ(got.info().state(), v1::WORK_STATE_RUNNING);
  EXPECT_EQ(got.data().num_points(), 300'000);
  EXPECT_GT(got.curve().values_size(), 10);
  EXPECT_EQ(got.curve().values_size(), got.data().y_size());
  fit->cancel();
  fit->finish();
}

TEST_F(MonitorWireTest, ACancelledFitHasFailed) {
  const auto watch = client_.watch();
  const auto fit = server_.open(named(long_request(1'000'000), "cancelled"));
  seen_.wait_for_request(*watch, "cancelled", v1::WORK_STATE_RUNNING);
  fit->cancel();
  const v1::FitInfo failed = seen_.wait_for_request(*watch, "cancelled", v1::WORK_STATE_FAILED);
  EXPECT_EQ(failed.status_code(), static_cast<int>(absl::StatusCode::kCancelled));
  EXPECT_FALSE(failed.has_result());
}

TEST_F(MonitorWireTest, AFunctionIsSeenToo) {
  const auto watch = client_.watch();
  ExponentialFunction function(20);
  v1::FunctionProblem problem = exponential_problem();
  problem.set_request_id("function");
  const FunctionReply reply = minimize_over_wire(server_.address(), problem, function);
  const v1::FitInfo done = seen_.wait_for_request(*watch, "function", v1::WORK_STATE_DONE);
  EXPECT_EQ(done.kind(), v1::FIT_KIND_FUNCTION);
  EXPECT_EQ(done.num_points(), function.num_residuals());
  EXPECT_EQ(done.result().infodict().nfev(), reply.result().infodict().nfev());
  const v1::FitDetail got = detail(done.fit_id());
  EXPECT_GT(got.trace().points_size(), 1);
  EXPECT_FALSE(got.has_data());
}

TEST_F(MonitorWireTest, ABatchIsCounted) {
  const auto watch = client_.watch();
  const BatchReply reply =
      run_batch(server_, in_chunks(gaussian_header(20), gaussian_sets(500, 20), 100));
  ASSERT_TRUE(reply.summary);
  const auto& id = reply.accepted.batch_id();
  while (seen_.batches[id].state() != v1::WORK_STATE_DONE) seen_.read(*watch);
  const v1::BatchInfo& batch = seen_.batches[id];
  EXPECT_EQ(batch.received(), 500);
  EXPECT_EQ(batch.done(), 500);
  EXPECT_EQ(batch.converged(), reply.summary->converged());
  EXPECT_EQ(batch.nfev(), reply.summary->nfev());
  EXPECT_GT(batch.fits_per_second(), 0);
}

TEST_F(MonitorWireTest, AListIsPagedAndSearched) {
  for (int i = 0; i < 5; ++i) server_.fit(named(exponential_request(), "r" + std::to_string(i)));
  v1::ListFitsRequest request;
  request.set_page_size(2);
  std::vector<std::string> ids;
  do {
    v1::ListFitsResponse page;
    ASSERT_EQ(client_.list_fits(request, page).code, absl::StatusCode::kOk);
    EXPECT_LE(page.fits_size(), 2);
    for (const auto& fit : page.fits()) ids.push_back(fit.request_id());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(ids, ElementsAre("r4", "r3", "r2", "r1", "r0"));
  const auto found = [&](const v1::ListFitsRequest& of) {
    v1::ListFitsResponse page;
    client_.list_fits(of, page);
    return page.fits_size();
  };
  v1::ListFitsRequest by_text;
  by_text.set_text("EXPONENT");
  EXPECT_EQ(found(by_text), 5);
  by_text.set_text("r3");
  EXPECT_EQ(found(by_text), 1);
  v1::ListFitsRequest by_label;
  (*by_label.mutable_labels())["who"] = "r1";
  EXPECT_EQ(found(by_label), 1);
  v1::ListFitsRequest by_state;
  by_state.add_states(v1::WORK_STATE_FAILED);
  EXPECT_EQ(found(by_state), 0);
}

TEST_F(MonitorWireTest, AWatchGoesOnWhereItWas) {
  const auto first = client_.watch();
  server_.fit(named(exponential_request(), "a"));
  seen_.wait_for_request(*first, "a", v1::WORK_STATE_DONE);
  first->cancel();
  server_.fit(named(exponential_request(), "b"));
  v1::WatchRequest request;
  request.set_resume_token(seen_.resume_token);
  const auto second = client_.watch(request);
  const int resets = seen_.resets;
  seen_.wait_for_request(*second, "b", v1::WORK_STATE_DONE);
  EXPECT_EQ(seen_.resets, resets);
}

TEST_F(MonitorWireTest, TheServerDescribesItself) {
  v1::ServerInfo info;
  EXPECT_EQ(client_.server_info(info).code, absl::StatusCode::kOk);
  EXPECT_FALSE(info.version().empty());
  EXPECT_FALSE(info.simd_target().empty());
  EXPECT_GT(info.catalogue_models(), 20);
  EXPECT_EQ(info.limits().workers(), 2);
  EXPECT_EQ(info.limits().client_queue_length(), 5'000);
  EXPECT_EQ(info.kept_fits(), 1'000);
  EXPECT_GT(info.start_time().seconds(), 0);
  const auto watch = client_.watch();
  while (seen_.load.workers() == 0) seen_.read(*watch);
  EXPECT_EQ(seen_.load.workers(), 2);
  EXPECT_EQ(seen_.load.watchers(), 1);
  EXPECT_GT(seen_.load.resident_memory(), 1 << 20);
}

TEST_F(MonitorWireTest, WhatIsWrongIsAllNamed) {
  v1::WatchRequest watch;
  watch.set_resume_token(std::string(65, 'x'));
  watch.add_ids(std::string(65, 'x'));
  watch.mutable_min_interval()->set_seconds(61);
  for (int i = 0; i < 17; ++i) (*watch.mutable_labels())[std::to_string(i)] = "";
  const CallEnd end = client_.watch(watch)->finish();
  EXPECT_EQ(end.code, absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(end.violations, SizeIs(4));

  v1::ListFitsRequest list;
  list.add_states(v1::WORK_STATE_UNSPECIFIED);
  list.set_page_size(-1);
  list.set_page_token("nonsense");
  list.set_text(std::string(201, 'x'));
  v1::ListFitsResponse page;
  EXPECT_THAT(client_.list_fits(list, page).violations, SizeIs(4));

  v1::FitDetail got;
  EXPECT_EQ(client_.get_fit({}, got).code, absl::StatusCode::kInvalidArgument);
  v1::GetFitRequest unknown;
  unknown.set_fit_id("nobody");
  const CallEnd not_found = client_.get_fit(unknown, got);
  EXPECT_EQ(not_found.code, absl::StatusCode::kNotFound);
  EXPECT_THAT(not_found.message, HasSubstr("nobody"));
}

TEST_F(MonitorWireTest, AServerThatEndsSendsTheLastEventsAndSaysSo) {
  const auto watch = client_.watch();
  server_.fit(named(exponential_request(), "last"));
  EXPECT_EQ(server_.app().drain(), 0u);
  seen_.wait_for_request(*watch, "last", v1::WORK_STATE_DONE);
  EXPECT_EQ(watch->finish().code, absl::StatusCode::kUnavailable);
}

class FewWatchersTest : public MonitorWireTest {
 protected:
  static Options few() {
    Options options = test_options();
    options.max_watchers = 1;
    options.watch_data = false;
    options.kept_fits = 2;
    return options;
  }
  FewWatchersTest() : MonitorWireTest(few()) {}
};

TEST_F(FewWatchersTest, OneTooManyIsRefused) {
  const auto first = client_.watch();
  seen_.read(*first);
  const CallEnd end = client_.watch()->finish();
  EXPECT_EQ(end.code, absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(end.retry_after.has_value());
}

TEST_F(FewWatchersTest, DataCanBeHidden) {
  const std::string id = server_.fit(exponential_request()).events.front().accepted().fit_id();
  const v1::FitDetail got = detail(id);
  EXPECT_FALSE(got.has_data());
  EXPECT_FALSE(got.has_curve());
  EXPECT_TRUE(got.has_trace());
}

TEST_F(FewWatchersTest, TheOldestIsForgotten) {
  const std::string id = server_.fit(exponential_request()).events.front().accepted().fit_id();
  for (int i = 0; i < 2; ++i) server_.fit(exponential_request());
  v1::GetFitRequest request;
  request.set_fit_id(id);
  v1::FitDetail got;
  EXPECT_EQ(client_.get_fit(request, got).code, absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace fitd::server
