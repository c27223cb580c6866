// BatchSession's workers: slice by slice, each slice a turn in the pool's queue.
#include <time.h>

#include <algorithm>
#include <exception>
#include <map>
#include <new>
#include <numeric>
#include <utility>

#include "server/batch/batch_session.h"
#include "server/estimated_time.h"
#include "server/metrics/convert_metrics.h"
#include "server/rpc_status.h"

namespace fitd::server {
namespace {

// A slice's work: short enough for others to get their turn, long enough that its answer is worth a
// message, and its end, where the lanes wait for the slowest fit, small beside it.
constexpr double kSliceSeconds = 0.025;

// Clients by default refuse messages over 4 MiB; what is wrong with a data set takes at most so
// much.
constexpr std::int64_t kMaxAnswerBytes = std::int64_t{3} << 20;
constexpr std::int64_t kFaultBytes = 128;

constexpr double kNewWeight = 0.3;  // of a slice in the mean time of a fit

// What a worker has computed, not how long it waited for a core: on a machine that does much else
// slices would shrink.
std::chrono::nanoseconds thread_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

void BatchSession::start_workers() {
  for (int more = queue_.add_workers(); more > 0; --more) submit_worker();
}

void BatchSession::submit_worker() {
  const WorkId id = parts_.pool.next_id();
  {
    const std::lock_guard lock(mutex_);
    queued_.insert(id);
  }
  parts_.pool.submit(id, client_, Lane::kNormal,
                     [self = shared_from_this(), id] { self->work(id); });
}

void BatchSession::work(WorkId id) {
  {
    const std::lock_guard lock(mutex_);
    queued_.erase(id);
  }
  bool stays = false;
  // Nothing that one batch does may end the process.
  try {
    auto slice = queue_.take(rows_of_a_slice(*plan()));
    if (slice) {
      stays = true;
      compute(*std::move(slice));
      stays = !queue_.leave_if_idle();
    }
  } catch (const std::bad_alloc&) {
    stop(exhausted("out of memory", parts_.admission.retry_after()));
  } catch (const std::exception&) {
    stop(absl::InternalError("the batch failed by a defect of the server"));
  }
  if (!stays) return end_if_done();
  if (queue_.stopped()) {
    queue_.remove_worker();
    return end_if_done();
  }
  submit_worker();
}

void BatchSession::compute(Slice slice) {
  BatchChunk& chunk = *slice.chunk;
  std::call_once(chunk.started, [&chunk] { chunk.ticket.start(); });
  const auto plan = this->plan();
  auto memory = borrow_memory();
  const curve::BatchFit fit = to_batch(*plan, chunk, slice.first, slice.count, *memory);
  memory->outcome.resize(fit);
  const auto started = Clock::now();
  const auto work_started = thread_time();
  curve::fit_batch(fit, 0, slice.count, stop_.get_token(), memory->outcome, memory->workspace, {});
  const auto solve = Clock::now() - started;
  if (!stop_.stop_requested()) {
    learn(slice.count, thread_time() - work_started);
    v1::FitBatchResults results = to_results(*plan, chunk, slice.first, memory->outcome);
    post_results(*plan, std::move(slice), std::move(results), solve);
  }
  give_back(std::move(memory));
}

std::int64_t BatchSession::rows_of_a_slice(const BatchPlan& plan) const {
  double seconds = seconds_per_fit_;
  if (seconds == 0) {
    const auto n = static_cast<int>(plan.num_free());
    const auto arithmetic =
        plan.reference ? curve::Arithmetic::kReference : curve::Arithmetic::kFast;
    seconds = std::chrono::duration<double>(estimated_time(plan.m, n, arithmetic)).count();
  }
  const std::int64_t most = kMaxAnswerBytes / (plan.answer_bytes() + kFaultBytes);
  const double rows = std::min(kSliceSeconds / seconds, static_cast<double>(most));
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(rows));
}

void BatchSession::learn(std::int64_t count, std::chrono::nanoseconds work) {
  const double seconds =
      std::chrono::duration<double>(work).count() / static_cast<double>(count) + 1e-9;
  const double before = seconds_per_fit_;
  seconds_per_fit_ = before == 0 ? seconds : before + kNewWeight * (seconds - before);
}

void BatchSession::count(const BatchPlan& plan, const v1::FitBatchResults& results,
                         std::int64_t evaluations) {
  Metrics& metrics = parts_.monitor->metrics;
  std::map<int, std::int64_t> ends;
  for (const int termination : results.terminations()) ++ends[termination];
  for (const auto& [termination, count] : ends) {
    metrics.count_data_sets(model_label(*plan.model), end_label(termination, absl::OkStatus()),
                            count);
  }
  metrics.count_work(plan.m * results.count(), evaluations);
}

void BatchSession::post_results(const BatchPlan& plan, Slice slice, v1::FitBatchResults results,
                                std::chrono::nanoseconds solve) {
  tally_->add(results, solve);
  if (const auto tracked = this->tracked()) {
    const auto& nfev = results.nfev();
    const auto evaluations = std::accumulate(nfev.begin(), nfev.end(), std::int64_t{0});
    tracked->counted(results.count(), evaluations);
    count(plan, results, evaluations);
  }
  Outgoing outgoing = {.response = {}, .chunk = std::move(slice.chunk), .rows = slice.count};
  *outgoing.response.mutable_results() = std::move(results);
  mailbox_.post_state(std::move(outgoing));
  if (plan.progress_interval) {
    if (auto report = tally_->report(*plan.progress_interval)) {
      Outgoing progress;
      *progress.response.mutable_progress() = *std::move(report);
      mailbox_.post_progress(std::move(progress));
    }
  }
  pump();
}

std::unique_ptr<SliceMemory> BatchSession::borrow_memory() {
  const std::lock_guard lock(mutex_);
  if (memories_.empty()) return std::make_unique<SliceMemory>();
  auto memory = std::move(memories_.back());
  memories_.pop_back();
  return memory;
}

void BatchSession::give_back(std::unique_ptr<SliceMemory> memory) {
  const std::lock_guard lock(mutex_);
  memories_.push_back(std::move(memory));
}

}  // namespace fitd::server
