// A batch as it is shown to those who watch the server.
#ifndef FITD_SERVER_MONITOR_TRACKED_BATCH_H_
#define FITD_SERVER_MONITOR_TRACKED_BATCH_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "fitd/v1/monitor.pb.h"
#include "server/batch/batch_plan.h"
#include "server/batch/batch_tally.h"
#include "server/monitor/monitor.h"
#include "server/monitor/tracked.h"

namespace fitd::server {

// Fed by the workers of the batch, read by any thread. Thread-safe.
class TrackedBatch final : public Tracked, public std::enable_shared_from_this<TrackedBatch> {
 public:
  // `tally` counts what comes and what is done.
  TrackedBatch(Monitor& monitor, v1::BatchInfo info, std::shared_ptr<const BatchTally> tally);

  void started();
  // Data sets have come, or `done` more have been fitted in `nfev` evaluations.
  void counted(std::int64_t done, std::int64_t nfev);
  // The first end counts.
  void ended(const absl::Status& status);

  Reading read() override;
  std::size_t kept_bytes() const override;

 private:
  using Clock = std::chrono::steady_clock;

  void changed() { monitor_.hub.changed(shared_from_this()); }
  double rate(std::int64_t done);

  Monitor& monitor_;
  const std::shared_ptr<const BatchTally> tally_;
  mutable std::mutex mutex_;
  v1::BatchInfo info_;  // without its counts
  bool state_changed_ = false;
  const Clock::time_point began_ = Clock::now();
  // Of the rate.
  Clock::time_point measured_at_ = began_;
  std::int64_t measured_done_ = 0;
  double rate_ = 0;
};

// A batch's description for the monitor.
v1::BatchInfo describe(const BatchPlan& plan, const std::string& batch_id,
                       const std::string& client);

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_TRACKED_BATCH_H_
