// How fitctl ends, and a value or the reason why there is none.
#ifndef FITD_CLIENT_EXAMPLES_CPP_OUTCOME_H_
#define FITD_CLIENT_EXAMPLES_CPP_OUTCOME_H_

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace fitd::ctl {

// The exit codes of fitctl.
enum class Exit : int {
  kOk = 0,            // done; a fit converged (ier 1 to 4)
  kNotConverged = 1,  // the fit ended for another reason, or certified digits are missing
  kUsage = 2,         // wrong arguments, or a file that cannot be read
  kRefused = 3,       // the server answered with an error
  kUnreachable = 4,   // no answer, no answer in time, not serving, or too busy
  kInterrupted = 130  // Ctrl-C
};

// What to tell the user, and how to exit.
struct Failure {
  Exit exit;
  std::string message;
  // Where the same call may succeed later: how long to wait.
  std::optional<std::chrono::nanoseconds> try_again_in = std::nullopt;
};

inline Failure usage_failure(std::string message) { return {Exit::kUsage, std::move(message)}; }

// A value or a Failure.
template <class T>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value) : held_(std::move(value)) {}            // NOLINT: made by returning a T
  Outcome(Failure failure) : held_(std::move(failure)) {}  // NOLINT: or a Failure

  bool ok() const { return std::holds_alternative<T>(held_); }
  T& operator*() { return std::get<T>(held_); }
  const T& operator*() const { return std::get<T>(held_); }
  T* operator->() { return &std::get<T>(held_); }
  const T* operator->() const { return &std::get<T>(held_); }
  const Failure& failure() const { return std::get<Failure>(held_); }

 private:
  std::variant<T, Failure> held_;
};

}  // namespace fitd::ctl

#endif  // FITD_CLIENT_EXAMPLES_CPP_OUTCOME_H_
