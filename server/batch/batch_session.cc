#include "server/batch/batch_session.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "server/batch/batch_log.h"
#include "server/batch/validate_batch.h"
#include "server/convert_fit.h"
#include "server/fit_intake.h"
#include "server/resolve_model.h"
#include "server/rpc_status.h"
#include "server/validate_data.h"

namespace fitd::server {
namespace {

// Headers over that are looked through by a worker; this takes some 30 us.
constexpr std::size_t kSmallHeader = 256 << 10;

absl::Status with_answered(const absl::Status& status, const BatchTally::Counts& counts) {
  const bool may_resend = absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
  if (!may_resend || counts.received == 0) return status;
  absl::Status named(status.code(),
                     absl::StrCat(status.message(), "; ", counts.done, " of the ", counts.received,
                                  " data sets taken were answered, send the others again"));
  status.ForEachPayload([&named](absl::string_view type, const absl::Cord& payload) {
    named.SetPayload(type, payload);
  });
  return named;
}

}  // namespace

BatchSession::BatchSession(const BatchParts& parts, std::string client, std::string batch_id,
                           BatchConnection& connection)
    : parts_(parts),
      client_(std::move(client)),
      batch_id_(std::move(batch_id)),
      connection_(connection),
      queue_(parts.max_chunks, parts.pool.num_workers()) {}

void BatchSession::begin() { read_more(); }

void BatchSession::refuse(const absl::Status& status) { fail(status); }

void BatchSession::read_more() {
  while (queue_.begin_read()) {
    connection_.read();
    queue_.read_begun();
  }
  end_if_done();
}

void BatchSession::received(v1::FitBatchRequest&& request) {
  try {
    if (request.has_header()) {
      take_header(std::move(*request.mutable_header()));
    } else if (request.has_chunk()) {
      take_chunk(std::move(*request.mutable_chunk()));
    } else {
      fail(misplaced("message", "is empty; set header or chunk"));
    }
  } catch (const std::bad_alloc&) {
    fail(exhausted("out of memory", parts_.admission.retry_after()));
  }
}

void BatchSession::half_closed() {
  if (!has_header_) {
    fail(misplaced("header", "is missing: the stream ended without one"));
    return;
  }
  queue_.close();
  end_if_done();
}

void BatchSession::take_header(v1::FitBatchHeader&& header) {
  if (has_header_) {
    fail(misplaced("header", absl::StrCat("comes a second time, after ", chunks_, " chunks")));
    return;
  }
  has_header_ = true;
  if (header.ByteSizeLong() <= kSmallHeader) {
    open(std::move(header));
    return;
  }
  const auto large = std::make_shared<v1::FitBatchHeader>(std::move(header));
  parts_.pool.submit(parts_.pool.next_id(), client_, Lane::kNormal,
                     [self = shared_from_this(), large] { self->open(std::move(*large)); });
}

void BatchSession::open(v1::FitBatchHeader&& header) {
  try {
    std::vector<std::string> predictors = names_of(header.predictors());
    predictors.insert(predictors.end(), header.chunk_predictors().begin(),
                      header.chunk_predictors().end());
    const auto model = resolve_model(parts_.registry, "header.model", header.model(), predictors);
    if (!model.ok()) return fail(model.status());
    const auto size = static_cast<std::int64_t>(header.ByteSizeLong());
    auto ticket = admit({.bytes = size, .working_memory = size});
    if (!ticket.ok()) return fail(ticket.status());
    const FittedModel fitted = put_in_ties(header.parameters(), *model, parts_.registry);
    if (const auto status = validate(header, fitted, parts_.limits); !status.ok()) {
      return fail(status);
    }
    auto plan = std::make_shared<const BatchPlan>(to_plan(std::move(header), fitted));
    ticket->start();
    accept(*plan);
    std::shared_ptr<TrackedBatch> tracked;
    if (parts_.monitor != nullptr) {
      tracked = std::make_shared<TrackedBatch>(*parts_.monitor, describe(*plan, batch_id_, client_),
                                               tally_);
      tracked->started();
    }
    const std::lock_guard lock(mutex_);
    tracked_ = std::move(tracked);
    plan_ = std::move(plan);
    header_ticket_ = *std::move(ticket);
  } catch (const std::bad_alloc&) {
    return fail(exhausted("out of memory", parts_.admission.retry_after()));
  }
  queue_.read_done();
  read_more();
}

void BatchSession::accept(const BatchPlan& plan) {
  Outgoing outgoing;
  auto& accepted = *outgoing.response.mutable_accepted();
  accepted.set_batch_id(batch_id_);
  accepted.set_model(plan.model->info().name);
  for (const auto& parameter : plan.model->info().parameters) {
    accepted.add_parameter_names(parameter.name);
  }
  for (std::size_t j = 0; j < plan.fixed.size(); ++j) {
    if (!plan.fixed[j]) accepted.add_free_names(plan.fitted->info().parameters[j].name);
  }
  accepted.set_max_chunks(parts_.max_chunks);
  accepted.set_request_id(plan.request_id);
  mailbox_.post_state(std::move(outgoing));
  pump();
}

absl::StatusOr<Ticket> BatchSession::admit(Cost cost) {
  auto admitted = parts_.admission.admit(client_, cost);
  if (const auto* refusal = std::get_if<Refusal>(&admitted)) {
    return refusal_status(*refusal, parts_.admission);
  }
  return std::get<Ticket>(std::move(admitted));
}

void BatchSession::take_chunk(v1::FitBatchChunk&& message) {
  if (!has_header_) return fail(misplaced("chunk", "comes before the header"));
  const auto plan = this->plan();
  const int workers = parts_.pool.num_workers();
  if (const auto status = validate(message, {chunks_, next_index_}, *plan, parts_.limits, workers);
      !status.ok()) {
    return fail(status);
  }
  auto chunk = std::make_shared<BatchChunk>();
  chunk->number = chunks_++;
  chunk->first_index = message.has_first_index() ? message.first_index() : next_index_;
  chunk->count = count_of(message, *plan);
  chunk->encoding = encoding_like(message.y());
  auto ticket = admit({.bytes = static_cast<std::int64_t>(message.ByteSizeLong()),
                       .working_memory = working_memory(message, *plan, workers)});
  if (!ticket.ok()) return fail(ticket.status());
  chunk->ticket = *std::move(ticket);
  chunk->message = std::move(message);
  next_index_ = chunk->first_index + chunk->count;
  tally_->receive(chunk->count);
  if (const auto tracked = this->tracked()) tracked->counted(0, 0);
  queue_.push(chunk, chunk->count);
  start_workers();
  read_more();
}

void BatchSession::fail(const absl::Status& status) {
  {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = status;
  }
  queue_.close();
  end_if_done();
}

void BatchSession::stop(const absl::Status& status) {
  std::vector<WorkId> queued;
  {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = status;
    queued.assign(queued_.begin(), queued_.end());
  }
  stop_.request_stop();
  queue_.stop();
  for (const WorkId id : queued) {
    if (parts_.pool.remove(id)) queue_.remove_worker();
  }
  end_if_done();
}

void BatchSession::end_if_done() {
  if (!queue_.claim_end()) return;
  absl::Status status;
  {
    const std::lock_guard lock(mutex_);
    if (failure_) status = with_answered(*failure_, tally_->counts());
  }
  if (status.ok()) {
    Outgoing outgoing;
    *outgoing.response.mutable_summary() = tally_->summary(*plan());
    mailbox_.post_state(std::move(outgoing));
  }
  close_batch(status);
  mailbox_.post_end(status, true);
  pump();
}

void BatchSession::close_batch(const absl::Status& status) {
  const auto plan = this->plan();
  if (plan == nullptr) return;
  const BatchTally::Counts counts = tally_->counts();
  log_batch({batch_id_, client_, *plan, status, counts.chunks, counts.received, counts.done,
             counts.converged, counts.solve});
  if (const auto tracked = this->tracked()) tracked->ended(status);
  const std::lock_guard lock(mutex_);
  header_ticket_.release();
}

std::shared_ptr<const BatchPlan> BatchSession::plan() const {
  const std::lock_guard lock(mutex_);
  return plan_;
}

std::shared_ptr<TrackedBatch> BatchSession::tracked() const {
  const std::lock_guard lock(mutex_);
  return tracked_;
}

void BatchSession::sent(bool ok) {
  // The queue's is the last hold on the chunk: its memory is free before another is read.
  const BatchChunk* chunk = sending_.chunk.get();
  const std::int64_t rows = sending_.rows;
  sending_ = {};
  if (chunk != nullptr) queue_.sent(chunk, rows);
  mailbox_.sent();
  if (!ok) return cancelled();
  pump();
  read_more();
}

void BatchSession::cancelled() {
  mailbox_.discard_events();
  stop(server::cancelled());
  pump();
}

void BatchSession::abort(const absl::Status& status) { stop(status); }

void BatchSession::drop() {
  if (!mailbox_.hold_if_sending()) return;
  connection_.cancel();
  mailbox_.resume();
  pump();
}

void BatchSession::pump() {
  auto next = mailbox_.take();
  if (!next) return;
  if (!next->event) {
    connection_.finish(*next->end);
    return;
  }
  sending_ = std::move(*next->event);
  if (sending_.response.has_progress()) {
    sending_.response.mutable_progress()->set_skipped(next->skipped);
  }
  if (next->end) {
    connection_.write_and_finish(sending_.response, *next->end);
  } else {
    connection_.write(sending_.response);
  }
}

}  // namespace fitd::server
