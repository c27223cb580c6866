// A fit as it is shown to those who watch the server.
#ifndef FITD_SERVER_MONITOR_TRACKED_FIT_H_
#define FITD_SERVER_MONITOR_TRACKED_FIT_H_

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "fitd/v1/monitor.pb.h"
#include "server/convert_fit.h"
#include "server/monitor/monitor.h"
#include "server/monitor/thinned_data.h"
#include "server/monitor/trace.h"
#include "server/monitor/tracked.h"

namespace fitd::server {

// Fed by whoever computes the fit, one call at a time; read by any thread. What feeds it costs the
// same whoever watches.
class TrackedFit final : public Tracked, public std::enable_shared_from_this<TrackedFit> {
 public:
  // `info`: what does not change. The hub hears of it with the first call below.
  TrackedFit(Monitor& monitor, v1::FitInfo info);

  // It waits for a worker.
  void queued();
  // A worker has taken it. `job` (null: a client's own function) is copied from, thinned.
  void started(const FitJob* job);
  void set_num_points(std::int64_t m);
  // All parameters are in `progress`.
  void report(const v1::Progress& progress);
  // `result` without its large arrays is kept; null where there is none. They are moved out of it
  // and back. The first end counts.
  void ended(const absl::Status& status, v1::FitResult* result);

  Reading read() override;
  std::size_t kept_bytes() const override;

  // Evaluates the model where the curve is asked for.
  v1::FitDetail detail(const v1::GetFitRequest& request) const;

 private:
  void changed() { monitor_.hub.changed(shared_from_this()); }
  // Under mutex_.
  v1::FitInfo full_info() const;

  Monitor& monitor_;
  mutable std::mutex mutex_;
  v1::FitInfo info_;    // without its result
  std::string result_;  // serialised
  ModelPointer model_;
  std::shared_ptr<const ThinnedData> data_;
  std::optional<Trace> trace_;
  bool state_changed_ = false;
  bool progress_changed_ = false;
  std::int64_t nfev_ = 0;
};

// A fit's description for the monitor.
v1::FitInfo describe(const FitJob& job, const std::string& fit_id, const std::string& client);

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_TRACKED_FIT_H_
