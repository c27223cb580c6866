// The server, as plain calls: all of gRPC is behind this.
#ifndef FITD_CLIENT_EXAMPLES_CPP_CLIENT_H_
#define FITD_CLIENT_EXAMPLES_CPP_CLIENT_H_

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client-examples/cpp/outcome.h"
#include "fitd/v1/fit.pb.h"
#include "fitd/v1/fit_batch.pb.h"
#include "fitd/v1/model_service.pb.h"

namespace fitd::ctl {

// Blocking calls, one at a time, except for cancel(). A failed call is a Failure ready to print.
class Client {
 public:
  struct Limits {
    // The deadline of each call, repetitions included. Absent: 30 s, and none for fits.
    std::optional<std::chrono::nanoseconds> timeout;
    // How long a call is made again, after growing pauses, while it finds the server unavailable:
    // it changes nothing there, so that repeating it is safe. Not health(), and not batch(), which
    // fails with Failure::try_again_in.
    std::chrono::nanoseconds patience{};
  };

  // `server`: host:port; nothing is connected yet.
  Client(std::string server, Limits limits);
  ~Client();

  // All pages in one answer.
  Outcome<v1::ListModelsResponse> list_models(v1::ListModelsRequest request);
  // `predictors`: names that are predictors where `name` is an expression.
  Outcome<v1::Model> get_model(const std::string& name,
                               const std::vector<std::string>& predictors = {});
  Outcome<v1::Model> create_model(const v1::CreateModelRequest& request);
  Outcome<Exit> delete_model(const std::string& name);
  Outcome<v1::EvaluateModelResponse> evaluate(const v1::EvaluateModelRequest& request);
  Outcome<v1::GuessParametersResponse> guess(const v1::GuessParametersRequest& request);

  // Runs a fit to its end; `on_event` sees every event, on the calling thread.
  Outcome<v1::FitResult> fit(const v1::FitRequest& request,
                             const std::function<void(const v1::FitEvent&)>& on_event);

  // Runs a batch to its end: sends the header, then what `next` gives until it gives nothing, on a
  // thread of its own. `on_response` sees every response, on the calling thread.
  Outcome<v1::FitBatchSummary> batch(
      const v1::FitBatchHeader& header,
      const std::function<std::optional<v1::FitBatchChunk>()>& next,
      const std::function<void(const v1::FitBatchResponse&)>& on_response);

  // The state of a service, or of the whole server for "": SERVING, NOT_SERVING...
  Outcome<std::string> health(const std::string& service);

  // Cancels the call in progress, which then fails with Exit::kInterrupted, as does every later
  // one. From any thread. False where there was none.
  bool cancel();

 private:
  struct Connection;

  std::unique_ptr<Connection> connection_;
};

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_CLIENT_H_
