#include "tests/server/support/test_batch.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "fitd/v1/fit_service.grpc.pb.h"
#include "tests/server/support/grpc_end.h"

namespace fitd::server {
namespace {

std::shared_ptr<grpc::Channel> make_channel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

class GrpcOpenBatch final : public OpenBatch {
 public:
  GrpcOpenBatch(const std::string& address, const std::map<std::string, std::string>& metadata,
                std::chrono::milliseconds timeout)
      : stub_(v1::FitService::NewStub(make_channel(address))) {
    for (const auto& [key, value] : metadata) context_.AddMetadata(key, value);
    context_.set_deadline(std::chrono::system_clock::now() + timeout);
    stream_ = stub_->FitBatch(&context_);
  }

  bool write(const v1::FitBatchRequest& request) override { return stream_->Write(request); }
  void writes_done() override { stream_->WritesDone(); }
  std::optional<v1::FitBatchResponse> read() override {
    v1::FitBatchResponse response;
    if (!stream_->Read(&response)) return std::nullopt;
    return response;
  }
  void cancel() override { context_.TryCancel(); }
  CallEnd finish() override {
    while (read()) {
    }
    return to_end(stream_->Finish(), context_);
  }

 private:
  const std::unique_ptr<v1::FitService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::FitBatchRequest, v1::FitBatchResponse>> stream_;
};

}  // namespace

std::unique_ptr<OpenBatch> open_batch(const TestServer& server,
                                      const std::map<std::string, std::string>& metadata,
                                      std::chrono::milliseconds timeout) {
  return std::make_unique<GrpcOpenBatch>(server.address(), metadata, timeout);
}

void BatchReply::add(const v1::FitBatchResponse& response) {
  if (response.has_accepted()) accepted = response.accepted();
  if (response.has_progress()) progress.push_back(response.progress());
  if (response.has_summary()) summary = response.summary();
  if (!response.has_results()) return;
  add_results(response.results(), answers);
  ++messages;
}

BatchReply run_batch(const TestServer& server, const std::vector<v1::FitBatchRequest>& requests) {
  const auto batch = open_batch(server);
  std::jthread writer([&] {
    for (const auto& request : requests) {
      if (!batch->write(request)) return;
    }
    batch->writes_done();
  });
  BatchReply reply;
  while (const auto response = batch->read()) reply.add(*response);
  writer.join();
  reply.end = batch->finish();
  return reply;
}

std::vector<v1::FitBatchRequest> in_chunks(v1::FitBatchHeader header, std::span<const double> y,
                                           std::size_t rows, Payload payload) {
  const std::size_t length = rows * static_cast<std::size_t>(header.num_points());
  std::vector<v1::FitBatchRequest> requests = {to_request(std::move(header))};
  for (std::size_t first = 0; first < y.size(); first += length) {
    requests.push_back(
        to_request(chunk_of(y.subspan(first, std::min(length, y.size() - first)), payload)));
  }
  return requests;
}

}  // namespace fitd::server
