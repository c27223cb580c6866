// FitBatch on the wire: a thin adapter over BatchSession.
#ifndef FITD_SERVER_BATCH_CALL_H_
#define FITD_SERVER_BATCH_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <string>

#include "fitd/v1/fit_batch.pb.h"
#include "server/batch/batch_session.h"
#include "server/live_calls.h"

namespace fitd::server {

using BatchReactor = grpc::ServerBidiReactor<v1::FitBatchRequest, v1::FitBatchResponse>;

// Serves a call of `client` under the name `batch_id`. The reactor deletes itself.
BatchReactor* serve_batch(grpc::CallbackServerContext& context, const BatchParts& parts,
                          LiveCalls& live_calls, std::string client, std::string batch_id);

}  // namespace fitd::server

#endif  // FITD_SERVER_BATCH_CALL_H_
