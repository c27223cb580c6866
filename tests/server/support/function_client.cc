#include "tests/server/support/function_client.h"

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <cstdlib>

#include "fitd/v1/fit_service.grpc.pb.h"
#include "server/arrays.h"
#include "tests/server/support/grpc_end.h"

namespace fitd::server {
namespace {

class GrpcOpenFunction final : public OpenFunction {
 public:
  GrpcOpenFunction(const std::string& address, std::chrono::milliseconds timeout) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
    stub_ = v1::FitService::NewStub(channel_);
    context_.set_deadline(std::chrono::system_clock::now() + timeout);
    stream_ = stub_->FitFunction(&context_);
  }

  void send(const v1::FitFunctionRequest& request) override { stream_->Write(request); }
  std::optional<v1::FitFunctionResponse> read() override {
    v1::FitFunctionResponse response;
    if (!stream_->Read(&response)) return std::nullopt;
    return response;
  }
  void close() override { stream_->WritesDone(); }
  void cancel() override { context_.TryCancel(); }
  CallEnd finish() override {
    while (read()) {
    }
    return to_end(stream_->Finish(), context_);
  }

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::FitService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::FitFunctionRequest, v1::FitFunctionResponse>>
      stream_;
};

std::vector<double> residuals_at(lm::ResidualFunction& function, const std::vector<double>& points,
                                 std::size_t num_points) {
  const auto m = static_cast<std::size_t>(function.num_residuals());
  const auto n = static_cast<std::size_t>(function.num_parameters());
  std::vector<double> r(num_points * m);
  for (std::size_t k = 0; k < num_points; ++k) {
    function.residuals(std::span(points).subspan(k * n, n), std::span(r).subspan(k * m, m), {});
  }
  return r;
}

std::vector<double> transposed(const std::vector<double>& a, std::size_t rows,
                               std::size_t columns) {
  std::vector<double> t(a.size());
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) t[j * rows + i] = a[i * columns + j];
  }
  return t;
}

}  // namespace

std::unique_ptr<OpenFunction> open_function(const std::string& address,
                                            std::chrono::milliseconds timeout) {
  return std::make_unique<GrpcOpenFunction>(address, timeout);
}

v1::FitFunctionRequest problem_request(const v1::FunctionProblem& problem) {
  v1::FitFunctionRequest request;
  *request.mutable_problem() = problem;
  return request;
}

v1::FitFunctionRequest answer_by(lm::ResidualFunction& function, const v1::Evaluate& ask,
                                 bool col_deriv) {
  const std::int64_t m = function.num_residuals();
  const std::int64_t n = function.num_parameters();
  v1::FitFunctionRequest request;
  v1::Evaluation& evaluation = *request.mutable_evaluation();
  evaluation.set_id(ask.id());
  const std::vector<double> points = to_vector(ask.points());
  if (ask.what() == v1::Evaluate::WHAT_RESIDUALS) {
    const std::int64_t k = ask.points().shape(0);
    *evaluation.mutable_residuals() = to_array(
        residuals_at(function, points, static_cast<std::size_t>(k)), {k, m}, Encoding::kBytes);
    return request;
  }
  std::vector<double> j(static_cast<std::size_t>(m * n));
  function.jacobian(points, j, {});
  if (col_deriv) {
    *evaluation.mutable_jacobian() = to_array(j, {n, m}, Encoding::kBytes);
  } else {
    const auto by_rows = transposed(j, static_cast<std::size_t>(n), static_cast<std::size_t>(m));
    *evaluation.mutable_jacobian() = to_array(by_rows, {m, n}, Encoding::kBytes);
  }
  return request;
}

const v1::FitResult& FunctionReply::result() const {
  if (responses.empty() || !responses.back().has_result()) {
    std::fprintf(stderr, "no result: %s\n", end.message.c_str());
    std::abort();
  }
  return responses.back().result();
}

std::vector<v1::Evaluate> FunctionReply::asks() const {
  std::vector<v1::Evaluate> asks;
  for (const auto& response : responses) {
    if (response.has_evaluate()) asks.push_back(response.evaluate());
  }
  return asks;
}

FunctionReply minimize_over_wire(const std::string& address, const v1::FunctionProblem& problem,
                                 lm::ResidualFunction& function) {
  const auto call = open_function(address);
  call->send(problem_request(problem));
  FunctionReply reply;
  while (auto response = call->read()) {
    reply.responses.push_back(*response);
    if (response->has_evaluate()) {
      call->send(answer_by(function, response->evaluate(), problem.col_deriv()));
    }
  }
  reply.end = call->finish();
  return reply;
}

}  // namespace fitd::server
