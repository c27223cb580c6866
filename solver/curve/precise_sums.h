// Sums over the data in double-double: the normal equations of a fit, to 30 digits.
#ifndef FITD_SOLVER_CURVE_PRECISE_SUMS_H_
#define FITD_SOLVER_CURVE_PRECISE_SUMS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "solver/curve/executor.h"
#include "solver/curve/precise_rows.h"
#include "solver/lm/interrupt.h"

namespace fitd::curve {

// Where the entry of row i, column j >= i, of a symmetric matrix stands.
constexpr std::size_t packed(std::size_t i, std::size_t j) { return j * (j + 1) / 2 + i; }

// Of n parameters, at one point.
struct PreciseSums {
  std::vector<Precise> normal;    // J'J, packed: n (n + 1)/2
  std::vector<Precise> gradient;  // J'r: n
  Precise squares;                // r'r

  bool is_finite() const;
};

// The chunks that the data are summed in. They depend on the sizes alone, and with them every bit.
struct PreciseChunks {
  PreciseChunks(std::size_t m, std::size_t n);

  std::size_t rows;  // of each chunk; the last one is shorter
  std::size_t count;
};

// Not thread-safe.
class PreciseSummer {
 public:
  // `executor` may be null: all is summed on the calling thread. Both must outlive it.
  PreciseSummer(const PreciseRows& rows, Executor* executor);

  std::size_t num_free() const { return rows_.num_free(); }

  // The sums at x (n entries). False where `interrupt` said to end; `out` is then unspecified.
  bool sum(std::span<const Precise> x, PreciseSums& out, const lm::Interrupt& interrupt);

 private:
  // Memory of one thread.
  struct Slot {
    std::vector<Precise> scratch;
    std::vector<Precise> row;
    bool begun = false;
  };
  void sum_chunk(std::size_t chunk, Slot& slot, const lm::Interrupt& interrupt);

  const PreciseRows& rows_;
  PreciseChunks chunks_;
  Executor* executor_;
  std::vector<Slot> slots_;
  std::vector<PreciseSums> parts_;  // of each chunk
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_PRECISE_SUMS_H_
