// Statuses with google.rpc details, before any gRPC: absl::Status carries the details as payloads.
#ifndef FITD_SERVER_RPC_STATUS_H_
#define FITD_SERVER_RPC_STATUS_H_

#include <chrono>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace fitd::server {

// Adds `detail` to a non-OK status.
void attach(absl::Status& status, const google::protobuf::Message& detail);

// CANCELLED: the client gave the call up.
absl::Status cancelled();

// RESOURCE_EXHAUSTED with google.rpc.RetryInfo.
absl::Status exhausted(absl::string_view message, std::chrono::milliseconds retry_after);

// The delay of an attached RetryInfo.
std::optional<std::chrono::milliseconds> retry_after(const absl::Status& status);

// The status as a serialised google.rpc.Status with all its details, for the
// grpc-status-details-bin trailer; empty where there are no details.
std::string serialized_details(const absl::Status& status);

}  // namespace fitd::server

#endif  // FITD_SERVER_RPC_STATUS_H_
