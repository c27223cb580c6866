#include "tests/server/support/monitor_client.h"

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <cstdlib>
#include <functional>

#include "fitd/v1/monitor_service.grpc.pb.h"
#include "tests/server/support/grpc_end.h"

namespace fitd::server {
namespace {

class GrpcOpenWatch final : public OpenWatch {
 public:
  GrpcOpenWatch(v1::MonitorService::Stub& stub, const v1::WatchRequest& request)
      : reader_(stub.Watch(&context_, request)) {}

  std::optional<v1::ServerEvent> read() override {
    v1::ServerEvent event;
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
  std::unique_ptr<grpc::ClientReader<v1::ServerEvent>> reader_;
};

}  // namespace

void WatchedServer::apply(const v1::ServerEvent& event) {
  if (event.reset()) {
    ++resets;
    fits.clear();
    progress.clear();
    batches.clear();
  }
  resume_token = event.resume_token();
  for (const auto& fit : event.fits()) fits[fit.fit_id()] = fit;
  for (const auto& report : event.progress()) progress[report.fit_id()] = report.progress();
  for (const auto& batch : event.batches()) batches[batch.batch_id()] = batch;
  if (event.has_load()) load = event.load();
}

void WatchedServer::read(OpenWatch& watch) {
  const auto event = watch.read();
  if (!event) {
    std::fprintf(stderr, "the watch has ended: %s\n", watch.finish().message.c_str());
    std::abort();
  }
  apply(*event);
}

const v1::FitInfo& WatchedServer::wait_for(OpenWatch& watch, const std::string& id,
                                           v1::WorkState state) {
  while (fits[id].state() != state) read(watch);
  return fits[id];
}

const v1::FitInfo& WatchedServer::wait_for_request(OpenWatch& watch, const std::string& request_id,
                                                   v1::WorkState state) {
  for (;;) {
    for (const auto& [id, fit] : fits) {
      if (fit.request_id() == request_id && fit.state() == state) return fit;
    }
    read(watch);
  }
}

struct MonitorClient::Stub {
  explicit Stub(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    stub = v1::MonitorService::NewStub(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
  }
  std::unique_ptr<v1::MonitorService::Stub> stub;
};

MonitorClient::MonitorClient(const std::string& address) : stub_(std::make_unique<Stub>(address)) {}
MonitorClient::~MonitorClient() = default;

std::unique_ptr<OpenWatch> MonitorClient::watch(const v1::WatchRequest& request) {
  return std::make_unique<GrpcOpenWatch>(*stub_->stub, request);
}

CallEnd MonitorClient::server_info(v1::ServerInfo& response) {
  grpc::ClientContext context;
  return to_end(stub_->stub->GetServerInfo(&context, {}, &response), context);
}

CallEnd MonitorClient::list_fits(const v1::ListFitsRequest& request,
                                 v1::ListFitsResponse& response) {
  grpc::ClientContext context;
  return to_end(stub_->stub->ListFits(&context, request, &response), context);
}

CallEnd MonitorClient::get_fit(const v1::GetFitRequest& request, v1::FitDetail& response) {
  grpc::ClientContext context;
  return to_end(stub_->stub->GetFit(&context, request, &response), context);
}

}  // namespace fitd::server
