#include "server/http/api_call.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"
#include "server/grpc_status.h"
#include "server/http/convert_http.h"
#include "server/rpc_status.h"

namespace fitd::server {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// The method of /api/<Service>/<Method>; null where there is none.
const MethodDescriptor* find_method(const std::string& path) {
  const std::vector<std::string> parts = absl::StrSplit(path, '/');
  if (parts.size() != 4) return nullptr;
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      absl::StrCat("fitd.v1.", parts[2]));
  return service == nullptr ? nullptr : service->FindMethodByName(parts[3]);
}

std::unique_ptr<Message> new_message(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

grpc::ByteBuffer to_buffer(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return {&slice, 1};
}

// A ByteBuffer of an answer as JSON.
std::string to_json_text(const grpc::ByteBuffer& buffer, const google::protobuf::Descriptor* type) {
  grpc::Slice slice;
  const auto message = new_message(type);
  if (!buffer.DumpToSingleSlice(&slice).ok() ||
      !message->ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
    return "{}";
  }
  return to_json(*message);
}

absl::Status to_absl(const grpc::Status& status) {
  absl::Status ours(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  for (const auto& detail : details.details()) {
    ours.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return ours;
}

// Lives until gRPC is done with it, and while anyone holds it. Each step begins the next, so that
// one thing is under way at a time.
class ApiCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                      public std::enable_shared_from_this<ApiCall> {
 public:
  ApiCall(const ApiParts& parts, const MethodDescriptor& method, std::string client,
          std::shared_ptr<HttpExchange> exchange)
      : parts_(parts),
        method_(method),
        client_(std::move(client)),
        exchange_(std::move(exchange)),
        stub_(parts.channel) {}

  void begin(std::string body) {
    on_pool([this, text = std::move(body)] { start(text); });
  }

  void OnReadDone(bool ok) override {
    if (!ok) return RemoveHold();
    on_pool([this] { translate(); });
  }
  void OnDone(const grpc::Status& status) override {
    on_pool([this, end = to_absl(status)] { finish(end); });
    self_ = nullptr;
  }

 private:
  template <class Step>
  void on_pool(Step step) {
    parts_.pool.submit(parts_.pool.next_id(), client_, Lane::kNormal,
                       [self = shared_from_this(), step = std::move(step)] { step(); });
  }

  void start(const std::string& body) {
    const auto request = new_message(method_.input_type());
    if (const auto status = from_json(body, *request); !status.ok()) {
      exchange_->answer(to_answer(status));
      return;
    }
    request_ = to_buffer(*request);
    self_ = shared_from_this();
    context_.AddMetadata(kHttpClientKey, client_);
    const std::string name = absl::StrCat("/", method_.service()->full_name(), "/", method_.name());
    stub_.PrepareBidiStreamingCall(&context_, name, {}, this);
    AddHold();  // until the last read is done: the next begins elsewhere
    StartWriteLast(&request_, {});
    StartRead(&response_);
    StartCall();
    exchange_->when_gone([self = shared_from_this()] { self->context_.TryCancel(); });
  }

  void translate() {
    std::string json = to_json_text(response_, method_.output_type());
    response_.Clear();
    if (!method_.server_streaming()) {
      answer_ = std::move(json);
      StartRead(&response_);
      return;
    }
    begin_events();
    exchange_->send(std::make_shared<const std::string>(to_sse("", "", json)),
                    [self = shared_from_this()](bool ok) {
                      if (!ok) self->context_.TryCancel();
                      self->StartRead(&self->response_);
                    });
  }

  void finish(const absl::Status& status) {
    if (!began_ && !status.ok()) return exchange_->answer(to_answer(status));
    if (!method_.server_streaming()) return exchange_->answer(json_answer(answer_));
    begin_events();
    exchange_->send(std::make_shared<const std::string>(to_sse("end", "", to_json(status))),
                    [exchange = exchange_](bool ok) {
                      if (ok) exchange->end_events();
                    });
  }

  void begin_events() {
    if (!std::exchange(began_, true)) exchange_->begin_events();
  }

  const ApiParts parts_;
  const MethodDescriptor& method_;
  const std::string client_;
  const std::shared_ptr<HttpExchange> exchange_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  std::string answer_;
  bool began_ = false;
  std::shared_ptr<ApiCall> self_;  // while gRPC has it
};

}  // namespace

void call_api(const ApiParts& parts, HttpRequest&& request,
              const std::shared_ptr<HttpExchange>& exchange) {
  const MethodDescriptor* method = find_method(request.path);
  if (method == nullptr) {
    exchange->answer(to_answer(absl::NotFoundError("there is no such method of fitd.v1")));
    return;
  }
  if (method->client_streaming()) {
    exchange->answer(to_answer(absl::UnimplementedError(
        absl::StrCat(method->name(), " takes a stream of requests: call it over gRPC"))));
    return;
  }
  std::make_shared<ApiCall>(parts, *method, std::move(request.client), exchange)
      ->begin(std::move(request.body));
}

}  // namespace fitd::server
