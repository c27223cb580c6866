// The connection's sending half, seen by whoever fills its stream.
#ifndef FITD_SERVER_STREAM_STREAM_WRITER_H_
#define FITD_SERVER_STREAM_STREAM_WRITER_H_

#include "absl/status/status.h"

namespace fitd::server {

// One call at a time; each write is followed by a notice that it was sent. After a finish the
// writer may be gone. Messages live until then.
template <class Message>
class StreamWriter {
 public:
  virtual ~StreamWriter() = default;
  virtual void write(const Message& message) = 0;
  virtual void write_and_finish(const Message& message, const absl::Status& status) = 0;
  virtual void finish(const absl::Status& status) = 0;
  // Breaks the connection off; a notice of the cancellation follows.
  virtual void cancel() = 0;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_STREAM_STREAM_WRITER_H_
