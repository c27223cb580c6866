// absl::Status as the end of a gRPC call.
#ifndef FITD_SERVER_GRPC_STATUS_H_
#define FITD_SERVER_GRPC_STATUS_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace fitd::server {

// The same code and message, with details as google.rpc.Status in the trailer
// grpc-status-details-bin.
grpc::Status to_grpc(const absl::Status& status);

// For a status with RetryInfo, the trailer grpc-retry-pushback-ms, which gRPC's own retries obey.
// Before the call is finished.
void add_pushback(grpc::ServerContextBase& context, const absl::Status& status);

// The metadata by which a call over our own HTTP port, which comes from within the process, names
// its client.
inline constexpr char kHttpClientKey[] = "fitd-http-client";

// Whether a call comes from within the process, as those over HTTP do.
bool is_in_process(const grpc::ServerContextBase& context);

// Who a call is served for in turn: the value of the metadata `key` where that is not empty and the
// call carries it (a proxy's doing), else the peer's address without its port.
std::string client_of(const grpc::ServerContextBase& context, absl::string_view key);

}  // namespace fitd::server

#endif  // FITD_SERVER_GRPC_STATUS_H_
