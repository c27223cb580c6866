// One call of FitFunction, between its connection and the thread that minimises.
#ifndef FITD_SERVER_FUNCTION_FUNCTION_SESSION_H_
#define FITD_SERVER_FUNCTION_FUNCTION_SESSION_H_

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "fitd/v1/fit_function.pb.h"
#include "server/function/conversation.h"
#include "server/function/session_threads.h"
#include "server/function/validate_function.h"
#include "server/live_calls.h"
#include "server/monitor/tracked_fit.h"
#include "server/pool/admission.h"
#include "server/run_fit.h"
#include "server/stream/stream_sender.h"

namespace fitd::server {

// What sessions share; outlives them.
struct FunctionParts {
  SessionThreads& threads;
  Admission& admission;
  const FunctionLimits limits;
  Monitor* monitor = nullptr;  // null: none
};

// Shared by the connection and the session's thread, which mostly waits for the client: a
// cancellation, an abort or the client's end of the stream wake it, and it ends the call. The
// connection's threads only move pointers here. Thread-safe.
class FunctionSession final : public LiveCall,
                              public std::enable_shared_from_this<FunctionSession> {
 public:
  using Writer = StreamWriter<v1::FitFunctionResponse>;

  // `client` is who pays for it, `fit_id` its name in the log.
  FunctionSession(std::string client, std::string fit_id, Writer& writer,
                  const FunctionParts& parts);

  // --- by the connection ---

  // The client's next message; one at a time.
  void received(v1::FitFunctionRequest&& message);
  // The client has ended its half of the stream.
  void half_closed();
  // The last write has completed; `ok` is false where the client is gone.
  void sent(bool ok);
  // The client has cancelled, its deadline is over, or it is gone.
  void cancelled();

  // --- LiveCall ---
  void abort(const absl::Status& status) override { stop(status); }
  Clock::time_point sending_since() const override { return sender_.sending_since(); }
  void drop() override { sender_.drop(); }

 private:
  bool opened_by_now();
  // The first message: starts the session's thread.
  void open(v1::FitFunctionRequest&& message);
  // On the session's thread. What they return ends the call.
  SessionThreads::Farewell run(v1::FunctionProblem& problem);
  SessionThreads::Farewell compute(v1::FunctionProblem& problem);
  std::optional<v1::Evaluation> ask(v1::FitFunctionResponse message);
  absl::Status reserve(std::int64_t bytes);

  // Wakes the thread, which ends the call with `reason`; the first reason counts.
  void stop(const absl::Status& reason);
  SessionThreads::Farewell later_end(absl::Status status);

  const FunctionParts parts_;
  const std::string client_;
  const std::string fit_id_;
  StreamSender<v1::FitFunctionResponse> sender_;

  Conversation<v1::Evaluation> conversation_;
  std::stop_source stop_;
  std::mutex mutex_;
  bool opened_ = false;  // its thread runs, or it has ended without one

  Ticket ticket_;
  std::shared_ptr<TrackedFit>
      tracked_;  // of its thread; null before the job, and without a monitor
};

}  // namespace fitd::server

#endif  // FITD_SERVER_FUNCTION_FUNCTION_SESSION_H_
