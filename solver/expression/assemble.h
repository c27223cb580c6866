// Registers for a program's steps.
#ifndef FITD_SOLVER_EXPRESSION_ASSEMBLE_H_
#define FITD_SOLVER_EXPRESSION_ASSEMBLE_H_

#include <cstddef>
#include <span>
#include <vector>

#include "solver/expression/graph.h"
#include "solver/expression/tape.h"

namespace fitd::expression {

struct Assembly {
  // Registers stand as their number in `place`, numbers as kNumbers + their index.
  std::vector<Instruction> code;
  std::size_t registers = 0;
};

inline constexpr std::ptrdiff_t kNumbers = std::ptrdiff_t{1} << 32;

// Code for `steps`, in their order, that leaves outputs[k] in output k. `number_of[node]` is the
// index of a number's node. A register is free again after its last reader (linear scan).
Assembly assemble(const Graph& graph, std::span<const NodeId> steps,
                  std::span<const NodeId> outputs, std::span<const std::ptrdiff_t> number_of);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_ASSEMBLE_H_
