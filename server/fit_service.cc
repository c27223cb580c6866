#include "server/fit_service.h"

#include <memory>
#include <optional>
#include <utility>

#include "server/batch_call.h"
#include "server/fit_session.h"
#include "server/grpc_status.h"

namespace fitd::server {
namespace {

// The connection's half of a Fit call. Deletes itself when gRPC is done with it.
class FitCall final : public grpc::ServerWriteReactor<v1::FitEvent>, public EventWriter {
 public:
  FitCall(grpc::CallbackServerContext& context, WorkerPool& pool, LiveCalls& live_calls,
          Monitor& monitor, const std::string& client_key)
      : context_(context),
        live_calls_(live_calls),
        session_(
            std::make_shared<FitSession>(client_of(context, client_key), *this, pool, &monitor)) {}

  void begin(FitIntake& intake, v1::FitRequest&& request) {
    // The intake may end the call, and with it this, before it returns.
    const std::shared_ptr<FitSession> session = session_;
    if (!live_calls_.enter(session)) {
      session->end(absl::UnavailableError("the server is shutting down; call another"));
      return;
    }
    intake.take(session, std::move(request));
  }

  void write(const v1::FitEvent& event) override { StartWrite(&event); }
  void write_and_finish(const v1::FitEvent& event, const absl::Status& status) override {
    // gRPC's in-process transport, by which calls over HTTP come, loses a message that is sent
    // together with the status while no read waits for it.
    if (is_in_process(context_)) {
      end_ = to_grpc(status);
      return StartWrite(&event);
    }
    StartWriteAndFinish(&event, grpc::WriteOptions(), to_grpc(status));
  }
  void finish(const absl::Status& status) override {
    add_pushback(context_, status);
    Finish(to_grpc(status));
  }
  void cancel() override { context_.TryCancel(); }

  void OnWriteDone(bool ok) override {
    if (end_) return Finish(*end_);
    session_->sent(ok);
  }
  void OnCancel() override { session_->cancelled(); }
  void OnDone() override {
    live_calls_.leave(session_);
    delete this;
  }

 private:
  grpc::CallbackServerContext& context_;
  LiveCalls& live_calls_;
  const std::shared_ptr<FitSession> session_;
  std::optional<grpc::Status> end_;  // to be sent after the last message
};

}  // namespace

grpc::ServerWriteReactor<v1::FitEvent>* FitService::Fit(grpc::CallbackServerContext* context,
                                                        const v1::FitRequest* request) {
  auto* call = new FitCall(*context, pool_, live_calls_, monitor_, client_key_);
  // The message is gRPC's, made for this call and not read by it again: taking its arrays saves a
  // copy of up to hundreds of megabytes.
  call->begin(intake_, std::move(*const_cast<v1::FitRequest*>(request)));
  return call;
}

grpc::ServerBidiReactor<v1::FitBatchRequest, v1::FitBatchResponse>* FitService::FitBatch(
    grpc::CallbackServerContext* context) {
  return serve_batch(*context, batches_, live_calls_, client_of(*context, client_key_),
                     batch_ids_.next());
}

FunctionReactor* FitService::FitFunction(grpc::CallbackServerContext* context) {
  return begin_function_call(*context, functions_, live_calls_, client_of(*context, client_key_),
                             function_ids_.next());
}

}  // namespace fitd::server
