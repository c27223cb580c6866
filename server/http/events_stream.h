// MonitorService.Watch as server-sent events.
#ifndef FITD_SERVER_HTTP_EVENTS_STREAM_H_
#define FITD_SERVER_HTTP_EVENTS_STREAM_H_

#include <memory>

#include "server/http/http_message.h"
#include "server/live_calls.h"
#include "server/monitor/hub.h"

namespace fitd::server {

// Answers `exchange` with the events that `settings` ask for, until its client leaves or the server
// ends. Both references outlive the stream.
void stream_events(const WatchSettings& settings, const std::shared_ptr<HttpExchange>& exchange,
                   MonitorHub& hub, LiveCalls& watches);

}  // namespace fitd::server

#endif  // FITD_SERVER_HTTP_EVENTS_STREAM_H_
