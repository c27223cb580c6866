#include "client-examples/cpp/refusal.h"

#include "client-examples/cpp/numbers.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace fitd::ctl {
namespace {

// google.rpc.Code, as far as it decides anything here.
enum Code {
  kCancelled = 1,
  kUnknown = 2,
  kDeadlineExceeded = 4,
  kResourceExhausted = 8,
  kUnimplemented = 12,
  kInternal = 13,
  kUnavailable = 14,
};

// For a server that does not say when to come back.
constexpr std::chrono::milliseconds kDefaultDelay{500};

// What the details say, one line each.
struct Details {
  std::string violations;
  std::string retry;
  std::chrono::nanoseconds retry_delay = kDefaultDelay;
};

Details details_of(const std::string& bytes) {
  Details details;
  google::rpc::Status status;
  if (!status.ParseFromString(bytes)) return details;
  google::rpc::BadRequest bad_request;
  google::rpc::RetryInfo retry;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        details.violations += "\n  " + violation.field() + ": " + violation.description();
      }
    } else if (detail.UnpackTo(&retry)) {
      details.retry = "\n  try again in " + readable(retry.retry_delay());
      details.retry_delay = std::chrono::seconds(retry.retry_delay().seconds()) +
                            std::chrono::nanoseconds(retry.retry_delay().nanos());
    }
  }
  return details;
}

}  // namespace

Failure describe_refusal(const CallStatus& status, const std::string& server) {
  const Details details = details_of(status.details);
  switch (status.code) {
    case kUnavailable:
      return {Exit::kUnreachable,
              "no answer from " + server + ": " + status.message + details.retry +
                  "\n  start a server with `fitd`, or name one with --server or FITD_SERVER",
              details.retry_delay};
    case kResourceExhausted:
      return {Exit::kUnreachable, server + " is at a limit: " + status.message + details.retry,
              details.retry.empty() ? std::nullopt : std::optional(details.retry_delay)};
    case kDeadlineExceeded:
      return {Exit::kUnreachable, server + " did not answer within --timeout"};
    case kCancelled:
      return {Exit::kUnreachable, "the call was cancelled on its way: " + status.message,
              details.retry_delay};
    case kUnimplemented:
      return {Exit::kRefused, server + " does not offer this call: " + status.message};
    case kUnknown:
    case kInternal:
      return {Exit::kRefused, server + " failed: " + status.message};
    default:
      // The message repeats the violations, as many as fit into it.
      if (details.violations.empty()) return {Exit::kRefused, status.message};
      return {Exit::kRefused, "the server refused the request:" + details.violations};
  }
}

}  // namespace fitd::ctl
