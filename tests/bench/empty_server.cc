#include "tests/bench/empty_server.h"

#include <grpcpp/grpcpp.h>

#include "fitd/v1/fit_service.grpc.pb.h"

namespace fitd::bench {
namespace {

class EmptyCall final : public grpc::ServerWriteReactor<v1::FitEvent> {
 public:
  explicit EmptyCall(const v1::FitEvent& answer) {
    StartWriteAndFinish(&answer, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnDone() override { delete this; }
};

class EmptyService final : public v1::FitService::CallbackService {
 public:
  explicit EmptyService(const v1::FitEvent& answer) : answer_(answer) {}
  grpc::ServerWriteReactor<v1::FitEvent>* Fit(grpc::CallbackServerContext*,
                                              const v1::FitRequest*) override {
    return new EmptyCall(answer_);
  }

 private:
  const v1::FitEvent answer_;
};

}  // namespace

EmptyServer::EmptyServer(const v1::FitEvent& answer)
    : service_(std::make_unique<EmptyService>(answer)) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  address_ = "127.0.0.1:" + std::to_string(port);
}

EmptyServer::~EmptyServer() { server_->Shutdown(); }

}  // namespace fitd::bench
