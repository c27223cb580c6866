#include "server/grpc_status.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/rpc_status.h"

namespace fitd::server {

grpc::Status to_grpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return {static_cast<grpc::StatusCode>(status.code()), std::string(status.message()),
          serialized_details(status)};
}

void add_pushback(grpc::ServerContextBase& context, const absl::Status& status) {
  if (const auto delay = retry_after(status)) {
    context.AddTrailingMetadata("grpc-retry-pushback-ms", std::to_string(delay->count()));
  }
}

// A peer of the network is of the form ipv4:ADDRESS:PORT.
bool is_in_process(const grpc::ServerContextBase& context) {
  return !absl::StrContains(context.peer(), ':');
}

std::string client_of(const grpc::ServerContextBase& context, absl::string_view key) {
  if (!key.empty()) {
    const auto& metadata = context.client_metadata();
    const auto found = metadata.find({key.data(), key.size()});
    if (found != metadata.end()) return {found->second.data(), found->second.size()};
  }
  const std::string peer = context.peer();
  if (is_in_process(context)) {
    const auto found = context.client_metadata().find(kHttpClientKey);
    if (found != context.client_metadata().end()) {
      return absl::StrCat("http:", absl::string_view(found->second.data(), found->second.size()));
    }
  }
  return peer.substr(0, peer.rfind(':'));
}

}  // namespace fitd::server
