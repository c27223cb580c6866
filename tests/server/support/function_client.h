// A client of FitFunction, message by message or to the end; gRPC stays in the .cc.
#ifndef FITD_TESTS_SERVER_SUPPORT_FUNCTION_CLIENT_H_
#define FITD_TESTS_SERVER_SUPPORT_FUNCTION_CLIENT_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fitd/v1/fit_function.pb.h"
#include "solver/lm/residual_function.h"
#include "tests/server/support/test_server.h"

namespace fitd::server {

// A call whose messages the test sends and reads one by one.
class OpenFunction {
 public:
  virtual ~OpenFunction() = default;
  virtual void send(const v1::FitFunctionRequest& request) = 0;
  // None at the end of the stream.
  virtual std::optional<v1::FitFunctionResponse> read() = 0;
  // Ends the client's half of the stream.
  virtual void close() = 0;
  virtual void cancel() = 0;
  // Reads what is left, then the status.
  virtual CallEnd finish() = 0;
};

// `timeout`: the call's deadline.
std::unique_ptr<OpenFunction> open_function(
    const std::string& address, std::chrono::milliseconds timeout = std::chrono::minutes(2));

v1::FitFunctionRequest problem_request(const v1::FunctionProblem& problem);

// The answer to `ask` by `function`; `col_deriv` as in the problem.
v1::FitFunctionRequest answer_by(lm::ResidualFunction& function, const v1::Evaluate& ask,
                                 bool col_deriv);

struct FunctionReply {
  CallEnd end;
  std::vector<v1::FitFunctionResponse> responses;

  // Fails the process where there is none.
  const v1::FitResult& result() const;
  std::vector<v1::Evaluate> asks() const;
};

// Runs a whole call.
FunctionReply minimize_over_wire(const std::string& address, const v1::FunctionProblem& problem,
                                 lm::ResidualFunction& function);

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_FUNCTION_CLIENT_H_
