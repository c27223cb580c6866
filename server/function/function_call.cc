#include "server/function/function_call.h"

#include <memory>
#include <utility>

#include "server/grpc_status.h"

namespace fitd::server {
namespace {

class FunctionCall final : public FunctionReactor, public FunctionSession::Writer {
 public:
  FunctionCall(grpc::CallbackServerContext& context, const FunctionParts& parts,
               LiveCalls& live_calls, std::string client, std::string fit_id)
      : context_(context),
        live_calls_(live_calls),
        session_(std::make_shared<FunctionSession>(std::move(client), std::move(fit_id), *this,
                                                   parts)) {}

  void begin() {
    // The session may end the call, and with it this, before it returns.
    const std::shared_ptr<FunctionSession> session = session_;
    if (!live_calls_.enter(session)) {
      session->abort(absl::UnavailableError("the server is shutting down; call another"));
      return;
    }
    StartRead(&received_);
  }

  void write(const v1::FitFunctionResponse& message) override { StartWrite(&message); }
  void write_and_finish(const v1::FitFunctionResponse& message,
                        const absl::Status& status) override {
    StartWriteAndFinish(&message, grpc::WriteOptions(), to_grpc(status));
  }
  void finish(const absl::Status& status) override {
    add_pushback(context_, status);
    Finish(to_grpc(status));
  }
  void cancel() override { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) {
      session_->half_closed();
      return;
    }
    session_->received(std::move(received_));
    received_.Clear();
    // Also while nothing is asked: what comes then, or the end of the stream, is heard at once.
    StartRead(&received_);
  }
  void OnWriteDone(bool ok) override { session_->sent(ok); }
  void OnCancel() override { session_->cancelled(); }
  void OnDone() override {
    live_calls_.leave(session_);
    delete this;
  }

 private:
  grpc::CallbackServerContext& context_;
  LiveCalls& live_calls_;
  const std::shared_ptr<FunctionSession> session_;
  v1::FitFunctionRequest received_;
};

}  // namespace

FunctionReactor* begin_function_call(grpc::CallbackServerContext& context,
                                     const FunctionParts& parts, LiveCalls& live_calls,
                                     std::string client, std::string fit_id) {
  auto* call = new FunctionCall(context, parts, live_calls, std::move(client), std::move(fit_id));
  call->begin();
  return call;
}

}  // namespace fitd::server
