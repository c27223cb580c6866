// How far a batch is: what has come, what is done, and how it ended.
#ifndef FITD_SERVER_BATCH_BATCH_TALLY_H_
#define FITD_SERVER_BATCH_BATCH_TALLY_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

#include "fitd/v1/fit_batch.pb.h"
#include "fitd/v1/monitor.pb.h"
#include "server/batch/batch_plan.h"

namespace fitd::server {

// Thread-safe.
class BatchTally {
 public:
  using Clock = std::chrono::steady_clock;

  // What has been received and answered.
  struct Counts {
    std::int64_t chunks = 0;
    std::int64_t received = 0;
    std::int64_t done = 0;
    std::int64_t converged = 0;
    std::int64_t nfev = 0;
    std::chrono::nanoseconds solve{0};
  };

  // A chunk of `count` data sets has come.
  void receive(std::int64_t count);

  // Fits are done, which took a worker `solve`.
  void add(const v1::FitBatchResults& results, std::chrono::nanoseconds solve);

  // A report, where the last is `interval` ago.
  std::optional<v1::FitBatchProgress> report(std::chrono::nanoseconds interval);

  v1::FitBatchSummary summary(const BatchPlan& plan) const;

  // Everything it counts.
  void describe(v1::BatchInfo& info) const;

  Counts counts() const;

 private:
  // Under mutex_, as the next.
  std::chrono::nanoseconds elapsed() const;
  void set_failures(google::protobuf::RepeatedPtrField<v1::TerminationCount>& failures) const;

  mutable std::mutex mutex_;
  Counts counts_;
  std::array<std::int64_t, v1::Termination_ARRAYSIZE> by_termination_{};
  std::optional<Clock::time_point> started_;
  Clock::time_point last_report_{};
  std::int64_t done_at_last_report_ = 0;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_BATCH_BATCH_TALLY_H_
