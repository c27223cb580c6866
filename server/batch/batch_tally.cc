#include "server/batch/batch_tally.h"

#include "server/durations.h"
#include "server/version.h"
#include "solver/lm/result.h"

namespace fitd::server {

void BatchTally::receive(std::int64_t count) {
  const std::lock_guard lock(mutex_);
  ++counts_.chunks;
  counts_.received += count;
  if (!started_) started_ = last_report_ = Clock::now();
}

void BatchTally::add(const v1::FitBatchResults& results, std::chrono::nanoseconds solve) {
  const std::lock_guard lock(mutex_);
  counts_.done += results.count();
  counts_.solve += solve;
  for (const int termination : results.terminations()) {
    ++by_termination_[static_cast<std::size_t>(termination)];
    if (lm::converged(static_cast<lm::Termination>(termination))) ++counts_.converged;
  }
  for (const std::int64_t nfev : results.nfev()) counts_.nfev += nfev;
}

std::optional<v1::FitBatchProgress> BatchTally::report(std::chrono::nanoseconds interval) {
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  const std::chrono::duration<double> since = now - last_report_;
  if (now - last_report_ < interval) return std::nullopt;
  v1::FitBatchProgress progress;
  progress.set_received(counts_.received);
  progress.set_done(counts_.done);
  progress.set_converged(counts_.converged);
  set_failures(*progress.mutable_failures());
  if (since.count() > 0) {
    progress.set_fits_per_second(static_cast<double>(counts_.done - done_at_last_report_) /
                                 since.count());
  }
  *progress.mutable_elapsed() = to_duration(elapsed());
  last_report_ = now;
  done_at_last_report_ = counts_.done;
  return progress;
}

v1::FitBatchSummary BatchTally::summary(const BatchPlan& plan) const {
  const std::lock_guard lock(mutex_);
  v1::FitBatchSummary summary;
  summary.set_count(counts_.done);
  summary.set_converged(counts_.converged);
  set_failures(*summary.mutable_failures());
  summary.set_chunks(counts_.chunks);
  summary.set_nfev(counts_.nfev);
  *summary.mutable_elapsed() = to_duration(elapsed());
  *summary.mutable_solve() = to_duration(counts_.solve);
  summary.set_fitd_version(kVersion);
  summary.set_model_version(plan.model->info().version);
  return summary;
}

void BatchTally::describe(v1::BatchInfo& info) const {
  const std::lock_guard lock(mutex_);
  info.set_received(counts_.received);
  info.set_done(counts_.done);
  info.set_converged(counts_.converged);
  set_failures(*info.mutable_failures());
  info.set_nfev(counts_.nfev);
}

BatchTally::Counts BatchTally::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

std::chrono::nanoseconds BatchTally::elapsed() const {
  return started_ ? Clock::now() - *started_ : Clock::duration(0);
}

void BatchTally::set_failures(
    google::protobuf::RepeatedPtrField<v1::TerminationCount>& failures) const {
  for (std::size_t k = 0; k < by_termination_.size(); ++k) {
    if (by_termination_[k] == 0 || lm::converged(static_cast<lm::Termination>(k))) continue;
    auto& failure = *failures.Add();
    failure.set_termination(static_cast<v1::Termination>(k));
    failure.set_count(by_termination_[k]);
  }
}

}  // namespace fitd::server
