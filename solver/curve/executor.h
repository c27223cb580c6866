// Who computes the parts of a large computation. The solver starts no thread: its user lends some.
#ifndef FITD_SOLVER_CURVE_EXECUTOR_H_
#define FITD_SOLVER_CURVE_EXECUTOR_H_

#include <cstddef>
#include <functional>

namespace fitd::curve {

class Executor {
 public:
  // One part: `index` says which, `slot` < width() whose scratch memory it may use. Must not throw.
  using Task = std::function<void(std::size_t slot, std::size_t index)>;

  virtual ~Executor() = default;

  // The most threads that work at once, the caller among them; >= 1.
  virtual std::size_t width() const = 0;

  // Calls task(slot, index) once for each index < count, in any order; calls under way at the same
  // time have different slots. The calling thread works too, and perhaps alone. Returns when all
  // calls have; what they wrote is then visible to the caller.
  virtual void run(std::size_t count, const Task& task) = 0;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_EXECUTOR_H_
