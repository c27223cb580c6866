// Why a running minimisation should end early.
#ifndef FITD_SOLVER_LM_INTERRUPT_H_
#define FITD_SOLVER_LM_INTERRUPT_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <utility>

namespace fitd::lm {

enum class Interruption { kNone, kStopped, kTimeLimit };

// The outside's wish to end a minimisation, polled before every evaluation. Copies share the stop
// state. Thread-safe: poll() may run while another thread requests the stop.
class Interrupt {
 public:
  using Clock = std::chrono::steady_clock;

  // Never interrupts.
  Interrupt() = default;

  explicit Interrupt(std::stop_token token,
                     std::optional<Clock::time_point> deadline = std::nullopt)
      : token_(std::move(token)), deadline_(deadline.value_or(kNever)) {}

  // A requested stop goes before a passed deadline.
  Interruption poll() const {
    if (token_.stop_requested()) return Interruption::kStopped;
    if (deadline_ != kNever && Clock::now() >= deadline_) return Interruption::kTimeLimit;
    return Interruption::kNone;
  }

  // The same wish without its deadline.
  Interrupt without_deadline() const { return Interrupt(token_); }

 private:
  static constexpr Clock::time_point kNever = Clock::time_point::max();

  std::stop_token token_;
  Clock::time_point deadline_ = kNever;
};

// Polls an interrupt about once a millisecond of arithmetic, so that long computations end soon and
// short ones do not read the clock. `interrupt` must outlive it.
class PacedPoll {
 public:
  explicit PacedPoll(const Interrupt& interrupt) : interrupt_(interrupt) {}

  // Counts `operations` (multiplications, say) more; true when it is time to end.
  bool interrupted_after(std::int64_t operations) {
    operations_ += operations;
    if (operations_ < kOperationsPerPoll) return false;
    operations_ = 0;
    return interrupt_.poll() != Interruption::kNone;
  }

 private:
  static constexpr std::int64_t kOperationsPerPoll = std::int64_t{1} << 20;

  const Interrupt& interrupt_;
  std::int64_t operations_ = 0;
};

}  // namespace fitd::lm

#endif  // FITD_SOLVER_LM_INTERRUPT_H_
