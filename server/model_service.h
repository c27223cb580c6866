// ModelService on the wire.
#ifndef FITD_SERVER_MODEL_SERVICE_H_
#define FITD_SERVER_MODEL_SERVICE_H_

#include <string>

#include "fitd/v1/model_service.grpc.pb.h"
#include "server/limits.h"
#include "server/live_calls.h"
#include "server/model_registry.h"
#include "server/pool/admission.h"
#include "server/pool/worker_pool.h"

namespace fitd::server {

// Looks up on the connection's threads, computes on the pool's. Its parts must outlive it.
class ModelService final : public v1::ModelService::CallbackService {
 public:
  struct Parts {
    ModelRegistry& registry;
    Admission& admission;
    WorkerPool& pool;
    LiveCalls& live_calls;
    RequestLimits limits;
    std::string client_key;  // see client_of()
  };

  explicit ModelService(Parts parts) : parts_(std::move(parts)) {}

  grpc::ServerUnaryReactor* ListModels(grpc::CallbackServerContext* context,
                                       const v1::ListModelsRequest* request,
                                       v1::ListModelsResponse* response) override;
  grpc::ServerUnaryReactor* GetModel(grpc::CallbackServerContext* context,
                                     const v1::GetModelRequest* request,
                                     v1::Model* response) override;
  grpc::ServerUnaryReactor* EvaluateModel(grpc::CallbackServerContext* context,
                                          const v1::EvaluateModelRequest* request,
                                          v1::EvaluateModelResponse* response) override;
  grpc::ServerUnaryReactor* GuessParameters(grpc::CallbackServerContext* context,
                                            const v1::GuessParametersRequest* request,
                                            v1::GuessParametersResponse* response) override;
  grpc::ServerUnaryReactor* CreateModel(grpc::CallbackServerContext* context,
                                        const v1::CreateModelRequest* request,
                                        v1::Model* response) override;
  grpc::ServerUnaryReactor* DeleteModel(grpc::CallbackServerContext* context,
                                        const v1::DeleteModelRequest* request,
                                        google::protobuf::Empty* response) override;

 private:
  const Parts parts_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MODEL_SERVICE_H_
