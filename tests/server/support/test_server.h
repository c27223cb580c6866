// A real fitd in the test's process, and a real client of it; gRPC stays in the .cc.
#ifndef FITD_TESTS_SERVER_SUPPORT_TEST_SERVER_H_
#define FITD_TESTS_SERVER_SUPPORT_TEST_SERVER_H_

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "fitd/v1/fit.pb.h"
#include "fitd/v1/model_service.pb.h"
#include "google/rpc/error_details.pb.h"
#include "server/options.h"

namespace fitd::server {

class App;

// How a call ended.
struct CallEnd {
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string message;
  // From the google.rpc.BadRequest among the details.
  std::vector<google::rpc::BadRequest::FieldViolation> violations;
  // From the google.rpc.RetryInfo among the details.
  std::optional<std::chrono::milliseconds> retry_after;
  // The grpc-retry-pushback-ms trailer.
  std::string pushback;
};

struct FitReply {
  CallEnd end;
  std::vector<v1::FitEvent> events;

  // The result of the last event. Fails the process without one.
  const v1::FitResult& result() const;
};

// Small limits and no log: 2 workers, an express worker, port 0.
Options test_options();

// A Fit call whose events are read one by one.
class OpenFit {
 public:
  virtual ~OpenFit() = default;
  // None at the end of the stream.
  virtual std::optional<v1::FitEvent> read() = 0;
  virtual void cancel() = 0;
  // Reads what is left, then the status.
  virtual CallEnd finish() = 0;
};

class TestServer {
 public:
  explicit TestServer(const Options& options = test_options());
  ~TestServer();

  App& app() { return *app_; }
  std::string address() const;

  FitReply fit(const v1::FitRequest& request,
               std::chrono::milliseconds timeout = std::chrono::minutes(2));
  std::unique_ptr<OpenFit> open(const v1::FitRequest& request,
                                const std::map<std::string, std::string>& metadata = {});

  CallEnd list_models(const v1::ListModelsRequest& request, v1::ListModelsResponse& response);
  CallEnd get_model(const v1::GetModelRequest& request, v1::Model& response);
  CallEnd evaluate(const v1::EvaluateModelRequest& request, v1::EvaluateModelResponse& response);
  CallEnd create_model(const v1::CreateModelRequest& request, v1::Model& response);
  CallEnd delete_model(const std::string& name);
  CallEnd guess(const v1::GuessParametersRequest& request, v1::GuessParametersResponse& response);

  // The standard health service's answer for `service`: SERVING, NOT_SERVING or an error's code.
  std::string health(const std::string& service = "");

 private:
  struct Client;
  std::unique_ptr<App> app_;
  std::unique_ptr<Client> client_;
};

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_TEST_SERVER_H_
