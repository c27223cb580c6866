#include "server/fit_intake.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "server/convert_fit.h"
#include "server/convert_global.h"
#include "server/resolve_model.h"
#include "server/rpc_status.h"
#include "server/validate.h"
#include "server/validate_data.h"
#include "server/validate_fit_parts.h"

namespace fitd::server {
namespace {

// What the connection's threads look through themselves: some 30 us.
constexpr std::size_t kSmallRequest = 256 << 10;

// Data sets whose models may be many to make.
constexpr int kFewSets = 8;

// The free parameters a request asks for, valid or not.
int count_free(const v1::FitRequest& request, const models::Model& model) {
  const std::vector<const v1::Parameter*> given = match(request.parameters(), model);
  int n = 0;
  for (std::size_t j = 0; j < given.size(); ++j) {
    if (is_free(given[j], model.info().parameters[j])) ++n;
  }
  return n;
}

// What the request fits; an error where no violation can be named: an unknown model, for example.
absl::StatusOr<FittedModel> find_models(const v1::FitRequest& request,
                                        const ModelRegistry& registry) {
  if (request.data_sets_size() > 0) {
    auto layout = lay_out(request, registry);
    if (!layout.ok()) return layout.status();
    return FittedModel(*std::move(layout));
  }
  auto model = resolve_model(registry, "model", request.model(), names_of(request.predictors()));
  if (!model.ok()) return model.status();
  return put_in_ties(request.parameters(), *std::move(model), registry);
}

struct Size {
  std::int64_t m = 0;
  std::int64_t working_memory = 0;
};

Size size_of(const v1::FitRequest& request, const FittedModel& fitted, int threads) {
  if (!fitted.global) {
    const std::int64_t m = element_count(request.y());
    return {m, working_memory(request, m, count_free(request, *fitted.named), threads)};
  }
  // What is at fault is refused, whatever it would take.
  const bool faulty = !fitted.global->faults.empty();
  return {num_points(request), faulty ? 0 : working_memory(request, *fitted.global, threads)};
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
  if (request.data_sets_size() <= kFewSets) return receive(session, std::move(request));
  const auto held = std::make_shared<v1::FitRequest>(std::move(request));
  large_requests_.submit(large_requests_.next_id(), session->client(), Lane::kNormal,
                         [this, session, held] {
                           try {
                             receive(session, std::move(*held));
                           } catch (const std::bad_alloc&) {
                             session->end(exhausted("out of memory", admission_.retry_after()));
                           }
                         });
}

void FitIntake::receive(const std::shared_ptr<FitSession>& session, v1::FitRequest&& request) {
  auto fitted = find_models(request, registry_);
  if (!fitted.ok()) {
    session->end(fitted.status());
    return;
  }
  auto ticket = admit(*session, request, *fitted);
  if (!ticket.ok()) {
    session->end(ticket.status());
    return;
  }
  const bool small = request.ByteSizeLong() <= kSmallRequest;
  const auto arrival = std::make_shared<Arrival>(
      Arrival{session, std::move(request), *std::move(fitted), *std::move(ticket)});
  if (small) {
    look_through(*arrival);
  } else {
    large_requests_.submit(large_requests_.next_id(), session->client(), Lane::kNormal,
                           [this, arrival] { look_through(*arrival); });
  }
}

absl::StatusOr<Ticket> FitIntake::admit(const FitSession& session, const v1::FitRequest& request,
                                        const FittedModel& fitted) {
  const Size size = size_of(request, fitted, limits_.threads);
  Cost cost = {.bytes = static_cast<std::int64_t>(request.ByteSizeLong()),
               .working_memory = size.working_memory};
  // What can never fit is the request's fault: validation says so.
  if (size.m > limits_.max_points || cost.working_memory > limits_.working_memory) {
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
