#include "server/grpc_metrics.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "server/metrics/convert_metrics.h"

namespace fitd::server {
namespace {

using grpc::experimental::InterceptionHookPoints;

class CallCounter final : public grpc::experimental::Interceptor {
 public:
  CallCounter(Metrics& metrics, std::string method)
      : metrics_(metrics), method_(std::move(method)) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      metrics_.count_call(method_, code_label(methods->GetSendStatus().error_code()),
                          std::chrono::steady_clock::now() - began_);
    }
    methods->Proceed();
  }

 private:
  Metrics& metrics_;
  const std::string method_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

CallCounters::CallCounters(Metrics& metrics) : metrics_(metrics) {
  for (const char* name : {"fitd.v1.FitService", "fitd.v1.ModelService", "fitd.v1.MonitorService",
                           "grpc.health.v1.Health"}) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) continue;
    for (int i = 0; i < service->method_count(); ++i) {
      methods_.insert(absl::StrCat("/", name, "/", service->method(i)->name()));
    }
  }
}

grpc::experimental::Interceptor* CallCounters::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* info) {
  const std::string method = info->method();
  return new CallCounter(metrics_, methods_.contains(method) ? method.substr(1) : "other");
}

}  // namespace fitd::server
