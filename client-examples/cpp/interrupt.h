// Ctrl-C.
#ifndef FITD_CLIENT_EXAMPLES_CPP_INTERRUPT_H_
#define FITD_CLIENT_EXAMPLES_CPP_INTERRUPT_H_

#include <functional>
#include <thread>

namespace fitd::ctl {

// Blocks SIGINT in the calling thread and those it starts from then on; so it is called before any
// library starts one.
void hold_interrupts();

// Waits for SIGINT on a thread of its own while it lives. The first calls `cancel`, which may lock
// and call what it likes; if that returns false (nothing to cancel), and with the second, the
// process exits with 130.
class InterruptWatch {
 public:
  explicit InterruptWatch(std::function<bool()> cancel);
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

 private:
  void watch(const std::stop_token& stop);

  std::function<bool()> cancel_;
  std::jthread thread_;
};

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_INTERRUPT_H_
