#include "server/model_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/arrays.h"
#include "server/convert_definition.h"
#include "server/convert_model.h"
#include "server/grpc_status.h"
#include "server/resolve_model.h"
#include "server/unary_call.h"
#include "server/validate.h"
#include "server/validate_data.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

grpc::ServerUnaryReactor* finished(grpc::CallbackServerContext& context,
                                   const absl::Status& status) {
  auto* reactor = context.DefaultReactor();
  reactor->Finish(to_grpc(status));
  return reactor;
}

// What a request costs that is answered with `columns` numbers for each of its points.
template <class Request>
Cost cost_of(const Request& request, std::int64_t points, std::int64_t columns) {
  return {.bytes = static_cast<std::int64_t>(request.ByteSizeLong()),
          .working_memory = static_cast<std::int64_t>(sizeof(double)) * 2 * points * columns};
}

// Finds the model, validates, and computes `answer(model, stop)`, all on the pool: a large request
// takes its time to look through.
template <class Request, class Answer>
grpc::ServerUnaryReactor* compute(grpc::CallbackServerContext& context,
                                  const ModelService::Parts& parts, const Request& request,
                                  Cost cost, Answer answer) {
  const auto model =
      resolve_model(parts.registry, "model", request.model(), names_of(request.predictors()));
  if (!model.ok()) return finished(context, model.status());
  if (cost.working_memory > parts.limits.working_memory) {
    Violations violations;
    violations.add("predictors",
                   absl::StrCat("need ", cost.working_memory, " bytes of working memory; ",
                                parts.limits.working_memory, " are allowed"));
    return finished(context, violations.status());
  }
  return run_on_pool(context, {parts.admission, parts.pool, parts.live_calls},
                     client_of(context, parts.client_key), cost,
                     [&request, &parts, model = *model, answer](const std::stop_token& stop) {
                       const absl::Status status = validate(request, *model, parts.limits);
                       return status.ok() ? answer(*model, stop) : status;
                     });
}

// What a change of the registry costs: it is written to the disk, which a reaction must not wait
// for.
template <class Request>
grpc::ServerUnaryReactor* change(grpc::CallbackServerContext& context,
                                 const ModelService::Parts& parts, const Request& request,
                                 UnaryWork work) {
  return run_on_pool(context, {parts.admission, parts.pool, parts.live_calls},
                     client_of(context, parts.client_key), cost_of(request, 0, 0), std::move(work));
}

}  // namespace

grpc::ServerUnaryReactor* ModelService::ListModels(grpc::CallbackServerContext* context,
                                                   const v1::ListModelsRequest* request,
                                                   v1::ListModelsResponse* response) {
  const absl::Status status = validate(*request);
  if (status.ok()) *response = list_models(parts_.registry, *request);
  return finished(*context, status);
}

grpc::ServerUnaryReactor* ModelService::GetModel(grpc::CallbackServerContext* context,
                                                 const v1::GetModelRequest* request,
                                                 v1::Model* response) {
  const auto model = resolve_model(parts_.registry, "name", request->name(),
                                   {request->predictors().begin(), request->predictors().end()});
  if (model.ok()) *response = to_message(**model);
  return finished(*context, model.status());
}

grpc::ServerUnaryReactor* ModelService::EvaluateModel(grpc::CallbackServerContext* context,
                                                      const v1::EvaluateModelRequest* request,
                                                      v1::EvaluateModelResponse* response) {
  std::int64_t points = 0;
  for (const auto& [name, array] : request->predictors()) {
    points = std::max(points, element_count(array));
  }
  const std::int64_t columns = 2 + (request->jacobian() ? request->parameters_size() : 0);
  return compute(*context, parts_, *request, cost_of(*request, points, columns),
                 [request, response](const models::Model& model, const std::stop_token& stop) {
                   return evaluate_model(*request, model, stop, *response);
                 });
}

grpc::ServerUnaryReactor* ModelService::GuessParameters(grpc::CallbackServerContext* context,
                                                        const v1::GuessParametersRequest* request,
                                                        v1::GuessParametersResponse* response) {
  return compute(*context, parts_, *request, cost_of(*request, element_count(request->y()), 4),
                 [request, response](const models::Model& model, const std::stop_token&) {
                   guess_parameters(*request, model, *response);
                   return absl::OkStatus();
                 });
}

grpc::ServerUnaryReactor* ModelService::CreateModel(grpc::CallbackServerContext* context,
                                                    const v1::CreateModelRequest* request,
                                                    v1::Model* response) {
  return change(*context, parts_, *request, [this, request, response](const std::stop_token&) {
    const auto model = parts_.registry.create(to_definition(request->model()), "model");
    if (model.ok()) *response = to_message(**model);
    return model.status();
  });
}

grpc::ServerUnaryReactor* ModelService::DeleteModel(grpc::CallbackServerContext* context,
                                                    const v1::DeleteModelRequest* request,
                                                    google::protobuf::Empty* /*response*/) {
  return change(*context, parts_, *request, [this, request](const std::stop_token&) {
    return parts_.registry.remove(request->name());
  });
}

}  // namespace fitd::server
