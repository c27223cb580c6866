#include "server/http/events_stream.h"

#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "server/http/convert_http.h"
#include "server/monitor/watch_session.h"

namespace fitd::server {
namespace {

// The connection's half of the stream. Lives as long as the stream.
class EventsStream final : public FrameWriter, public std::enable_shared_from_this<EventsStream> {
 public:
  EventsStream(std::shared_ptr<HttpExchange> exchange, MonitorHub& hub, LiveCalls& watches)
      : exchange_(std::move(exchange)),
        watches_(watches),
        session_(std::make_shared<WatchSession>(hub, *this)) {}

  void begin(const WatchSettings& settings) {
    self_ = shared_from_this();
    // The session may end the stream, and with it this, before it returns.
    const auto self = self_;
    const auto session = session_;
    if (!watches_.enter(session)) {
      session->end_with(absl::UnavailableError("the server is shutting down; watch another"));
      return;
    }
    session->begin(settings);
    exchange_->when_gone([session] { session->cancelled(); });
  }

  void write(const FramePointer& frame) override {
    if (!std::exchange(began_, true)) exchange_->begin_events();
    // The text lives as long as the frame.
    const HttpText text(frame, &frame->rewritten(event_to_sse));
    exchange_->send(text, [session = session_](bool ok) { session->sent(ok); });
  }
  void write_and_finish(const FramePointer& frame, const absl::Status& status) override {
    if (!std::exchange(began_, true)) exchange_->begin_events();
    const HttpText text(frame, &frame->rewritten(event_to_sse));
    exchange_->send(text, [self = self_, status](bool /*ok*/) { self->finish(status); });
  }
  void finish(const absl::Status& status) override {
    if (began_) {
      exchange_->end_events();
    } else {
      exchange_->answer(to_answer(status));
    }
    watches_.leave(session_);
    self_ = nullptr;
  }
  void cancel() override { exchange_->cancel(); }

 private:
  const std::shared_ptr<HttpExchange> exchange_;
  LiveCalls& watches_;
  const std::shared_ptr<WatchSession> session_;
  bool began_ = false;
  std::shared_ptr<EventsStream> self_;  // until the end
};

}  // namespace

void stream_events(const WatchSettings& settings, const std::shared_ptr<HttpExchange>& exchange,
                   MonitorHub& hub, LiveCalls& watches) {
  std::make_shared<EventsStream>(exchange, hub, watches)->begin(settings);
}

}  // namespace fitd::server
