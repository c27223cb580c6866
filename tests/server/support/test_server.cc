#include "tests/server/support/test_server.h"

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "fitd/v1/fit_service.grpc.pb.h"
#include "fitd/v1/model_service.grpc.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/app.h"
#include "tests/server/support/grpc_end.h"

namespace fitd::server {
namespace {

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "test server: %s\n", what.c_str());
  std::abort();
}

class GrpcOpenFit final : public OpenFit {
 public:
  GrpcOpenFit(v1::FitService::Stub& stub, const v1::FitRequest& request,
              const std::map<std::string, std::string>& metadata) {
    for (const auto& [key, value] : metadata) context_.AddMetadata(key, value);
    reader_ = stub.Fit(&context_, request);
  }

  std::optional<v1::FitEvent> read() override {
    v1::FitEvent event;
    if (!reader_->Read(&event)) return std::nullopt;
    return event;
  }
  void cancel() override { context_.TryCancel(); }
  CallEnd finish() override {
    while (read()) {
    }
    return to_end(reader_->Finish(), context_);
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::FitEvent>> reader_;
};

}  // namespace

CallEnd to_end(const grpc::Status& status, const grpc::ClientContext& context) {
  CallEnd end;
  end.code = static_cast<absl::StatusCode>(status.error_code());
  end.message = status.error_message();
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto pushback = trailers.find("grpc-retry-pushback-ms");
  if (pushback != trailers.end()) {
    end.pushback.assign(pushback->second.data(), pushback->second.size());
  }
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) fail("the details are not a Status");
  for (const auto& any : details.details()) {
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry_info;
    if (any.UnpackTo(&bad_request)) {
      end.violations.assign(bad_request.field_violations().begin(),
                            bad_request.field_violations().end());
    } else if (any.UnpackTo(&retry_info)) {
      end.retry_after = std::chrono::milliseconds(retry_info.retry_delay().seconds() * 1000 +
                                                  retry_info.retry_delay().nanos() / 1'000'000);
    }
  }
  return end;
}

struct TestServer::Client {
  explicit Client(const std::string& address)
      : channel(make_channel(address)),
        fits(v1::FitService::NewStub(channel)),
        models(v1::ModelService::NewStub(channel)) {}

  static std::shared_ptr<grpc::Channel> make_channel(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  }

  template <class Request, class Response>
  CallEnd call(grpc::Status (v1::ModelService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                              Response*),
               const Request& request, Response& response) {
    grpc::ClientContext context;
    return to_end((models.get()->*method)(&context, request, &response), context);
  }

  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::FitService::Stub> fits;
  std::unique_ptr<v1::ModelService::Stub> models;
};

const v1::FitResult& FitReply::result() const {
  if (events.empty() || !events.back().has_result()) fail("no result: " + end.message);
  return events.back().result();
}

Options test_options() {
  return {.listen = "127.0.0.1:0",
          .http = "",
          .http_hosts = "",
          .http_connections = 100,
          .http_body_bytes = std::int64_t{1} << 20,
          .workers = 2,
          .express_workers = 1,
          .max_functions = 256,
          .max_message_bytes = std::int64_t{256} << 20,
          .max_points = 20'000'000,
          .max_parameters = 1'000,
          .working_memory = std::int64_t{4} << 30,
          .queue_length = 10'000,
          .queue_bytes = std::int64_t{2} << 30,
          .client_share = 0.5,
          .batch_chunks = 4,
          .batch_chunk_fits = 1'000'000,
          .client_metadata_key = "test-client",
          .stall_timeout = std::chrono::minutes(5),
          .drain_delay = std::chrono::seconds(0),
          .drain_timeout = std::chrono::seconds(30),
          .kept_fits = 1'000,
          .kept_bytes = std::int64_t{64} << 20,
          .watch_data = true,
          .max_watchers = 4'096,
          .state_dir = "",
          .models_dir = "",
          .log_level = "off",
          .log_format = "text"};
}

TestServer::TestServer(const Options& options) {
  auto app = App::start(options);
  if (!app.ok()) fail(std::string(app.status().message()));
  app_ = *std::move(app);
  client_ = std::make_unique<Client>(address());
}

TestServer::~TestServer() = default;

std::string TestServer::address() const { return app_->grpc().address(); }

FitReply TestServer::fit(const v1::FitRequest& request, std::chrono::milliseconds timeout) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + timeout);
  FitReply reply;
  const auto reader = client_->fits->Fit(&context, request);
  v1::FitEvent event;
  while (reader->Read(&event)) reply.events.push_back(std::move(event));
  reply.end = to_end(reader->Finish(), context);
  return reply;
}

std::unique_ptr<OpenFit> TestServer::open(const v1::FitRequest& request,
                                          const std::map<std::string, std::string>& metadata) {
  return std::make_unique<GrpcOpenFit>(*client_->fits, request, metadata);
}

CallEnd TestServer::list_models(const v1::ListModelsRequest& request,
                                v1::ListModelsResponse& response) {
  return client_->call(&v1::ModelService::Stub::ListModels, request, response);
}
CallEnd TestServer::get_model(const v1::GetModelRequest& request, v1::Model& response) {
  return client_->call(&v1::ModelService::Stub::GetModel, request, response);
}
CallEnd TestServer::evaluate(const v1::EvaluateModelRequest& request,
                             v1::EvaluateModelResponse& response) {
  return client_->call(&v1::ModelService::Stub::EvaluateModel, request, response);
}
CallEnd TestServer::create_model(const v1::CreateModelRequest& request, v1::Model& response) {
  return client_->call(&v1::ModelService::Stub::CreateModel, request, response);
}
CallEnd TestServer::delete_model(const std::string& name) {
  v1::DeleteModelRequest request;
  request.set_name(name);
  google::protobuf::Empty response;
  return client_->call(&v1::ModelService::Stub::DeleteModel, request, response);
}
CallEnd TestServer::guess(const v1::GuessParametersRequest& request,
                          v1::GuessParametersResponse& response) {
  return client_->call(&v1::ModelService::Stub::GuessParameters, request, response);
}

std::string TestServer::health(const std::string& service) {
  grpc::ClientContext context;
  ::grpc::health::v1::HealthCheckRequest request;
  ::grpc::health::v1::HealthCheckResponse response;
  request.set_service(service);
  const auto stub = ::grpc::health::v1::Health::NewStub(client_->channel);
  const grpc::Status status = stub->Check(&context, request, &response);
  if (!status.ok())
    return absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code()));
  return ::grpc::health::v1::HealthCheckResponse::ServingStatus_Name(response.status());
}

}  // namespace fitd::server
