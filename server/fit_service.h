// FitService on the wire: thin adapters over the sessions.
#ifndef FITD_SERVER_FIT_SERVICE_H_
#define FITD_SERVER_FIT_SERVICE_H_

#include <string>
#include <utility>

#include "fitd/v1/fit_service.grpc.pb.h"
#include "server/batch/batch_session.h"
#include "server/fit_intake.h"
#include "server/function/function_call.h"
#include "server/id_source.h"
#include "server/live_calls.h"
#include "server/pool/worker_pool.h"

namespace fitd::server {

// Its parts must outlive it.
class FitService final : public v1::FitService::CallbackService {
 public:
  // `client_key`: see client_of().
  FitService(FitIntake& intake, const BatchParts& batches, const FunctionParts& functions,
             WorkerPool& pool, LiveCalls& live_calls, Monitor& monitor, std::string client_key)
      : intake_(intake),
        batches_(batches),
        functions_(functions),
        pool_(pool),
        live_calls_(live_calls),
        monitor_(monitor),
        client_key_(std::move(client_key)) {}

  grpc::ServerWriteReactor<v1::FitEvent>* Fit(grpc::CallbackServerContext* context,
                                              const v1::FitRequest* request) override;

  grpc::ServerBidiReactor<v1::FitBatchRequest, v1::FitBatchResponse>* FitBatch(
      grpc::CallbackServerContext* context) override;

  FunctionReactor* FitFunction(grpc::CallbackServerContext* context) override;

 private:
  FitIntake& intake_;
  const BatchParts batches_;
  IdSource batch_ids_;
  const FunctionParts functions_;
  IdSource function_ids_;
  WorkerPool& pool_;
  LiveCalls& live_calls_;
  Monitor& monitor_;
  const std::string client_key_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_FIT_SERVICE_H_
