// How far a batch is, shown while it runs.
#ifndef FITD_CLIENT_EXAMPLES_CPP_BATCH_BAR_H_
#define FITD_CLIENT_EXAMPLES_CPP_BATCH_BAR_H_

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>

#include "client-examples/cpp/terminal.h"

namespace fitd::ctl {

// A batch at a moment.
struct BatchState {
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::int64_t failed = 0;  // of those done
  double seconds = 0;       // since its beginning
};

// A bar as far as `width` columns allow, share, count, rate, time left, failures.
std::string bar_text(const std::string& title, const BatchState& state, int width, bool utf8);

// On a terminal one line that is painted over ten times a second; elsewhere a line a second.
class BatchBar {
 public:
  using Clock = std::chrono::steady_clock;

  // `out` must outlive this. Nothing is painted unless `shown`.
  BatchBar(std::ostream& out, const Terminal& terminal, std::string title, bool shown);
  ~BatchBar() { clear(); }
  BatchBar(const BatchBar&) = delete;
  BatchBar& operator=(const BatchBar&) = delete;

  // Paints where it is time to, and always at the end.
  void show(std::int64_t done, std::int64_t total, std::int64_t failed);
  // A line of its own.
  void note(const std::string& text);
  double seconds() const;

 private:
  void clear();

  std::ostream& out_;
  const Terminal terminal_;
  const std::string title_;
  const bool shown_;
  const Clock::time_point begun_ = Clock::now();
  Clock::time_point painted_at_{};
  std::int64_t last_done_ = -1;
  bool painted_ = false;
};

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_BATCH_BAR_H_
