#include "server/batch_call.h"

#include <utility>

#include "server/grpc_status.h"

namespace fitd::server {
namespace {

// The connection's half of a FitBatch call. Deletes itself when gRPC is done with it, which is
// after its last reaction.
class BatchCall final : public BatchReactor, public BatchConnection {
 public:
  BatchCall(grpc::CallbackServerContext& context, const BatchParts& parts, LiveCalls& live_calls,
            std::string client, std::string batch_id)
      : context_(context),
        live_calls_(live_calls),
        session_(
            std::make_shared<BatchSession>(parts, std::move(client), std::move(batch_id), *this)) {}

  void start() {
    // The session may end the call, and with it this, before it returns.
    const std::shared_ptr<BatchSession> session = session_;
    if (live_calls_.enter(session)) {
      session->begin();
    } else {
      session->refuse(absl::UnavailableError("the server is shutting down; call another"));
    }
  }

  void read() override { StartRead(&incoming_); }
  void write(const v1::FitBatchResponse& response) override { StartWrite(&response); }
  void write_and_finish(const v1::FitBatchResponse& response, const absl::Status& status) override {
    StartWriteAndFinish(&response, grpc::WriteOptions(), to_grpc(status));
  }
  void finish(const absl::Status& status) override {
    add_pushback(context_, status);
    Finish(to_grpc(status));
  }
  void cancel() override { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) return session_->half_closed();
    // The session may begin the next read before it returns.
    v1::FitBatchRequest request;
    request.Swap(&incoming_);
    session_->received(std::move(request));
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
  v1::FitBatchRequest incoming_;
  const std::shared_ptr<BatchSession> session_;
};

}  // namespace

BatchReactor* serve_batch(grpc::CallbackServerContext& context, const BatchParts& parts,
                          LiveCalls& live_calls, std::string client, std::string batch_id) {
  auto* call = new BatchCall(context, parts, live_calls, std::move(client), std::move(batch_id));
  call->start();
  return call;
}

}  // namespace fitd::server
