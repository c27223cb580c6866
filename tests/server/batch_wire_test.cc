// FitBatch on the wire: a real server and a real client.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include "server/app.h"
#include "server/pool/admission.h"
#include "tests/server/support/batches.h"
#include "tests/server/support/test_batch.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

void expect_ok(const BatchReply& reply) {
  EXPECT_EQ(reply.end.code, absl::StatusCode::kOk) << reply.end.message;
  EXPECT_TRUE(reply.summary);
}

TEST(BatchWireTest, AHundredThousandFitsInTheBitsOfTheSolver) {
  constexpr int kFits = 100'000;
  constexpr int kPoints = 12;
  TestServer server;
  const std::vector<double> y = gaussian_sets(kFits, kPoints);
  const BatchReply reply = run_batch(server, in_chunks(gaussian_header(kPoints), y, 7'001));
  expect_ok(reply);
  ASSERT_EQ(reply.answers.size(), static_cast<std::size_t>(kFits));
  const auto outcome = fit_in_process(y, kPoints);
  for (std::size_t k = 0; k < kFits; ++k) {
    expect_same_bits(reply.answers, static_cast<std::int64_t>(k), outcome, k);
    if (HasFailure()) break;
  }
  EXPECT_EQ(reply.summary->count(), kFits);
  EXPECT_GT(reply.summary->converged(), kFits * 9 / 10);
  EXPECT_EQ(reply.summary->chunks(), (kFits + 7'000) / 7'001);
}

TEST(BatchWireTest, TheLargeArraysComeOnRequest) {
  constexpr int kPoints = 25;
  TestServer server;
  const std::vector<double> y = gaussian_sets(40, kPoints);
  v1::FitBatchHeader header = gaussian_header(kPoints);
  for (const char* path : {"fvec", "cov_x", "covariance"}) {
    header.mutable_return_mask()->add_paths(path);
  }
  const BatchReply reply = run_batch(server, in_chunks(header, y, 16));
  expect_ok(reply);
  const auto outcome =
      fit_in_process(y, kPoints, {.fvec = true, .cov_x = true, .covariance = true});
  for (std::size_t k = 0; k < 40; ++k) {
    expect_same_bits(reply.answers, static_cast<std::int64_t>(k), outcome, k);
  }
  const FitAnswer& first = reply.answers.at(0);
  EXPECT_EQ(first.fvec.size(), static_cast<std::size_t>(kPoints));
  EXPECT_EQ(first.covariance.size(), 9u);
  EXPECT_DOUBLE_EQ(std::sqrt(first.covariance[4]), first.standard_errors[1]);
}

TEST(BatchWireTest, EveryEncodingOfTheSameNumbersIsFittedAlike) {
  constexpr int kPoints = 20;
  TestServer server;
  std::vector<double> y = gaussian_sets(10, kPoints);
  for (double& value : y) value = static_cast<double>(static_cast<float>(value));
  const auto outcome = fit_in_process(y, kPoints);
  for (const Payload payload : {Payload::kValues, Payload::kF64, Payload::kF32}) {
    const BatchReply reply = run_batch(server, in_chunks(gaussian_header(kPoints), y, 4, payload));
    expect_ok(reply);
    for (std::size_t k = 0; k < 10; ++k) {
      expect_same_bits(reply.answers, static_cast<std::int64_t>(k), outcome, k);
    }
  }
}

TEST(BatchWireTest, ABadDataSetSpoilsOnlyItself) {
  constexpr int kPoints = 20;
  TestServer server;
  const std::vector<double> good = gaussian_sets(6, kPoints);
  std::vector<double> y = good;
  y[1 * kPoints + 17] = kNan;
  y[3 * kPoints + 0] = -kInf;
  std::vector<double> sigma(y.size(), 0.1);
  sigma[4 * kPoints + 2] = 0;
  v1::FitBatchChunk chunk = chunk_of(y);
  *chunk.mutable_sigma() = array_of(sigma, Payload::kF64);
  const BatchReply reply =
      run_batch(server, {to_request(gaussian_header(kPoints)), to_request(chunk)});
  expect_ok(reply);
  EXPECT_EQ(reply.answers.at(1).fault, "y[17] is NaN; must be finite");
  EXPECT_EQ(reply.answers.at(3).fault, "y[0] is -Infinity; must be finite");
  EXPECT_EQ(reply.answers.at(4).fault, "sigma[2] is 0; must be finite and > 0");
  for (const std::int64_t bad : {1, 3, 4}) {
    EXPECT_EQ(reply.answers.at(bad).termination, v1::TERMINATION_INVALID_DATA);
    EXPECT_TRUE(std::isnan(reply.answers.at(bad).chi_square));
  }
  for (const std::int64_t fine : {0, 2, 5}) {
    EXPECT_LE(reply.answers.at(fine).termination, v1::TERMINATION_GTOL);
    EXPECT_EQ(reply.answers.at(fine).fault, "");
  }
  EXPECT_EQ(reply.summary->converged(), 3);
  ASSERT_EQ(reply.summary->failures_size(), 1);
  EXPECT_EQ(reply.summary->failures(0).count(), 3);
}

TEST(BatchWireTest, StartsPredictorsAndFixedParametersOfEachDataSet) {
  constexpr int kPoints = 20;
  TestServer server;
  const std::vector<double> y = gaussian_sets(3, kPoints);
  v1::FitBatchHeader header = gaussian_header(kPoints);
  header.clear_predictors();
  auto& held = *header.add_parameters();
  held.set_name("center");
  held.set_fixed(true);
  v1::FitBatchChunk chunk = chunk_of(y);
  std::vector<double> x;
  for (int k = 0; k < 3; ++k) {
    const std::vector<double> one = grid(0, 10, kPoints);
    x.insert(x.end(), one.begin(), one.end());
  }
  x[2 * kPoints + 5] = kInf;
  (*chunk.mutable_predictors())[""] = array_of(x, Payload::kF64);
  *chunk.mutable_starts() = array_of(std::vector<double>{10, 5, 1, 10, 4.5, kNan, 10, 4, 1});
  const BatchReply reply = run_batch(server, {to_request(header), to_request(chunk)});
  expect_ok(reply);
  EXPECT_EQ(reply.accepted.free_names_size(), 2);
  EXPECT_EQ(reply.answers.at(0).parameters[1], 5);
  EXPECT_TRUE(std::isnan(reply.answers.at(0).standard_errors[1]));
  EXPECT_GT(reply.answers.at(0).standard_errors[0], 0);
  EXPECT_EQ(reply.answers.at(1).fault, "starts[\"sigma\"] is NaN; must be finite");
  EXPECT_EQ(reply.answers.at(2).fault, "predictors[\"x\"][5] is Infinity; must be finite");
}

TEST(BatchWireTest, AnEmptyBatchIsABatch) {
  TestServer server;
  const BatchReply reply = run_batch(server, {to_request(gaussian_header(20))});
  expect_ok(reply);
  EXPECT_EQ(reply.accepted.model(), "gaussian");
  EXPECT_EQ(reply.accepted.parameter_names_size(), 3);
  EXPECT_EQ(reply.accepted.max_chunks(), 4);
  EXPECT_EQ(reply.summary->count(), 0);
}

TEST(BatchWireTest, ASenderThatDoesNotReadIsHeldAtTheBound) {
  constexpr int kPoints = 50;
  constexpr int kChunks = 20;
  constexpr int kRows = 4'000;
  Options options = test_options();
  options.batch_chunks = 2;
  TestServer server(options);
  const std::vector<double> y = gaussian_sets(kRows, kPoints);
  const v1::FitBatchRequest chunk = to_request(chunk_of(y));
  const auto batch = open_batch(server);
  ASSERT_TRUE(batch->write(to_request(gaussian_header(kPoints))));
  std::jthread writer([&] {
    for (int i = 0; i < kChunks && batch->write(chunk); ++i) {
    }
    batch->writes_done();
  });
  // Nothing is read until both are answered and their answers lie in the connection.
  const Admission& admission = server.app().admission();
  const auto bytes = static_cast<std::int64_t>(chunk.chunk().ByteSizeLong());
  while (admission.working_memory() < 2 * bytes) std::this_thread::yield();
  std::int64_t most = 0;
  BatchReply reply;
  while (const auto response = batch->read()) {
    most = std::max(most, admission.working_memory());
    reply.add(*response);
  }
  reply.end = batch->finish();
  expect_ok(reply);
  EXPECT_EQ(reply.summary->count(), kChunks * kRows);
  EXPECT_EQ(reply.answers.size(), static_cast<std::size_t>(kChunks * kRows));
  EXPECT_LT(most, 3 * bytes);  // two chunks with their answers, not twenty
}

TEST(BatchWireTest, AReaderThatStallsIsDropped) {
  constexpr int kPoints = 50;
  Options options = test_options();
  options.stall_timeout = std::chrono::milliseconds(40);
  TestServer server(options);
  const auto batch = open_batch(server);
  v1::FitBatchHeader header = gaussian_header(kPoints);
  header.mutable_return_mask()->add_paths("fvec");
  const v1::FitBatchRequest chunk = to_request(chunk_of(gaussian_sets(4'000, kPoints)));
  batch->write(to_request(header));
  while (batch->write(chunk)) {  // until the call is cut: its answers fill the connection unread
  }
  EXPECT_NE(batch->finish().code, absl::StatusCode::kOk);
  EXPECT_TRUE(const_cast<LiveCalls&>(server.app().live_calls())
                  .wait_until_empty(LiveCalls::Clock::now() + std::chrono::minutes(1)));
  EXPECT_EQ(server.app().admission().working_memory(), 0);
}

TEST(BatchWireTest, ReferenceArithmeticHasTheBitsOfFit) {
  constexpr int kPoints = 30;
  TestServer server;
  const std::vector<double> y = gaussian_sets(8, kPoints);
  v1::FitBatchHeader header = gaussian_header(kPoints);
  header.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
  const BatchReply reply = run_batch(server, in_chunks(header, y, 8));
  expect_ok(reply);
  for (int k = 0; k < 8; ++k) {
    v1::FitRequest request;
    request.set_model("gaussian");
    (*request.mutable_predictors())["x"] = array_of(grid(0, 10, kPoints), Payload::kF64);
    *request.mutable_y() = array_of(
        std::span(y).subspan(static_cast<std::size_t>(k) * kPoints, kPoints), Payload::kF64);
    request.mutable_options()->set_arithmetic(v1::ARITHMETIC_REFERENCE);
    const v1::FitResult alone = server.fit(request).result();
    const FitAnswer& answer = reply.answers.at(k);
    EXPECT_EQ(answer.nfev, alone.infodict().nfev());
    for (int j = 0; j < 3; ++j) {
      EXPECT_EQ(answer.parameters[static_cast<std::size_t>(j)], alone.x(j));
      EXPECT_EQ(answer.standard_errors[static_cast<std::size_t>(j)],
                alone.parameters(j).standard_error());
    }
  }
}

TEST(BatchWireTest, ACancelledBatchLeavesNothingBehind) {
  constexpr int kPoints = 200;
  TestServer server;
  const std::vector<double> y = gaussian_sets(2'000, kPoints);
  const auto batch = open_batch(server);
  batch->write(to_request(gaussian_header(kPoints)));
  batch->write(to_request(chunk_of(y)));
  while (const auto response = batch->read()) {
    if (response->has_results()) break;
  }
  batch->cancel();
  EXPECT_EQ(batch->finish().code, absl::StatusCode::kCancelled);
  EXPECT_TRUE(const_cast<LiveCalls&>(server.app().live_calls())
                  .wait_until_empty(LiveCalls::Clock::now() + std::chrono::minutes(1)));
  EXPECT_EQ(server.app().admission().working_memory(), 0);
  EXPECT_EQ(server.app().admission().waiting(), 0);
}

TEST(BatchWireTest, TheDeadlineOfTheCallHolds) {
  TestServer server;
  const auto batch = open_batch(server, {}, std::chrono::milliseconds(50));
  batch->write(to_request(gaussian_header(20)));
  EXPECT_EQ(batch->finish().code, absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(const_cast<LiveCalls&>(server.app().live_calls())
                  .wait_until_empty(LiveCalls::Clock::now() + std::chrono::minutes(1)));
}

TEST(BatchWireTest, AFitOfAnotherClientIsServedBetweenSlices) {
  Options options = test_options();
  options.workers = 1;
  options.express_workers = 0;
  TestServer server(options);
  const auto batch = open_batch(server, {{"test-client", "a"}});
  batch->write(to_request(gaussian_header(50)));
  batch->write(to_request(chunk_of(gaussian_sets(20'000, 50))));
  batch->writes_done();
  std::int64_t before = 0;
  while (const auto response = batch->read()) {
    if (!response->has_results()) continue;
    before += response->results().count();
    break;
  }
  const auto fit = server.open(exponential_request(), {{"test-client", "b"}});
  EXPECT_EQ(fit->finish().code, absl::StatusCode::kOk);
  std::int64_t after = 0;
  while (const auto response = batch->read()) {
    if (response->has_results()) after += response->results().count();
  }
  EXPECT_EQ(batch->finish().code, absl::StatusCode::kOk);
  EXPECT_EQ(before + after, 20'000);
  EXPECT_GT(after, 0);
}

TEST(BatchWireTest, DrainingLetsABatchFinish) {
  TestServer server;
  const std::vector<double> y = gaussian_sets(3'000, 50);
  const auto batch = open_batch(server);
  batch->write(to_request(gaussian_header(50)));
  BatchReply reply;
  reply.add(*batch->read());
  std::jthread drain([&] { EXPECT_EQ(server.app().drain(), 0u); });
  while (!server.app().live_calls().draining()) std::this_thread::yield();
  for (int i = 0; i < 3; ++i) {
    batch->write(
        to_request(chunk_of(std::span(y).subspan(static_cast<std::size_t>(i) * 50'000, 50'000))));
  }
  batch->writes_done();
  while (const auto response = batch->read()) reply.add(*response);
  reply.end = batch->finish();
  expect_ok(reply);
  EXPECT_EQ(reply.answers.size(), 3'000u);
}

TEST(BatchWireTest, ADrainThatIsOverNamesWhatWasAnswered) {
  Options options = test_options();
  options.drain_timeout = std::chrono::milliseconds(0);
  TestServer server(options);
  const auto batch = open_batch(server);
  batch->write(to_request(gaussian_header(50)));
  batch->write(to_request(chunk_of(gaussian_sets(5, 50))));
  BatchReply reply;
  while (reply.answers.size() < 5) reply.add(*batch->read());
  EXPECT_EQ(server.app().drain(), 1u);
  const CallEnd end = batch->finish();
  EXPECT_EQ(end.code, absl::StatusCode::kUnavailable);
  EXPECT_THAT(end.message, HasSubstr("5 of the 5 data sets taken were answered"));
}

}  // namespace
}  // namespace fitd::server
