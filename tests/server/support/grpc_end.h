// How a gRPC call ended, for the tests' clients.
#ifndef FITD_TESTS_SERVER_SUPPORT_GRPC_END_H_
#define FITD_TESTS_SERVER_SUPPORT_GRPC_END_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include "tests/server/support/test_server.h"

namespace fitd::server {

CallEnd to_end(const grpc::Status& status, const grpc::ClientContext& context);

}  // namespace fitd::server

#endif  // FITD_TESTS_SERVER_SUPPORT_GRPC_END_H_
