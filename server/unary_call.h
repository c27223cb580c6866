// A unary call whose answer is computed on the pool.
#ifndef FITD_SERVER_UNARY_CALL_H_
#define FITD_SERVER_UNARY_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "server/live_calls.h"
#include "server/pool/admission.h"
#include "server/pool/worker_pool.h"

namespace fitd::server {

// What the pool computes; the message it answers with is gRPC's and lives until it returns.
using UnaryWork = std::function<absl::Status(const std::stop_token& stop)>;

struct UnaryParts {
  Admission& admission;
  WorkerPool& pool;
  LiveCalls& live_calls;
};

// Admits, queues and runs `work` for `client`, and finishes the call with its status; what it
// throws is INTERNAL. The reactor deletes itself.
grpc::ServerUnaryReactor* run_on_pool(grpc::CallbackServerContext& context, const UnaryParts& parts,
                                      const std::string& client, Cost cost, UnaryWork work);

}  // namespace fitd::server

#endif  // FITD_SERVER_UNARY_CALL_H_
