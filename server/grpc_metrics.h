// Counts every call, whatever serves it.
#ifndef FITD_SERVER_GRPC_METRICS_H_
#define FITD_SERVER_GRPC_METRICS_H_

#include <grpcpp/support/server_interceptor.h>

#include <memory>
#include <set>
#include <string>

#include "server/metrics/metrics.h"

namespace fitd::server {

// Makes an interceptor for each call, which tells `metrics` of its end. A method that is not ours
// is counted as "other".
class CallCounters final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  // `metrics` outlives the server.
  explicit CallCounters(Metrics& metrics);

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;

 private:
  Metrics& metrics_;
  std::set<std::string> methods_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_GRPC_METRICS_H_
