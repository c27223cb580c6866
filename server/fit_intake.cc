#include "server/fit_intake.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "server/convert_fit.h"
#include "server/resolve_model.h"
#include "server/rpc_status.h"
#include "server/validate.h"
#include "server/validate_data.h"
#include "server/validate_fit_parts.h"

namespace fitd::server {
namespace {

// What the connection's threads look through themselves: some 30 us.
constexpr std::size_t kSmallRequest = 256 << 10;

// The free parameters a request asks for, valid or not.
int count_free(const v1::FitRequest& request, const models::Model& model) {
  const std::vector<const v1::Parameter*> given = match(request.parameters(), model);
  int n = 0;
  for (std::size_t j = 0; j < given.size(); ++j) {
    if (is_free(given[j], model.info().parameters[j])) ++n;
  }
  return n;
}

}  // namespace

absl::Status refusal_status(Refusal refusal, const Admission& admission) {
  const AdmissionLimits& limits = admission.limits();
  const auto delay = admission.retry_after();
  switch (refusal) {
    case Refusal::kQueueLength:
      return exhausted(absl::StrCat("the queue is full: ", limits.queue_length, " wait"), delay);
    case Refusal::kQueueBytes:
      return exhausted(
          absl::StrCat("the queue is full: its requests may take ", limits.queue_bytes, " bytes"),
          delay);
    case Refusal::kClientShare:
      return exhausted(absl::StrCat("this client's share of the queue is full: ",
                                    limits.client_queue_length, " of its requests wait"),
                       delay);
    case Refusal::kWorkingMemory:
      break;
  }
  return exhausted(absl::StrCat("the working memory of ", limits.working_memory, " bytes is taken"),
                   delay);
}

FitIntake::FitIntake(const ModelRegistry& registry, const RequestLimits& limits,
                     Admission& admission)
    : registry_(registry), limits_(limits), admission_(admission), large_requests_(1, 0) {}

void FitIntake::take(const std::shared_ptr<FitSession>& session, v1::FitRequest&& request) {
  const auto model =
      resolve_model(registry_, "model", request.model(), names_of(request.predictors()));
  if (!model.ok()) {
    session->end(model.status());
    return;
  }
  auto ticket = admit(*session, request, **model);
  if (!ticket.ok()) {
    session->end(ticket.status());
    return;
  }
  FittedModel fitted = put_in_ties(request.parameters(), *model, registry_);
  const bool small = request.ByteSizeLong() <= kSmallRequest;
  const auto arrival = std::make_shared<Arrival>(
      Arrival{session, std::move(request), std::move(fitted), *std::move(ticket)});
  if (small) {
    look_through(*arrival);
  } else {
    large_requests_.submit(large_requests_.next_id(), session->client(), Lane::kNormal,
                           [this, arrival] { look_through(*arrival); });
  }
}

absl::StatusOr<Ticket> FitIntake::admit(const FitSession& session, const v1::FitRequest& request,
                                        const models::Model& model) {
  const std::int64_t m = element_count(request.y());
  const int n = count_free(request, model);
  Cost cost = {.bytes = static_cast<std::int64_t>(request.ByteSizeLong()),
               .working_memory = working_memory(request, m, n, limits_.threads)};
  // What can never fit is the request's fault: validation says so.
  if (m > limits_.max_points || cost.working_memory > limits_.working_memory) {
    cost.working_memory = 0;
  }
  auto admitted = admission_.admit(session.client(), cost);
  if (const auto* refusal = std::get_if<Refusal>(&admitted)) {
    return refusal_status(*refusal, admission_);
  }
  return std::get<Ticket>(std::move(admitted));
}

void FitIntake::look_through(Arrival& arrival) {
  FitSession& session = *arrival.session;
  try {
    if (session.stop_requested()) {
      session.end(cancelled());
      return;
    }
    if (const auto status = validate(arrival.request, arrival.fitted, limits_); !status.ok()) {
      session.end(status);
      return;
    }
    session.take_job(to_job(std::move(arrival.request), arrival.fitted), std::move(arrival.ticket),
                     ids_.next());
  } catch (const std::bad_alloc&) {
    session.end(exhausted("out of memory", admission_.retry_after()));
    return;
  }
  session.enqueue();
}

}  // namespace fitd::server
