// A method of ours called over HTTP: JSON in, JSON out, gRPC between.
#ifndef FITD_SERVER_HTTP_API_CALL_H_
#define FITD_SERVER_HTTP_API_CALL_H_

#include <memory>

#include "server/http/http_message.h"
#include "server/pool/worker_pool.h"

namespace grpc {
class Channel;
}

namespace fitd::server {

// Calls over a channel within the process, so that a call over HTTP is validated, admitted and
// served as every other.
struct ApiParts {
  std::shared_ptr<grpc::Channel> channel;
  WorkerPool& pool;  // translates; outlives the calls
};

// Serves POST /api/<Service>/<Method>. A stream of answers comes as server-sent events, whose last,
// named `end`, is the google.rpc.Status; a method that takes a stream of requests is UNIMPLEMENTED
// here. The call is cancelled when the client leaves.
void call_api(const ApiParts& parts, HttpRequest&& request,
              const std::shared_ptr<HttpExchange>& exchange);

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_API_CALL_H_
