#include "server/monitor_service.h"

#include <grpcpp/grpcpp.h>

#include <memory>
#include <utility>

#include "server/grpc_status.h"
#include "server/monitor/validate_monitor.h"
#include "server/monitor/views.h"
#include "server/monitor/watch_session.h"
#include "server/unary_call.h"

namespace fitd::server {
namespace {

// The frame's bytes, which live as long as gRPC needs them.
grpc::ByteBuffer to_buffer(const FramePointer& frame) {
  auto* held = new FramePointer(frame);
  // gRPC only reads them.
  void* bytes = const_cast<char*>(frame->message().data());
  const grpc::Slice slice(
      bytes, frame->message().size(), [](void* owner) { delete static_cast<FramePointer*>(owner); },
      held);
  return {&slice, 1};
}

// The connection's half of a Watch call. Deletes itself when gRPC is done with it.
class WatchCall final : public grpc::ServerWriteReactor<grpc::ByteBuffer>, public FrameWriter {
 public:
  WatchCall(grpc::CallbackServerContext& context, MonitorHub& hub, LiveCalls& watches)
      : context_(context),
        watches_(watches),
        session_(std::make_shared<WatchSession>(hub, *this)) {}

  void begin(const grpc::ByteBuffer& buffer) {
    // The session may end the call, and with it this, before it returns.
    const std::shared_ptr<WatchSession> session = session_;
    if (!watches_.enter(session)) {
      session->end_with(absl::UnavailableError("the server is shutting down; watch another"));
      return;
    }
    v1::WatchRequest request;
    grpc::ByteBuffer copy(buffer);
    if (!grpc::SerializationTraits<v1::WatchRequest>::Deserialize(&copy, &request).ok()) {
      session->end_with(absl::InvalidArgumentError("the message is no WatchRequest"));
      return;
    }
    if (const auto status = validate(request); !status.ok()) return session->end_with(status);
    session->begin(to_settings(request));
  }

  void write(const FramePointer& frame) override {
    buffer_ = to_buffer(frame);
    StartWrite(&buffer_);
  }
  void write_and_finish(const FramePointer& frame, const absl::Status& status) override {
    buffer_ = to_buffer(frame);
    StartWriteAndFinish(&buffer_, grpc::WriteOptions(), to_grpc(status));
  }
  void finish(const absl::Status& status) override {
    add_pushback(context_, status);
    Finish(to_grpc(status));
  }
  void cancel() override { context_.TryCancel(); }

  void OnWriteDone(bool ok) override {
    buffer_.Clear();
    session_->sent(ok);
  }
  void OnCancel() override { session_->cancelled(); }
  void OnDone() override {
    watches_.leave(session_);
    delete this;
  }

 private:
  grpc::CallbackServerContext& context_;
  LiveCalls& watches_;
  grpc::ByteBuffer buffer_;
  const std::shared_ptr<WatchSession> session_;
};

// Runs `work` on the monitor's pool.
template <class Request>
grpc::ServerUnaryReactor* answer(grpc::CallbackServerContext& context,
                                 const MonitorService::Parts& parts, const Request& request,
                                 UnaryWork work) {
  return run_on_pool(context, {parts.admission, parts.pool, parts.live_calls},
                     client_of(context, parts.client_key),
                     {.bytes = static_cast<std::int64_t>(request.ByteSizeLong())}, std::move(work));
}

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* MonitorService::Watch(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  auto* call = new WatchCall(*context, parts_.monitor.hub, parts_.watches);
  call->begin(*request);
  return call;
}

grpc::ServerUnaryReactor* MonitorService::GetServerInfo(grpc::CallbackServerContext* context,
                                                        const v1::GetServerInfoRequest* /*request*/,
                                                        v1::ServerInfo* response) {
  *response = parts_.info;
  auto* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* MonitorService::ListFits(grpc::CallbackServerContext* context,
                                                   const v1::ListFitsRequest* request,
                                                   v1::ListFitsResponse* response) {
  return answer(*context, parts_, *request, [this, request, response](const std::stop_token&) {
    if (auto status = validate(*request); !status.ok()) return status;
    *response = list_fits(parts_.monitor.hub, *request);
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* MonitorService::GetFit(grpc::CallbackServerContext* context,
                                                 const v1::GetFitRequest* request,
                                                 v1::FitDetail* response) {
  return answer(*context, parts_, *request, [this, request, response](const std::stop_token&) {
    if (auto status = validate(*request); !status.ok()) return status;
    auto detail = get_fit(parts_.monitor.hub, *request);
    if (!detail.ok()) return detail.status();
    *response = *std::move(detail);
    return absl::OkStatus();
  });
}

}  // namespace fitd::server
