#include "server/http/convert_http.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/durations.h"
#include "server/monitor/convert_monitor.h"
#include "server/rpc_status.h"
#include "server/violations.h"

namespace fitd::server {
namespace {

constexpr std::size_t kMaxJsonComplaint = 300;

// As google.rpc.Code says.
int http_status(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

std::optional<std::string> unescaped(absl::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    std::uint32_t code = 0;
    if (i + 2 >= text.size() || !absl::SimpleHexAtoi(text.substr(i + 1, 2), &code)) {
      return std::nullopt;
    }
    plain.push_back(static_cast<char>(code));
    i += 2;
  }
  return plain;
}

bool set_flag(const std::string& value, bool& flag) { return absl::SimpleAtob(value, &flag); }

// Whether `name` and `value` say something.
bool set_field(const std::string& name, const std::string& value, v1::WatchRequest& request) {
  constexpr absl::string_view kLabel = "label.";
  absl::string_view label = name;
  bool flag = false;
  std::int64_t milliseconds = 0;
  if (name == "id" && !value.empty()) {
    request.add_ids(value);
  } else if (name == "resume_token") {
    request.set_resume_token(value);
  } else if (absl::ConsumePrefix(&label, kLabel) && !label.empty()) {
    (*request.mutable_labels())[std::string(label)] = value;
  } else if (name == "omit_progress" && set_flag(value, flag)) {
    request.set_omit_progress(flag);
  } else if (name == "omit_load" && set_flag(value, flag)) {
    request.set_omit_load(flag);
  } else if (name == "min_interval_ms" && absl::SimpleAtoi(value, &milliseconds) &&
             milliseconds >= 0 && milliseconds <= 60'000) {
    *request.mutable_min_interval() = to_duration(std::chrono::milliseconds(milliseconds));
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string to_json(const google::protobuf::Message& message) {
  std::string json;
  // Fails for no message that has been parsed.
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) return "{}";
  return json;
}

absl::Status from_json(const std::string& json, google::protobuf::Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(json, &message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the body is no JSON of ", message.GetDescriptor()->full_name(), ": ",
                   cut(status.message().as_string(), kMaxJsonComplaint)));
}

std::string to_json(const absl::Status& status) {
  google::rpc::Status message;
  message.ParseFromString(serialized_details(status));
  message.set_code(static_cast<int>(status.code()));
  message.set_message(cut(status.message(), 10'000));
  return to_json(message);
}

HttpAnswer json_answer(std::string json) {
  HttpAnswer answer;
  answer.content_type = "application/json";
  answer.body = std::make_shared<const std::string>(std::move(json));
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

HttpAnswer to_answer(const absl::Status& status) {
  HttpAnswer answer = json_answer(to_json(status));
  answer.status = http_status(status.code());
  if (const auto delay = retry_after(status)) {
    answer.headers.emplace_back("Retry-After", absl::StrCat((delay->count() + 999) / 1000));
  }
  return answer;
}

std::string to_sse(const std::string& name, const std::string& id, const std::string& data) {
  std::string text;
  if (!name.empty()) absl::StrAppend(&text, "event: ", name, "\n");
  if (!id.empty()) absl::StrAppend(&text, "id: ", id, "\n");
  absl::StrAppend(&text, "data: ", data, "\n\n");
  return text;
}

std::string event_to_sse(const std::string& message) {
  v1::ServerEvent event;
  event.ParseFromString(message);
  return to_sse("", event.resume_token(), to_json(event));
}

absl::StatusOr<v1::WatchRequest> to_watch_request(const std::string& query,
                                                  const std::string& last_event_id) {
  v1::WatchRequest request;
  Violations violations;
  for (const absl::string_view pair : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> halves =
        absl::StrSplit(pair, absl::MaxSplits('=', 1));
    const auto name = unescaped(halves.first);
    const auto value = unescaped(halves.second);
    if (!name || !value || !set_field(*name, *value, request)) {
      violations.add(absl::StrCat("query.", in_quotes(pair)), "means nothing here");
    }
  }
  if (!violations.empty()) return violations.status();
  if (!last_event_id.empty()) request.set_resume_token(last_event_id);
  return request;
}

}  // namespace fitd::server
