// MonitorService on the wire.
#ifndef FITD_SERVER_MONITOR_SERVICE_H_
#define FITD_SERVER_MONITOR_SERVICE_H_

#include <string>

#include "fitd/v1/monitor_service.grpc.pb.h"
#include "server/live_calls.h"
#include "server/monitor/monitor.h"
#include "server/pool/admission.h"
#include "server/pool/worker_pool.h"

namespace fitd::server {

// A frame is serialised once for all watchers who get it, so that Watch is a raw method.
class MonitorService final
    : public v1::MonitorService::WithRawCallbackMethod_Watch<
          v1::MonitorService::WithCallbackMethod_GetServerInfo<
              v1::MonitorService::WithCallbackMethod_ListFits<
                  v1::MonitorService::WithCallbackMethod_GetFit<v1::MonitorService::Service>>>> {
 public:
  // All outlive the service. Fits are shown by `pool`, which computes nothing else: who watches is
  // not to wait for what is watched.
  struct Parts {
    Monitor& monitor;
    Admission& admission;
    WorkerPool& pool;
    LiveCalls& live_calls;
    LiveCalls& watches;
    v1::ServerInfo info;
    std::string client_key;  // see client_of()
  };

  explicit MonitorService(Parts parts) : parts_(std::move(parts)) {}

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* GetServerInfo(grpc::CallbackServerContext* context,
                                          const v1::GetServerInfoRequest* request,
                                          v1::ServerInfo* response) override;
  grpc::ServerUnaryReactor* ListFits(grpc::CallbackServerContext* context,
                                     const v1::ListFitsRequest* request,
                                     v1::ListFitsResponse* response) override;
  grpc::ServerUnaryReactor* GetFit(grpc::CallbackServerContext* context,
                                   const v1::GetFitRequest* request,
                                   v1::FitDetail* response) override;

 private:
  const Parts parts_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_SERVICE_H_
