#include "client-examples/cpp/interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <utility>

#include "client-examples/cpp/outcome.h"

namespace fitd::ctl {
namespace {

sigset_t interrupt_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  return set;
}

[[noreturn]] void exit_interrupted() {
  // The painted line is ended, not removed: what it says is still true.
  if (isatty(STDERR_FILENO) == 1) {
    [[maybe_unused]] const auto written = write(STDERR_FILENO, "\n", 1);
  }
  _exit(static_cast<int>(Exit::kInterrupted));
}

}  // namespace

void hold_interrupts() {
  const sigset_t set = interrupt_set();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

InterruptWatch::InterruptWatch(std::function<bool()> cancel)
    : cancel_(std::move(cancel)), thread_([this](const std::stop_token& stop) { watch(stop); }) {}

InterruptWatch::~InterruptWatch() {
  thread_.request_stop();
  pthread_kill(thread_.native_handle(), SIGINT);  // wakes sigwait
}

void InterruptWatch::watch(const std::stop_token& stop) {
  const sigset_t set = interrupt_set();
  for (bool first = true;; first = false) {
    int signal = 0;
    sigwait(&set, &signal);
    if (stop.stop_requested()) return;
    if (!first || !cancel_()) exit_interrupted();
  }
}

}  // namespace fitd::ctl
