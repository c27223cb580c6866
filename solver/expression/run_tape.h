// Runs a tape's instructions on the vectors of this machine.
#ifndef FITD_SOLVER_EXPRESSION_RUN_TAPE_H_
#define FITD_SOLVER_EXPRESSION_RUN_TAPE_H_

#include <cstddef>
#include <span>

#include "solver/expression/tape.h"

namespace fitd::expression {

// One block of points. All columns hold a multiple of eight doubles from their beginning on.
struct TapeBlock {
  double* scratch;
  const double* const* predictors;
  double* value;
  double* derivatives;  // the k-th at k*stride
  std::size_t stride;
  std::size_t rows;    // a multiple of eight
  std::size_t points;  // rows that count: functions without a vector version stop there
};

using TapeRunner = void (*)(std::span<const Instruction> code, const TapeBlock& block);

// For the best target that the machine supports. Thread-safe.
TapeRunner tape_runner();

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_RUN_TAPE_H_
