// One call of FitBatch, between its connection and the workers that compute it.
#ifndef FITD_SERVER_BATCH_BATCH_SESSION_H_
#define FITD_SERVER_BATCH_BATCH_SESSION_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fitd/v1/fit_batch.pb.h"
#include "server/batch/batch_plan.h"
#include "server/batch/batch_tally.h"
#include "server/batch/convert_batch.h"
#include "server/batch/slice_queue.h"
#include "server/limits.h"
#include "server/live_calls.h"
#include "server/model_registry.h"
#include "server/monitor/tracked_batch.h"
#include "server/pool/admission.h"
#include "server/pool/worker_pool.h"
#include "server/stream/mailbox.h"
#include "server/stream/stream_writer.h"

namespace fitd::server {

// The connection. One read at a time, each followed by the session's received() or half_closed().
class BatchConnection : public StreamWriter<v1::FitBatchResponse> {
 public:
  virtual void read() = 0;
};

// What batches are made of. All outlive the sessions.
struct BatchParts {
  const ModelRegistry& registry;
  const RequestLimits limits;
  Admission& admission;
  WorkerPool& pool;
  int max_chunks;              // held of one call
  Monitor* monitor = nullptr;  // null: none
};

// Shared by the connection and the workers that hold a slice. The connection's threads look at no
// element of an array but a small header's. Thread-safe.
class BatchSession final : public LiveCall, public std::enable_shared_from_this<BatchSession> {
 public:
  // `client` names who is served in turn; `batch_id` is for the log.
  BatchSession(const BatchParts& parts, std::string client, std::string batch_id,
               BatchConnection& connection);

  // Begins to read.
  void begin();
  // Ends the call before it began.
  void refuse(const absl::Status& status);

  // --- by the connection ---
  void received(v1::FitBatchRequest&& request);
  void half_closed();
  // The last write has completed; `ok` is false where the client is gone.
  void sent(bool ok);
  // The client has cancelled, its deadline is over, or it is gone.
  void cancelled();

  // --- LiveCall ---
  void abort(const absl::Status& status) override;
  Clock::time_point sending_since() const override { return mailbox_.sending_since(); }
  void drop() override;

  // Chunks held now.
  std::int64_t held() const { return queue_.held(); }

 private:
  using Slice = SliceQueue<BatchChunk>::Slice;

  // A message to send, and the rows it answers.
  struct Outgoing {
    v1::FitBatchResponse response;
    std::shared_ptr<BatchChunk> chunk;
    std::int64_t rows = 0;
  };

  void take_header(v1::FitBatchHeader&& header);
  void open(v1::FitBatchHeader&& header);
  void accept(const BatchPlan& plan);
  std::shared_ptr<const BatchPlan> plan() const;
  std::shared_ptr<TrackedBatch> tracked() const;
  void take_chunk(v1::FitBatchChunk&& message);
  absl::StatusOr<Ticket> admit(Cost cost);
  void read_more();

  // Starts the workers that should run.
  void start_workers();
  void submit_worker();
  void work(WorkId id);
  void compute(Slice slice);
  std::int64_t rows_of_a_slice(const BatchPlan& plan) const;
  void learn(std::int64_t count, std::chrono::nanoseconds work);
  void post_results(const BatchPlan& plan, Slice slice, v1::FitBatchResults results,
                    std::chrono::nanoseconds solve);
  // For the metrics; where there is a monitor.
  void count(const BatchPlan& plan, const v1::FitBatchResults& results, std::int64_t evaluations);
  std::unique_ptr<SliceMemory> borrow_memory();
  void give_back(std::unique_ptr<SliceMemory> memory);

  // Ends the call with `status` when what was taken before is answered.
  void fail(const absl::Status& status);
  // Ends it as soon as the computation has stopped.
  void stop(const absl::Status& status);
  // Ends it now, if nothing is left to do.
  void end_if_done();
  void close_batch(const absl::Status& status);
  // Sends what is next, if nothing is on its way.
  void pump();

  const BatchParts parts_;
  const std::string client_;
  const std::string batch_id_;
  BatchConnection& connection_;
  mutable Mailbox<Outgoing, absl::Status> mailbox_;
  Outgoing sending_;
  SliceQueue<BatchChunk> queue_;
  const std::shared_ptr<BatchTally> tally_ = std::make_shared<BatchTally>();
  std::stop_source stop_;
  std::atomic<double> seconds_per_fit_{0};

  // Of the connection's reads, one at a time.
  bool has_header_ = false;
  std::int64_t chunks_ = 0;
  std::int64_t next_index_ = 0;

  mutable std::mutex mutex_;               // of what follows
  std::shared_ptr<const BatchPlan> plan_;  // of a header that was right
  std::shared_ptr<TrackedBatch> tracked_;  // null before it, and without a monitor
  Ticket header_ticket_;
  std::optional<absl::Status> failure_;
  std::unordered_set<WorkId> queued_;
  std::vector<std::unique_ptr<SliceMemory>> memories_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_BATCH_BATCH_SESSION_H_
