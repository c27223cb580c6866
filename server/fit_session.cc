#include "server/fit_session.h"

#include <exception>
#include <utility>

#include "server/estimated_time.h"
#include "server/metrics/convert_metrics.h"
#include "server/pool/pool_executor.h"
#include "server/rpc_status.h"
#include "server/run_fit.h"

namespace fitd::server {
namespace {

constexpr std::size_t kKeptReports = 64;

// Fits that should be over by then may use the express lane.
constexpr std::chrono::milliseconds kExpress{10};

Lane lane_of(const FitJob& job) {
  return estimated_time(job) <= kExpress ? Lane::kExpress : Lane::kNormal;
}

}  // namespace

FitSession::FitSession(std::string client, EventWriter& writer, WorkerPool& pool, Monitor* monitor)
    : pool_(pool),
      monitor_(monitor),
      sender_(writer,
              [this](v1::FitEvent& event, std::int64_t skipped) {
                event.set_sequence(sequence_++);
                if (event.has_progress()) event.mutable_progress()->set_skipped(skipped);
              }),
      client_(std::move(client)) {}

void FitSession::take_job(std::unique_ptr<FitJob> job, Ticket ticket, std::string fit_id) {
  job_ = std::move(job);
  ticket_ = std::move(ticket);
  fit_id_ = std::move(fit_id);
  events_.emplace(*job_, *this);
}

void FitSession::enqueue() {
  // Who is told of the fit can already ask for it.
  if (monitor_ != nullptr) {
    tracked_ = std::make_shared<TrackedFit>(*monitor_, describe(*job_, fit_id_, client_));
    tracked_->queued();
  }
  const Lane lane = lane_of(*job_);
  v1::Accepted accepted;
  accepted.set_fit_id(fit_id_);
  accepted.set_model(job_->model_name());
  accepted.set_queue_position(pool_.place(lane));
  accepted.set_request_id(job_->request_id);
  const bool short_fit =
      accepted.queue_position() == 0 && estimated_time(*job_) < job_->progress.min_interval;
  events_->accept(std::move(accepted), short_fit);

  const WorkId id = pool_.next_id();
  work_id_ = id;
  pool_.submit(id, client_, lane, [self = shared_from_this()] { self->run(); });
}

void FitSession::run() {
  // Nothing that one fit does may end the process.
  try {
    compute();
  } catch (const std::exception&) {
    if (tracked_ != nullptr)
      tracked_->ended(absl::InternalError("a defect of the server"), nullptr);
    end(absl::InternalError("the fit failed by a defect of the server"));
  }
}

void FitSession::compute() {
  ticket_.start();
  const auto queue_wait = Clock::now() - arrived_;
  if (tracked_ != nullptr) tracked_->started(job_.get());
  FitSummary summary;
  PoolExecutor executor(pool_, client_);
  auto result =
      run_fit(*job_, stop_.get_token(), queue_wait, executor, *events_, tracked_.get(), summary);
  // What the fit held is free before its client hears of the end.
  close_fit(result.status(), queue_wait, summary, result.ok() ? &*result : nullptr);
  if (result.ok()) {
    events_->finish(*std::move(result));
  } else {
    end(result.status());
  }
}

void FitSession::close_fit(const absl::Status& status, std::chrono::nanoseconds queue_wait,
                           const FitSummary& summary, v1::FitResult* result) {
  log_fit({fit_id_, client_, *job_, status, queue_wait, summary});
  if (tracked_ != nullptr) tracked_->ended(status, result);
  if (monitor_ != nullptr) {
    monitor_->metrics.count_fit({.model = job_->global ? "global" : model_label(*job_->named),
                                 .end = end_label(summary.termination, status),
                                 .points = job_->num_points(),
                                 .evaluations = summary.nfev,
                                 .queue_wait = queue_wait,
                                 .solve = summary.solve});
  }
  job_.reset();
  ticket_.release();
}

void FitSession::stop() {
  stop_.request_stop();
  if (!pool_.remove(work_id_)) return;
  close_fit(server::cancelled(), Clock::now() - arrived_, {}, nullptr);
  end(server::cancelled());
}

void FitSession::sent(bool ok) {
  sender_.sent(ok);
  if (!ok) cancelled();
}

void FitSession::cancelled() {
  sender_.discard();
  stop();
}

void FitSession::abort(const absl::Status& status) {
  sender_.set_reason(status);
  stop();
}

void FitSession::send_progress(v1::FitEvent event) {
  // Who asks for every iteration gets them all from a fit that outruns its connection a little.
  const bool every_one = job_->progress.min_interval.count() == 0;
  sender_.send_progress(std::move(event), every_one ? kKeptReports : 0);
}

}  // namespace fitd::server
