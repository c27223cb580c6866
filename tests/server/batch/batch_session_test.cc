// A batch's session with a connection and a model under the test's control.
#include "server/batch/batch_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <new>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "solver/models/catalogue.h"
#include "tests/server/support/batches.h"

namespace fitd::server {
namespace {

using ::testing::HasSubstr;

constexpr int kPoints = 20;

// Remembers what the session asks of it; the test answers by received(), sent() and so on.
class FakeBatchConnection final : public BatchConnection {
 public:
  void read() override {
    const std::lock_guard lock(mutex_);
    ++reads_;
  }
  void write(const v1::FitBatchResponse& response) override {
    const std::lock_guard lock(mutex_);
    responses_.push_back(response);
  }
  void write_and_finish(const v1::FitBatchResponse& response, const absl::Status& status) override {
    write(response);
    finish(status);
  }
  void finish(const absl::Status& status) override {
    {
      const std::lock_guard lock(mutex_);
      status_ = status;
    }
    ended_.release();
  }
  void cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
  }

  absl::Status wait() {
    ended_.acquire();
    const std::lock_guard lock(mutex_);
    return *status_;
  }
  bool has_ended() {
    const std::lock_guard lock(mutex_);
    return status_.has_value();
  }
  int reads() {
    const std::lock_guard lock(mutex_);
    return reads_;
  }
  std::vector<v1::FitBatchResponse> responses() {
    const std::lock_guard lock(mutex_);
    return responses_;
  }
  bool cancelled() {
    const std::lock_guard lock(mutex_);
    return cancelled_;
  }

 private:
  std::mutex mutex_;
  int reads_ = 0;
  std::vector<v1::FitBatchResponse> responses_;
  std::optional<absl::Status> status_;
  bool cancelled_ = false;
  std::binary_semaphore ended_{0};
};

class BatchSessionTest : public ::testing::Test {
 protected:
  std::shared_ptr<BatchSession> begin(int max_chunks, Admission& admission) {
    auto session = std::make_shared<BatchSession>(
        BatchParts{registry_, {}, admission, pool_, max_chunks}, "client", "b-1", connection_);
    session->begin();
    return session;
  }
  std::shared_ptr<BatchSession> begin(int max_chunks = 4) { return begin(max_chunks, admission_); }

  static v1::FitBatchRequest header() { return to_request(gaussian_header(kPoints)); }
  static v1::FitBatchRequest chunk(int count, unsigned seed = 1) {
    return to_request(chunk_of(gaussian_sets(count, kPoints, seed)));
  }

  // Waits until the worker has nothing left to do.
  void wait_for_worker() const {
    while (pool_.place(Lane::kNormal) != 0) std::this_thread::yield();
  }

  // Completes writes until nothing is written any more; returns how many.
  int send_all(BatchSession& session) {
    int sent = 0;
    for (; acknowledged_ < connection_.responses().size() && !connection_.has_ended(); ++sent) {
      ++acknowledged_;
      session.sent(true);
    }
    return sent;
  }

  Answers answers() {
    Answers answers;
    for (const auto& response : connection_.responses()) {
      if (response.has_results()) add_results(response.results(), answers);
    }
    return answers;
  }

  const models::Catalogue catalogue_;
  const ModelRegistry registry_{catalogue_};
  FakeBatchConnection connection_;
  std::size_t acknowledged_ = 0;
  Admission admission_{AdmissionLimits{}};
  WorkerPool pool_{1, 0};
};

TEST_F(BatchSessionTest, AnswersInTheBitsOfTheSolver) {
  const auto session = begin();
  session->received(header());
  session->received(chunk(50));
  session->half_closed();
  while (!connection_.has_ended()) send_all(*session);
  EXPECT_TRUE(connection_.wait().ok());
  const auto outcome = fit_in_process(gaussian_sets(50, kPoints), kPoints);
  const Answers all = answers();
  EXPECT_EQ(all.size(), 50u);
  for (std::size_t k = 0; k < 50; ++k) {
    expect_same_bits(all, static_cast<std::int64_t>(k), outcome, k);
  }
  const auto responses = connection_.responses();
  EXPECT_TRUE(responses.front().has_accepted());
  ASSERT_TRUE(responses.back().has_summary());
  EXPECT_EQ(responses.back().summary().count(), 50);
  EXPECT_EQ(responses.back().summary().chunks(), 1);
}

TEST_F(BatchSessionTest, AReaderThatDoesNotReadStopsTheSender) {
  const auto session = begin(3);
  session->received(header());
  EXPECT_EQ(connection_.reads(), 2);
  for (unsigned i = 0; i < 3; ++i) session->received(chunk(10, i));
  wait_for_worker();
  EXPECT_EQ(session->held(), 3);
  EXPECT_EQ(connection_.reads(), 4);  // the header and three chunks; no fifth
  EXPECT_EQ(connection_.responses().size(), 1u);
  // Once the first answers are taken it goes on.
  send_all(*session);
  EXPECT_EQ(session->held(), 0);
  EXPECT_EQ(connection_.reads(), 5);
}

TEST_F(BatchSessionTest, MemoryOfWhatIsHeldIsAdmittedAndGivenBack) {
  const auto session = begin(2);
  session->received(header());
  session->received(chunk(10));
  session->received(chunk(10));
  wait_for_worker();
  EXPECT_GT(admission_.working_memory(), 2 * 10 * kPoints * 8);
  session->half_closed();
  while (!connection_.has_ended()) send_all(*session);
  EXPECT_EQ(admission_.working_memory(), 0);
  EXPECT_EQ(admission_.waiting(), 0);
}

TEST_F(BatchSessionTest, IndicesGoOnOrAreTheCallers) {
  const auto session = begin();
  session->received(header());
  session->received(chunk(3));
  auto named = chunk(2);
  named.mutable_chunk()->set_first_index(1000);
  session->received(std::move(named));
  session->received(chunk(1));
  session->half_closed();
  while (!connection_.has_ended()) send_all(*session);
  std::vector<std::int64_t> indices;
  for (const auto& [index, answer] : answers()) indices.push_back(index);
  EXPECT_EQ(indices, (std::vector<std::int64_t>{0, 1, 2, 1000, 1001, 1002}));
}

TEST_F(BatchSessionTest, AMalformedChunkEndsTheCallAfterTheOthersAreAnswered) {
  const auto session = begin();
  session->received(header());
  session->received(chunk(5));
  auto wrong = chunk(1);
  wrong.mutable_chunk()->mutable_y()->mutable_f64_le()->pop_back();
  session->received(std::move(wrong));
  const int reads = connection_.reads();
  while (!connection_.has_ended()) send_all(*session);
  const absl::Status status = connection_.wait();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("chunk 1: "));
  EXPECT_EQ(answers().size(), 5u);
  EXPECT_EQ(connection_.reads(), reads);
}

TEST_F(BatchSessionTest, ACancelledBatchComputesNothingMore) {
  std::binary_semaphore busy{0};
  std::binary_semaphore go_on{0};
  pool_.submit(pool_.next_id(), "other", Lane::kNormal, [&] {
    busy.release();
    go_on.acquire();
  });
  busy.acquire();
  const auto session = begin();
  session->received(header());
  session->received(chunk(10));
  EXPECT_EQ(pool_.waiting(), 1);
  session->cancelled();
  EXPECT_EQ(pool_.waiting(), 0);
  session->sent(false);
  EXPECT_EQ(connection_.wait().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(session->held(), 0);
  session->received(chunk(10));  // a read that was on its way
  session->half_closed();
  go_on.release();
  wait_for_worker();
  EXPECT_TRUE(answers().empty());
  EXPECT_EQ(admission_.working_memory(), 0);
}

TEST_F(BatchSessionTest, AnAbortNamesWhatWasAnswered) {
  const auto session = begin();
  session->received(header());
  session->received(chunk(5));
  wait_for_worker();
  session->abort(absl::UnavailableError("shutting down"));
  while (!connection_.has_ended()) send_all(*session);
  const absl::Status status = connection_.wait();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("5 of the 5 data sets"));
  EXPECT_EQ(answers().size(), 5u);  // what was done is not lost
}

TEST_F(BatchSessionTest, AStalledConnectionIsBrokenOff) {
  const auto session = begin();
  session->received(header());  // `accepted` is on its way
  EXPECT_LE(session->sending_since(), LiveCall::Clock::now());
  session->drop();
  EXPECT_TRUE(connection_.cancelled());
  session->cancelled();
  session->sent(false);
  EXPECT_EQ(connection_.wait().code(), absl::StatusCode::kCancelled);
}

TEST_F(BatchSessionTest, AFullServerAnswersWhatItTookAndSaysWhenToComeBack) {
  AdmissionLimits limits;
  limits.client_queue_length = 1;
  Admission admission(limits);
  std::binary_semaphore busy{0};
  std::binary_semaphore go_on{0};
  pool_.submit(pool_.next_id(), "other", Lane::kNormal, [&] {
    busy.release();
    go_on.acquire();
  });
  busy.acquire();
  const auto session = begin(4, admission);
  session->received(header());
  session->received(chunk(5));
  session->received(chunk(6));
  EXPECT_FALSE(connection_.has_ended());
  go_on.release();
  while (!connection_.has_ended()) send_all(*session);
  const absl::Status status = connection_.wait();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()), HasSubstr("5 of the 5 data sets"));
  EXPECT_EQ(answers().size(), 5u);
}

TEST_F(BatchSessionTest, ProgressAfterEveryAnswerCountsThem) {
  auto request = header();
  request.mutable_header()->mutable_progress_interval();
  const auto session = begin();
  session->received(std::move(request));
  auto data = gaussian_sets(4, kPoints);
  data[kPoints + 3] = std::numeric_limits<double>::quiet_NaN();
  session->received(to_request(chunk_of(data)));
  session->half_closed();
  while (!connection_.has_ended()) send_all(*session);
  std::vector<v1::FitBatchProgress> reports;
  for (const auto& response : connection_.responses()) {
    if (response.has_progress()) reports.push_back(response.progress());
  }
  ASSERT_FALSE(reports.empty());
  EXPECT_EQ(reports.back().received(), 4);
  EXPECT_EQ(reports.back().done(), 4);
  EXPECT_EQ(reports.back().converged(), 3);
  ASSERT_EQ(reports.back().failures_size(), 1);
  EXPECT_EQ(reports.back().failures(0).termination(), v1::TERMINATION_INVALID_DATA);
  EXPECT_EQ(reports.back().failures(0).count(), 1);
  EXPECT_GT(reports.back().fits_per_second(), 0);
}

}  // namespace
}  // namespace fitd::server
