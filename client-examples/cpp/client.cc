#include "client-examples/cpp/client.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <iostream>
#include <mutex>
#include <thread>
#include <utility>

#include "client-examples/cpp/refusal.h"
#include "fitd/v1/fit_service.grpc.pb.h"
#include "fitd/v1/model_service.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace fitd::ctl {
namespace {

constexpr std::chrono::seconds kUnaryTimeout{30};
constexpr std::chrono::seconds kNoPatience{0};
constexpr std::chrono::milliseconds kFirstPause{200};
constexpr std::chrono::seconds kLongestPause{2};

std::shared_ptr<grpc::Channel> open_channel(const std::string& server) {
  grpc::ChannelArguments arguments;
  // Results may be larger than the default of 4 MiB.
  arguments.SetMaxReceiveMessageSize(-1);
  // A dead connection is noticed within 30 s. The server permits a ping every 10 s.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetUserAgentPrefix("fitctl");
  // Calls that are made again find the connection tried again.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

// Whether a stream ended without a word of the server: so a proxy ends it when the server behind it
// has died. gRPC calls that cancelled, though nobody here did, or unknown.
bool was_cut(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::CANCELLED ||
         (status.error_code() == grpc::StatusCode::UNKNOWN &&
          status.error_message() == "Stream removed");
}

}  // namespace

struct Client::Connection {
  Connection(std::string server_name, Limits call_limits)
      : server(std::move(server_name)),
        limits(call_limits),
        channel(open_channel(server)),
        fits(v1::FitService::NewStub(channel)),
        models(v1::ModelService::NewStub(channel)),
        healths(grpc::health::v1::Health::NewStub(channel)) {}

  // Runs `call` in a context that cancel() reaches, once.
  template <class Response>
  Outcome<Response> run_once(
      std::optional<std::chrono::nanoseconds> timeout,
      const std::function<grpc::Status(grpc::ClientContext*, Response*)>& call, bool& unavailable) {
    grpc::ClientContext context;
    if (timeout) {
      context.set_deadline(std::chrono::system_clock::now() +
                           std::chrono::ceil<std::chrono::system_clock::duration>(*timeout));
    }
    if (!enter(&context)) return Failure{Exit::kInterrupted, "interrupted"};
    Response response;
    const grpc::Status status = call(&context, &response);
    if (leave()) return Failure{Exit::kInterrupted, "interrupted"};
    if (status.ok()) return response;
    const auto code = was_cut(status) ? grpc::StatusCode::UNAVAILABLE : status.error_code();
    unavailable = code == grpc::StatusCode::UNAVAILABLE;
    return describe_refusal({code, status.error_message(), status.error_details()}, server);
  }

  // Runs `call` as often as patience and the deadline allow.
  template <class Response>
  Outcome<Response> run(std::optional<std::chrono::nanoseconds> default_timeout,
                        std::chrono::nanoseconds patience,
                        const std::function<grpc::Status(grpc::ClientContext*, Response*)>& call) {
    using Clock = std::chrono::steady_clock;
    const auto began = Clock::now();
    const auto timeout = limits.timeout ? limits.timeout : default_timeout;
    const auto longest = timeout ? std::min(patience, *timeout) : patience;
    std::chrono::nanoseconds pause = kFirstPause;
    for (;; pause = std::min<std::chrono::nanoseconds>(2 * pause, kLongestPause)) {
      bool unavailable = false;
      const auto left = timeout ? std::optional(*timeout - (Clock::now() - began)) : std::nullopt;
      auto answer = run_once<Response>(left, call, unavailable);
      if (!unavailable || Clock::now() - began + pause > longest) return answer;
      std::cerr << "fitctl: " << server << " is unavailable, trying again\n";
      std::this_thread::sleep_for(pause);
    }
  }

  // False: cancelled before it began.
  bool enter(grpc::ClientContext* context) {
    const std::lock_guard lock(mutex);
    current = context;
    return !cancelled;
  }

  // True: cancelled.
  bool leave() {
    const std::lock_guard lock(mutex);
    current = nullptr;
    return cancelled;
  }

  const std::string server;
  const Limits limits;
  const std::shared_ptr<grpc::Channel> channel;
  const std::unique_ptr<v1::FitService::Stub> fits;
  const std::unique_ptr<v1::ModelService::Stub> models;
  const std::unique_ptr<grpc::health::v1::Health::Stub> healths;

  std::mutex mutex;
  grpc::ClientContext* current = nullptr;  // guarded by mutex, as is the next
  bool cancelled = false;
};

Client::Client(std::string server, Limits limits)
    : connection_(std::make_unique<Connection>(std::move(server), limits)) {}

Client::~Client() = default;

Outcome<v1::ListModelsResponse> Client::list_models(v1::ListModelsRequest request) {
  v1::ListModelsResponse all;
  do {
    auto page = connection_->run<v1::ListModelsResponse>(
        kUnaryTimeout, connection_->limits.patience,
        [&](grpc::ClientContext* context, v1::ListModelsResponse* response) {
          return connection_->models->ListModels(context, request, response);
        });
    if (!page.ok()) return page.failure();
    request.set_page_token(page->next_page_token());
    for (auto& model : *page->mutable_models()) *all.add_models() = std::move(model);
  } while (!request.page_token().empty());
  return all;
}

Outcome<v1::Model> Client::get_model(const std::string& name,
                                     const std::vector<std::string>& predictors) {
  v1::GetModelRequest request;
  request.set_name(name);
  request.mutable_predictors()->Add(predictors.begin(), predictors.end());
  return connection_->run<v1::Model>(kUnaryTimeout, connection_->limits.patience,
                                     [&](grpc::ClientContext* context, v1::Model* response) {
                                       return connection_->models->GetModel(context, request,
                                                                            response);
                                     });
}

Outcome<v1::EvaluateModelResponse> Client::evaluate(const v1::EvaluateModelRequest& request) {
  return connection_->run<v1::EvaluateModelResponse>(
      kUnaryTimeout, connection_->limits.patience,
      [&](grpc::ClientContext* context, v1::EvaluateModelResponse* response) {
        return connection_->models->EvaluateModel(context, request, response);
      });
}

Outcome<v1::Model> Client::create_model(const v1::CreateModelRequest& request) {
  return connection_->run<v1::Model>(
      kUnaryTimeout, kNoPatience, [&](grpc::ClientContext* context, v1::Model* response) {
        return connection_->models->CreateModel(context, request, response);
      });
}

Outcome<Exit> Client::delete_model(const std::string& name) {
  v1::DeleteModelRequest request;
  request.set_name(name);
  const auto deleted = connection_->run<google::protobuf::Empty>(
      kUnaryTimeout, kNoPatience,
      [&](grpc::ClientContext* context, google::protobuf::Empty* response) {
        return connection_->models->DeleteModel(context, request, response);
      });
  if (!deleted.ok()) return deleted.failure();
  return Exit::kOk;
}

Outcome<v1::GuessParametersResponse> Client::guess(const v1::GuessParametersRequest& request) {
  return connection_->run<v1::GuessParametersResponse>(
      kUnaryTimeout, connection_->limits.patience,
      [&](grpc::ClientContext* context, v1::GuessParametersResponse* response) {
        return connection_->models->GuessParameters(context, request, response);
      });
}

Outcome<v1::FitResult> Client::fit(const v1::FitRequest& request,
                                   const std::function<void(const v1::FitEvent&)>& on_event) {
  auto result = connection_->run<v1::FitResult>(
      {}, connection_->limits.patience, [&](grpc::ClientContext* context, v1::FitResult* last) {
        const auto stream = connection_->fits->Fit(context, request);
        for (v1::FitEvent event; stream->Read(&event);) {
          on_event(event);
          if (event.has_result()) *last = std::move(*event.mutable_result());
        }
        return stream->Finish();
      });
  if (result.ok() && result->termination() == v1::TERMINATION_UNSPECIFIED) {
    return Failure{Exit::kRefused, connection_->server + " ended the fit without a result"};
  }
  return result;
}

Outcome<v1::FitBatchSummary> Client::batch(
    const v1::FitBatchHeader& header, const std::function<std::optional<v1::FitBatchChunk>()>& next,
    const std::function<void(const v1::FitBatchResponse&)>& on_response) {
  return connection_->run<v1::FitBatchSummary>(
      {}, kNoPatience, [&](grpc::ClientContext* context, v1::FitBatchSummary* summary) {
        const auto stream = connection_->fits->FitBatch(context);
        // The server reads while it answers, and so must its client.
        std::jthread writer([&] {
          v1::FitBatchRequest request;
          *request.mutable_header() = header;
          while (stream->Write(request)) {
            auto chunk = next();
            if (!chunk) {
              stream->WritesDone();
              return;
            }
            *request.mutable_chunk() = *std::move(chunk);
          }
        });
        for (v1::FitBatchResponse response; stream->Read(&response);) {
          on_response(response);
          if (response.has_summary()) *summary = response.summary();
        }
        writer.join();
        return stream->Finish();
      });
}

Outcome<std::string> Client::health(const std::string& service) {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  const auto answer = connection_->run<grpc::health::v1::HealthCheckResponse>(
      kUnaryTimeout, kNoPatience,
      [&](grpc::ClientContext* context, grpc::health::v1::HealthCheckResponse* response) {
        return connection_->healths->Check(context, request, response);
      });
  if (!answer.ok()) return answer.failure();
  return grpc::health::v1::HealthCheckResponse::ServingStatus_Name(answer->status());
}

bool Client::cancel() {
  const std::lock_guard lock(connection_->mutex);
  connection_->cancelled = true;
  if (connection_->current) connection_->current->TryCancel();
  return connection_->current != nullptr;
}

}  // namespace fitd::ctl
