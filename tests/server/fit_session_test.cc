#include "server/fit_session.h"

#include <gtest/gtest.h>

#include <latch>
#include <memory>
#include <new>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/support/fake_fit.h"

namespace fitd::server {
namespace {

class FitSessionTest : public ::testing::Test {
 protected:
  FitSessionTest() {
    // Once the worker waits for work, a fit starts at once, and a short one is a single message.
    while (pool_.place(Lane::kNormal) != 0) std::this_thread::yield();
  }

  std::shared_ptr<FitSession> enqueue(std::unique_ptr<FitJob> job) {
    auto session = std::make_shared<FitSession>("client", connection_, pool_);
    session->take_job(std::move(job), Ticket(), "fit-1");
    session->enqueue();
    return session;
  }

  // Waits until the only worker has done everything that was queued before. The fits here are short
  // and go through the express lane; only what waits in the same lane is served after them.
  void wait_for_worker() {
    pool_.submit(pool_.next_id(), "client", Lane::kExpress, [this] { worker_free_.release(); });
    worker_free_.acquire();
  }

  // Keeps the only worker busy until release_ is counted down.
  void occupy_worker() {
    pool_.submit(pool_.next_id(), "other", Lane::kNormal, [this] {
      busy_.count_down();
      release_.wait();
    });
    busy_.wait();
  }

  HookedModel model_;
  FakeConnection connection_;
  FakeConnection other_connection_;
  // Of what the worker uses; they outlive it.
  std::latch busy_{1};
  std::latch release_{1};
  std::binary_semaphore evaluating_{0};
  std::binary_semaphore go_on_{0};
  std::binary_semaphore worker_free_{0};
  WorkerPool pool_{1, 0};
};

TEST_F(FitSessionTest, AShortFitIsWrittenAndFinishedAtOnce) {
  auto job = hooked_job(model_);
  const auto session = enqueue(std::move(job));
  EXPECT_TRUE(connection_.wait().ok());
  ASSERT_EQ(connection_.events().size(), 1u);
  const v1::FitEvent event = connection_.events()[0];
  EXPECT_EQ(event.accepted().fit_id(), "fit-1");
  EXPECT_EQ(event.result().termination(), v1::TERMINATION_FTOL);
}

TEST_F(FitSessionTest, AClientThatDoesNotReadGetsTheNewestProgressAndTheResult) {
  auto job = hooked_job(model_);
  job->progress.min_interval = std::chrono::nanoseconds(1);
  const auto session = enqueue(std::move(job));
  // The first write is never completed while the fit runs; it runs to its end all the same.
  wait_for_worker();
  ASSERT_EQ(connection_.events().size(), 1u);
  EXPECT_TRUE(connection_.events()[0].has_accepted());
  for (std::size_t sent = 1; connection_.events().size() == sent; ++sent) {
    if (connection_.events().back().has_result()) break;
    session->sent(true);
  }
  EXPECT_TRUE(connection_.wait().ok());
  const std::vector<v1::FitEvent> events = connection_.events();
  ASSERT_EQ(events.size(), 4u);  // accepted, iteration 0, the newest progress, the result
  EXPECT_EQ(events[1].progress().iteration(), 0);
  EXPECT_GT(events[2].progress().iteration(), 1);
  EXPECT_EQ(events[2].progress().skipped(), events[2].progress().iteration() - 1);
  EXPECT_TRUE(events[3].has_result());
  EXPECT_EQ(events[3].sequence(), 3);
}

TEST_F(FitSessionTest, AfterACancellationNothingIsEvaluated) {
  model_.hook = [&] {
    evaluating_.release();
    go_on_.acquire();
  };
  const auto session = enqueue(hooked_job(model_));
  for (int i = 0; i < 3; ++i) {  // two evaluations done, in the third
    evaluating_.acquire();
    if (i < 2) go_on_.release();
  }
  session->cancelled();
  go_on_.release();
  EXPECT_EQ(connection_.wait().code(), absl::StatusCode::kCancelled);
  wait_for_worker();
  EXPECT_EQ(model_.evaluations, 3);
  EXPECT_TRUE(connection_.events().empty());
}

TEST_F(FitSessionTest, ACancelledFitThatWaitsNeverRuns) {
  occupy_worker();
  const auto session = enqueue(hooked_job(model_));
  ASSERT_EQ(connection_.events().size(), 1u);
  EXPECT_EQ(connection_.events()[0].accepted().queue_position(), 1);
  session->cancelled();
  EXPECT_EQ(pool_.waiting(), 0);
  session->sent(false);
  EXPECT_EQ(connection_.wait().code(), absl::StatusCode::kCancelled);
  release_.count_down();
  EXPECT_EQ(model_.evaluations, 0);
}

TEST_F(FitSessionTest, AnAbortedFitEndsWithTheGivenStatus) {
  model_.hook = [&] {
    evaluating_.release();
    go_on_.acquire();
  };
  const auto session = enqueue(hooked_job(model_));
  evaluating_.acquire();
  session->abort(absl::UnavailableError("shutting down"));
  go_on_.release();
  const absl::Status status = connection_.wait();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(model_.evaluations, 1);
}

TEST_F(FitSessionTest, AnAbortThatComesTooLateChangesNothing) {
  const auto session = enqueue(hooked_job(model_));
  EXPECT_TRUE(connection_.wait().ok());
  session->abort(absl::UnavailableError("shutting down"));
  EXPECT_EQ(connection_.events().size(), 1u);
}

TEST_F(FitSessionTest, AStalledConnectionIsBrokenOff) {
  occupy_worker();
  const auto session = enqueue(hooked_job(model_));  // `accepted` is on its way
  EXPECT_LE(session->sending_since(), LiveCall::Clock::now());
  session->drop();
  EXPECT_TRUE(connection_.cancelled());
  release_.count_down();
  session->cancelled();
  session->sent(false);
  EXPECT_EQ(connection_.wait().code(), absl::StatusCode::kCancelled);
}

TEST_F(FitSessionTest, AFitThatThrowsEndsAlone) {
  model_.hook = [] { throw std::bad_alloc(); };
  const auto session = enqueue(hooked_job(model_));
  EXPECT_EQ(connection_.wait().code(), absl::StatusCode::kResourceExhausted);
  model_.hook = nullptr;
  const auto next = std::make_shared<FitSession>("client", other_connection_, pool_);
  next->take_job(hooked_job(model_), Ticket(), "fit-2");
  next->enqueue();
  EXPECT_TRUE(other_connection_.wait().ok());
}

}  // namespace
}  // namespace fitd::server
