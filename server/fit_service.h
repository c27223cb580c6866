// FitService on the wire: a thin adapter over FitIntake and FitSession.
#ifndef FITD_SERVER_FIT_SERVICE_H_
#define FITD_SERVER_FIT_SERVICE_H_

#include <string>

#include "fitd/v1/fit_service.grpc.pb.h"
#include "server/fit_intake.h"
#include "server/live_calls.h"
#include "server/pool/worker_pool.h"

namespace fitd::server {

// Its parts must outlive it.
class FitService final : public v1::FitService::CallbackService {
 public:
  // `client_key`: see client_of().
  FitService(FitIntake& intake, WorkerPool& pool, LiveCalls& live_calls, std::string client_key)
      : intake_(intake), pool_(pool), live_calls_(live_calls), client_key_(std::move(client_key)) {}

  grpc::ServerWriteReactor<v1::FitEvent>* Fit(grpc::CallbackServerContext* context,
                                              const v1::FitRequest* request) override;

 private:
  FitIntake& intake_;
  WorkerPool& pool_;
  LiveCalls& live_calls_;
  const std::string client_key_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_FIT_SERVICE_H_
