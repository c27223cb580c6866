// From a request to a queued fit: model, size, admission, validation, conversion.
#ifndef FITD_SERVER_FIT_INTAKE_H_
#define FITD_SERVER_FIT_INTAKE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fitd/v1/fit.pb.h"
#include "server/fit_session.h"
#include "server/fitted_model.h"
#include "server/id_source.h"
#include "server/limits.h"
#include "server/model_registry.h"
#include "server/pool/admission.h"
#include "server/pool/worker_pool.h"

namespace fitd::server {

// Thread-safe. Its parts must outlive it.
class FitIntake {
 public:
  FitIntake(const ModelRegistry& registry, const RequestLimits& limits, Admission& admission);

  // Queues the request's fit, or ends the session with the reason why not. Large requests are
  // looked through on a thread of the intake's own, so that this returns soon.
  void take(const std::shared_ptr<FitSession>& session, v1::FitRequest&& request);

 private:
  struct Arrival {
    std::shared_ptr<FitSession> session;
    v1::FitRequest request;
    FittedModel fitted;
    Ticket ticket;
  };

  absl::StatusOr<Ticket> admit(const FitSession& session, const v1::FitRequest& request,
                               const FittedModel& fitted);
  // Finds the models, admits and goes on.
  void receive(const std::shared_ptr<FitSession>& session, v1::FitRequest&& request);
  // Validates, converts and queues.
  void look_through(Arrival& arrival);

  const ModelRegistry& registry_;
  const RequestLimits limits_;
  Admission& admission_;
  IdSource ids_;
  WorkerPool large_requests_;  // one thread; last, so that it ends first
};

// Why admission refused, for the client.
absl::Status refusal_status(Refusal refusal, const Admission& admission);

}  // namespace fitd::server

#endif  // FITD_SERVER_FIT_INTAKE_H_
