// Messages as JSON, and what a browser says in a query as a message.
#ifndef FITD_SERVER_HTTP_CONVERT_HTTP_H_
#define FITD_SERVER_HTTP_CONVERT_HTTP_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fitd/v1/monitor.pb.h"
#include "google/protobuf/message.h"
#include "server/http/http_message.h"

namespace fitd::server {

// Protobuf's canonical JSON. INVALID_ARGUMENT says what is no such message.
std::string to_json(const google::protobuf::Message& message);
absl::Status from_json(const std::string& json, google::protobuf::Message& message);

// google.rpc.Status as JSON, its details included.
std::string to_json(const absl::Status& status);
// The same as an answer; RetryInfo also as Retry-After.
HttpAnswer to_answer(const absl::Status& status);
HttpAnswer json_answer(std::string json);

// A piece of a stream of server-sent events; `name` and `id` may be empty.
std::string to_sse(const std::string& name, const std::string& id, const std::string& data);
// A serialised ServerEvent as such a piece.
std::string event_to_sse(const std::string& message);

// The query of /events: id=..., label.KEY=VALUE, min_interval_ms=..., omit_progress=1, omit_load=1,
// resume_token=..., which `last_event_id` replaces. INVALID_ARGUMENT names what is wrong.
absl::StatusOr<v1::WatchRequest> to_watch_request(const std::string& query,
                                                  const std::string& last_event_id);

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_CONVERT_HTTP_H_
