#include "server/monitor/tracked_fit.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server/durations.h"
#include "server/monitor/convert_monitor.h"

namespace fitd::server {
namespace {

Labels labels_of(const v1::FitInfo& info) { return {info.labels().begin(), info.labels().end()}; }

Bytes serialised(const google::protobuf::MessageLite& message) {
  return std::make_shared<const std::string>(message.SerializeAsString());
}

template <class Field>
void keep_first(google::protobuf::RepeatedPtrField<Field>& field, int count) {
  if (field.size() > count) field.DeleteSubrange(count, field.size() - count);
}

google::protobuf::Timestamp now() { return to_timestamp(std::chrono::system_clock::now()); }

}  // namespace

v1::FitInfo describe(const FitJob& job, const std::string& fit_id, const std::string& client) {
  v1::FitInfo info;
  info.set_fit_id(fit_id);
  info.set_kind(v1::FIT_KIND_MODEL);
  info.set_model(cut(job.model_name(), kWatchedModelBytes));
  info.set_num_points(job.num_points());
  info.set_num_free(job.num_free());
  for (const auto& parameter : job.all_parameters()) info.add_parameter_names(parameter.name);
  info.mutable_labels()->insert(job.labels.begin(), job.labels.end());
  info.set_request_id(job.request_id);
  info.set_client(cut(client, kWatchedClientBytes));
  return info;
}

TrackedFit::TrackedFit(Monitor& monitor, v1::FitInfo info)
    : Tracked(Topic::kFit, info.fit_id(), labels_of(info)),
      monitor_(monitor),
      info_(std::move(info)) {
  *info_.mutable_arrive_time() = now();
}

void TrackedFit::queued() {
  {
    const std::lock_guard lock(mutex_);
    info_.set_state(v1::WORK_STATE_QUEUED);
    state_changed_ = true;
  }
  changed();
}

void TrackedFit::started(const FitJob* job) {
  std::shared_ptr<const ThinnedData> data;
  if (job != nullptr && monitor_.watch_data && !job->global) {
    data = std::make_shared<const ThinnedData>(
        thin(job->fit.data.predictors, job->fit.data.y, job->fit.data.sigma));
  }
  {
    const std::lock_guard lock(mutex_);
    if (data != nullptr) model_ = job->ties ? job->named : job->model;
    data_ = std::move(data);
    info_.set_state(v1::WORK_STATE_RUNNING);
    *info_.mutable_start_time() = now();
    state_changed_ = true;
  }
  changed();
}

void TrackedFit::set_num_points(std::int64_t m) {
  {
    const std::lock_guard lock(mutex_);
    info_.set_num_points(m);
    state_changed_ = true;
  }
  changed();
}

void TrackedFit::report(const v1::Progress& progress) {
  {
    const std::lock_guard lock(mutex_);
    if (!trace_) trace_.emplace(static_cast<std::size_t>(progress.parameters_size()));
    const auto& parameters = progress.parameters();
    trace_->add(to_iterate(progress),
                {parameters.data(), static_cast<std::size_t>(parameters.size())});
    progress_changed_ = true;
    nfev_ = progress.nfev();
  }
  changed();
}

void TrackedFit::ended(const absl::Status& status, v1::FitResult* result) {
  std::string kept;
  if (result != nullptr) kept = without_arrays(*result);
  {
    const std::lock_guard lock(mutex_);
    if (info_.has_end_time()) return;
    *info_.mutable_end_time() = now();
    info_.set_state(result != nullptr ? v1::WORK_STATE_DONE : v1::WORK_STATE_FAILED);
    if (result == nullptr) {
      info_.set_status_code(static_cast<int>(status.code()));
      info_.set_status_message(cut(status.message(), kWatchedMessageBytes));
    } else {
      nfev_ = result->infodict().nfev();
    }
    result_ = std::move(kept);
    state_changed_ = true;
  }
  ++monitor_.totals.fits;
  monitor_.totals.evaluations += nfev_;
  changed();
}

v1::FitInfo TrackedFit::full_info() const {
  v1::FitInfo info = info_;
  if (info.state() == v1::WORK_STATE_DONE) info.mutable_result()->ParseFromString(result_);
  return info;
}

Tracked::Reading TrackedFit::read() {
  Reading reading;
  v1::FitInfo info;
  {
    const std::lock_guard lock(mutex_);
    reading.ended = info_.has_end_time();
    if (std::exchange(progress_changed_, false) && !reading.ended) {
      const std::size_t last = trace_->size() - 1;
      const auto parameters = trace_->parameters(last);
      v1::FitProgress progress;
      progress.set_fit_id(id());
      *progress.mutable_progress() = to_progress(
          trace_->iterate(last),
          parameters.first(std::min<std::size_t>(parameters.size(), kWatchedParameters)));
      reading.progress = serialised(progress);
    }
    if (!std::exchange(state_changed_, false)) return reading;
    info = full_info();
  }
  keep_first(*info.mutable_parameter_names(), kWatchedParameters);
  if (info.has_result()) *info.mutable_result() = small_result(info.result());
  reading.state = serialised(info);
  return reading;
}

std::size_t TrackedFit::kept_bytes() const {
  const std::lock_guard lock(mutex_);
  return sizeof(*this) + info_.SpaceUsedLong() + result_.capacity() + (data_ ? data_->bytes() : 0) +
         (trace_ ? trace_->bytes() : 0);
}

v1::FitDetail TrackedFit::detail(const v1::GetFitRequest& request) const {
  v1::FitDetail detail;
  std::shared_ptr<const ThinnedData> data;
  ModelPointer model;
  std::vector<double> parameters;
  std::int64_t iteration = 0;
  {
    const std::lock_guard lock(mutex_);
    *detail.mutable_info() = full_info();
    data = data_;
    model = model_;
    if (trace_) {
      const auto newest = trace_->parameters(trace_->size() - 1);
      parameters.assign(newest.begin(), newest.end());
      iteration = trace_->iterate(trace_->size() - 1).iteration;
      if (!request.omit_trace()) *detail.mutable_trace() = to_trace(*trace_);
    }
  }
  // The last step comes after the last report.
  const auto& fitted = detail.info().result().parameters();
  if (model != nullptr && fitted.size() == model->num_parameters()) {
    parameters.clear();
    for (const auto& parameter : fitted) parameters.push_back(parameter.value());
  }
  if (data == nullptr) return detail;
  if (!request.omit_data()) *detail.mutable_data() = to_data(*data, *model);
  if (!request.omit_curve() && !parameters.empty()) {
    *detail.mutable_curve() = to_curve(*data, *model, parameters);
    detail.mutable_curve()->set_iteration(iteration);
  }
  return detail;
}

}  // namespace fitd::server
