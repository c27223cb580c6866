#include "server/function/function_session.h"

#include <exception>
#include <new>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "server/fit_intake.h"
#include "server/fit_log.h"
#include "server/function/function_job.h"
#include "server/function/run_function.h"
#include "server/log/log_line.h"
#include "server/metrics/convert_metrics.h"
#include "server/rpc_status.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

// Sessions last as long as their functions take: nobody knows when one will end.
constexpr std::chrono::milliseconds kRetryAfterTooMany{5000};

absl::Status violation(const char* field, const char* description) {
  Violations violations;
  violations.add(field, description);
  return violations.status();
}

struct FunctionRecord {
  const std::string& fit_id;
  const std::string& client;
  const FunctionJob& job;
  const absl::Status& status;
  std::int64_t asks;
  const FitSummary& summary;
};

void log_function(const FunctionRecord& record) {
  LogLine("function")
      .add("id", record.fit_id)
      .add("client", record.client)
      .add("n", static_cast<std::int64_t>(record.job.n()))
      .add("status", absl::StatusCodeToString(record.status.code()))
      .add("termination", termination_name(record.summary.termination))
      .add("nfev", record.summary.nfev)
      .add("njev", record.summary.njev)
      .add("asks", record.asks)
      .add("solve_ms", milliseconds(record.summary.solve))
      .add_quoted("request_id", record.job.request_id)
      .add_labels(record.job.labels)
      .write();
}

}  // namespace

FunctionSession::FunctionSession(std::string client, std::string fit_id, Writer& writer,
                                 const FunctionParts& parts)
    : parts_(parts), client_(std::move(client)), fit_id_(std::move(fit_id)), sender_(writer) {}

void FunctionSession::received(v1::FitFunctionRequest&& message) {
  if (!opened_by_now()) {
    open(std::move(message));
    return;
  }
  if (!message.has_evaluation()) {
    stop(violation("evaluation", "is missing; only the first message is a problem"));
    return;
  }
  const auto reception = conversation_.answer(std::move(*message.mutable_evaluation()));
  if (reception == Conversation<v1::Evaluation>::Reception::kUnasked) {
    stop(violation("evaluation", "was not asked for"));
  }
}

void FunctionSession::open(v1::FitFunctionRequest&& message) {
  if (!message.has_problem()) {
    stop(violation("problem", "is missing; it is the first message"));
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(opened_, true)) return;  // it was ended meanwhile
  }
  const bool started = parts_.threads.start(
      [self = shared_from_this(), problem = std::move(*message.mutable_problem())]() mutable {
        return self->run(problem);
      });
  if (started) return;
  sender_.end(exhausted(absl::StrCat("the server runs the ", parts_.threads.limit(),
                                     " functions that it may; see --max_functions"),
                        kRetryAfterTooMany));
}

SessionThreads::Farewell FunctionSession::run(v1::FunctionProblem& problem) {
  // Nothing that one fit does may end the process.
  absl::Status failure;
  try {
    return compute(problem);
  } catch (const std::bad_alloc&) {
    failure = exhausted("out of memory", kRetryAfterTooMany);
  } catch (const std::exception&) {
    failure = absl::InternalError("the fit failed by a defect of the server");
  }
  if (tracked_ != nullptr) tracked_->ended(failure, nullptr);
  ticket_.release();
  return later_end(failure);
}

SessionThreads::Farewell FunctionSession::compute(v1::FunctionProblem& problem) {
  if (auto status = validate(problem, parts_.limits); !status.ok()) return later_end(status);
  const FunctionJob job = to_job(std::move(problem));
  WireOwner owner([this](v1::FitFunctionResponse message) { return ask(std::move(message)); },
                  job.n(), job.col_deriv, job.encoding);
  owner.next().mutable_accepted()->set_fit_id(fit_id_);
  owner.next().mutable_accepted()->set_request_id(job.request_id);
  if (parts_.monitor != nullptr) {
    tracked_ = std::make_shared<TrackedFit>(*parts_.monitor, describe(job, fit_id_, client_));
    tracked_->started(nullptr);
  }
  FitSummary summary;
  auto result = run_function({.job = job,
                              .limits = parts_.limits,
                              .reserve = [this](std::int64_t bytes) { return reserve(bytes); },
                              .stop = stop_.get_token(),
                              .tracked = tracked_.get()},
                             owner, summary);
  log_function({fit_id_, client_, job, result.status(), owner.asks(), summary});
  if (tracked_ != nullptr) tracked_->ended(result.status(), result.ok() ? &*result : nullptr);
  if (parts_.monitor != nullptr) {
    parts_.monitor->metrics.count_fit({.model = "function",
                                       .end = end_label(summary.termination, result.status()),
                                       .points = job.m.value_or(0),
                                       .evaluations = summary.nfev,
                                       .queue_wait = std::chrono::nanoseconds(0),
                                       .solve = summary.solve});
  }
  // What the fit held is free before its client hears of the end.
  ticket_.release();
  if (!result.ok()) return later_end(result.status());
  v1::FitFunctionResponse last = std::move(owner.next());
  *last.mutable_result() = *std::move(result);
  return [self = shared_from_this(), message = std::move(last)]() mutable {
    self->sender_.send_last(std::move(message));
  };
}

SessionThreads::Farewell FunctionSession::later_end(absl::Status status) {
  return [self = shared_from_this(), last = std::move(status)] { self->sender_.end(last); };
}

std::optional<v1::Evaluation> FunctionSession::ask(v1::FitFunctionResponse message) {
  return conversation_.ask([&] { sender_.send(std::move(message)); });
}

absl::Status FunctionSession::reserve(std::int64_t bytes) {
  auto reserved = parts_.admission.reserve(client_, bytes);
  if (const auto* refusal = std::get_if<Refusal>(&reserved)) {
    return refusal_status(*refusal, parts_.admission);
  }
  ticket_ = std::get<Ticket>(std::move(reserved));
  return absl::OkStatus();
}

void FunctionSession::half_closed() {
  stop(absl::CancelledError("the client ended its half of the stream before the fit was done"));
}

void FunctionSession::sent(bool ok) {
  sender_.sent(ok);
  if (!ok) cancelled();
}

void FunctionSession::cancelled() {
  sender_.discard();
  stop(server::cancelled());
}

bool FunctionSession::opened_by_now() {
  const std::lock_guard lock(mutex_);
  return opened_;
}

void FunctionSession::stop(const absl::Status& reason) {
  sender_.set_reason(reason);
  bool without_thread = false;
  {
    const std::lock_guard lock(mutex_);
    without_thread = !std::exchange(opened_, true);
  }
  stop_.request_stop();
  conversation_.end();
  if (without_thread) sender_.end(reason);
}

}  // namespace fitd::server
