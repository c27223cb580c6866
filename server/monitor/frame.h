// One message to watchers, made once for all who get the same.
#ifndef FITD_SERVER_MONITOR_FRAME_H_
#define FITD_SERVER_MONITOR_FRAME_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "server/monitor/tracked.h"

namespace fitd::server {

// What a message is made of.
struct FrameParts {
  std::string resume_token;
  bool reset = false;
  bool caught_up = false;
  std::vector<Bytes> fits;
  std::vector<Bytes> progress;
  std::vector<Bytes> batches;
  Bytes load;
};

// Thread-safe.
class Frame {
 public:
  using Rewrite = std::function<std::string(const std::string& message)>;

  Frame(std::string resume_token, std::string message)
      : resume_token_(std::move(resume_token)), message_(std::move(message)) {}

  const std::string& resume_token() const { return resume_token_; }
  // Serialised.
  const std::string& message() const { return message_; }
  // In the form that the first caller's `rewrite` gives it.
  const std::string& rewritten(const Rewrite& rewrite) const {
    std::call_once(once_, [&] { rewritten_ = rewrite(message_); });
    return rewritten_;
  }

 private:
  const std::string resume_token_;
  const std::string message_;
  mutable std::once_flag once_;
  mutable std::string rewritten_;
};

using FramePointer = std::shared_ptr<const Frame>;

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_FRAME_H_
