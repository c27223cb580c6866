#include "server/rpc_status.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace fitd::server {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";

}  // namespace

void attach(absl::Status& status, const google::protobuf::Message& detail) {
  status.SetPayload(absl::StrCat(kTypePrefix, detail.GetTypeName()),
                    absl::Cord(detail.SerializeAsString()));
}

absl::Status cancelled() { return absl::CancelledError("the call was cancelled"); }

absl::Status exhausted(absl::string_view message, std::chrono::milliseconds retry_after) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(retry_after.count() / 1000);
  info.mutable_retry_delay()->set_nanos(static_cast<int>(retry_after.count() % 1000) * 1'000'000);
  absl::Status status = absl::ResourceExhaustedError(message);
  attach(status, info);
  return status;
}

std::optional<std::chrono::milliseconds> retry_after(const absl::Status& status) {
  google::rpc::RetryInfo info;
  const auto payload = status.GetPayload(absl::StrCat(kTypePrefix, info.GetTypeName()));
  if (!payload || !info.ParseFromString(std::string(*payload))) return std::nullopt;
  return std::chrono::milliseconds(info.retry_delay().seconds() * 1000 +
                                   info.retry_delay().nanos() / 1'000'000);
}

std::string serialized_details(const absl::Status& status) {
  google::rpc::Status details;
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) {
    auto* any = details.add_details();
    any->set_type_url(type.data(), type.size());
    any->set_value(std::string(payload));
  });
  if (details.details().empty()) return {};
  details.set_code(static_cast<int>(status.code()));
  details.set_message(std::string(status.message()));
  return details.SerializeAsString();
}

}  // namespace fitd::server
