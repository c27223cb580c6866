// What a session sends: a mailbox, and the connection that empties it.
#ifndef FITD_SERVER_STREAM_STREAM_SENDER_H_
#define FITD_SERVER_STREAM_STREAM_SENDER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "server/stream/mailbox.h"
#include "server/stream/stream_writer.h"

namespace fitd::server {

// One message at a time is on its way; the rest waits as Mailbox says. Thread-safe.
template <class Message>
class StreamSender {
 public:
  using Clock = typename Mailbox<Message, absl::Status>::Clock;
  // The last touch before a message is sent; `skipped` as in Mailbox::Next.
  using Finish = std::function<void(Message& message, std::int64_t skipped)>;

  explicit StreamSender(StreamWriter<Message>& writer, Finish finish = {})
      : writer_(writer), finish_(std::move(finish)) {}

  // Never lost.
  void send(Message message) {
    mailbox_.post_state(std::move(message));
    pump();
  }
  // May be replaced by a newer one, but for `keep` of them.
  void send_progress(Message message, std::size_t keep) {
    mailbox_.post_progress(std::move(message), keep);
    pump();
  }
  // The last message; the stream ends well with it.
  void send_last(Message message) {
    // A large message may wait for its reader: until it is sent, the connection must stay so that
    // it can be dropped.
    const bool small = message.ByteSizeLong() <= kSmall;
    mailbox_.post_state(std::move(message));
    mailbox_.post_end(absl::OkStatus(), small);
    pump();
  }
  // Ends the stream. The first end counts, and a reason set before it counts more than its error.
  void end(const absl::Status& status) {
    {
      const std::lock_guard lock(mutex_);
      mailbox_.post_end(!status.ok() && reason_ ? *reason_ : status, true);
    }
    pump();
  }
  // Why the stream is about to end; the first counts.
  void set_reason(const absl::Status& reason) {
    const std::lock_guard lock(mutex_);
    if (!reason_) reason_ = reason;
  }

  // The last write has completed; `ok` is false where the reader is gone.
  void sent(bool ok) {
    mailbox_.sent();
    if (!ok) mailbox_.discard_events();
    pump();
  }
  // The reader is gone: nothing but the end is sent any more.
  void discard() {
    mailbox_.discard_events();
    pump();
  }
  // Since when the reader has not taken what was sent; time_point::max() when nothing is.
  typename Clock::time_point sending_since() const { return mailbox_.sending_since(); }
  // Breaks the connection off where the reader does not read.
  void drop() {
    if (!mailbox_.hold_if_sending()) return;
    writer_.cancel();
    mailbox_.resume();
    pump();
  }

 private:
  // The transport takes that much without a reader.
  static constexpr std::size_t kSmall = 32 << 10;

  // Sends what is next, if nothing is on its way.
  void pump() {
    auto next = mailbox_.take();
    if (!next) return;
    if (!next->event) {
      writer_.finish(*next->end);
      return;
    }
    sending_ = std::move(*next->event);
    if (finish_) finish_(sending_, next->skipped);
    if (next->end) {
      writer_.write_and_finish(sending_, *next->end);
    } else {
      writer_.write(sending_);
    }
  }

  StreamWriter<Message>& writer_;
  const Finish finish_;
  mutable Mailbox<Message, absl::Status> mailbox_;
  Message sending_;
  std::mutex mutex_;
  std::optional<absl::Status> reason_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_STREAM_STREAM_SENDER_H_
