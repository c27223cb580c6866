#include "server/monitor/tracked_batch.h"

#include <utility>

#include "server/durations.h"
#include "server/monitor/convert_monitor.h"

namespace fitd::server {
namespace {

// What a rate is measured over.
constexpr std::chrono::seconds kRateTime{1};

Labels labels_of(const v1::BatchInfo& info) { return {info.labels().begin(), info.labels().end()}; }

google::protobuf::Timestamp now() { return to_timestamp(std::chrono::system_clock::now()); }

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

v1::BatchInfo describe(const BatchPlan& plan, const std::string& batch_id,
                       const std::string& client) {
  v1::BatchInfo info;
  info.set_batch_id(batch_id);
  info.set_model(cut(plan.model->info().name, kWatchedModelBytes));
  info.set_num_points(plan.m);
  info.set_num_free(static_cast<int>(plan.num_free()));
  info.mutable_labels()->insert(plan.labels.begin(), plan.labels.end());
  info.set_request_id(plan.request_id);
  info.set_client(cut(client, kWatchedClientBytes));
  return info;
}

TrackedBatch::TrackedBatch(Monitor& monitor, v1::BatchInfo info,
                           std::shared_ptr<const BatchTally> tally)
    : Tracked(Topic::kBatch, info.batch_id(), labels_of(info)),
      monitor_(monitor),
      tally_(std::move(tally)),
      info_(std::move(info)) {
  *info_.mutable_arrive_time() = now();
}

void TrackedBatch::started() {
  {
    const std::lock_guard lock(mutex_);
    info_.set_state(v1::WORK_STATE_RUNNING);
    state_changed_ = true;
  }
  changed();
}

void TrackedBatch::counted(std::int64_t done, std::int64_t nfev) {
  monitor_.totals.data_sets += done;
  monitor_.totals.evaluations += nfev;
  changed();
}

void TrackedBatch::ended(const absl::Status& status) {
  {
    const std::lock_guard lock(mutex_);
    if (info_.has_end_time()) return;
    *info_.mutable_end_time() = now();
    info_.set_state(status.ok() ? v1::WORK_STATE_DONE : v1::WORK_STATE_FAILED);
    if (!status.ok()) {
      info_.set_status_code(static_cast<int>(status.code()));
      info_.set_status_message(cut(status.message(), kWatchedMessageBytes));
    }
    state_changed_ = true;
  }
  changed();
}

double TrackedBatch::rate(std::int64_t done) {
  const Clock::time_point at = Clock::now();
  if (info_.has_end_time()) return static_cast<double>(done) / seconds(at - began_);
  if (at - measured_at_ >= kRateTime || rate_ == 0) {
    rate_ = static_cast<double>(done - measured_done_) / (seconds(at - measured_at_) + 1e-9);
  }
  if (at - measured_at_ >= kRateTime) {
    measured_at_ = at;
    measured_done_ = done;
  }
  return rate_;
}

Tracked::Reading TrackedBatch::read() {
  Reading reading;
  const std::lock_guard lock(mutex_);
  v1::BatchInfo info = info_;
  tally_->describe(info);
  info.set_fits_per_second(rate(info.done()));
  const auto bytes = std::make_shared<const std::string>(info.SerializeAsString());
  reading.ended = info_.has_end_time();
  if (std::exchange(state_changed_, false)) {
    reading.state = bytes;
  } else {
    reading.progress = bytes;
  }
  return reading;
}

std::size_t TrackedBatch::kept_bytes() const {
  const std::lock_guard lock(mutex_);
  return sizeof(*this) + sizeof(BatchTally) + info_.SpaceUsedLong();
}

}  // namespace fitd::server
