#include "solver/expression/tape.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "solver/expression/apply.h"
#include "solver/expression/assemble.h"

namespace fitd::expression {
namespace {

constexpr std::size_t kVector = 8;               // doubles in the widest vector
constexpr std::size_t kMostRows = 256;           // BlockFunction::kMaxRows
constexpr std::size_t kCacheDoubles = 3 * 1024;  // three quarters of a nearest cache of 32 KiB

std::size_t rows_for(std::size_t registers) {
  std::size_t rows = kMostRows;
  while (rows > 16 && rows * registers > kCacheDoubles) rows /= 2;
  return rows;
}

void place_registers(std::vector<Instruction>& code, std::size_t first_register, std::size_t rows) {
  const auto placed = [&](std::ptrdiff_t place) {
    if (place < 0) return place;
    if (place >= kNumbers) return (place - kNumbers) * static_cast<std::ptrdiff_t>(kVector);
    return static_cast<std::ptrdiff_t>(first_register) + place * static_cast<std::ptrdiff_t>(rows);
  };
  for (Instruction& instruction : code) {
    for (Operand& operand : instruction.operands) operand.place = placed(operand.place);
    for (std::ptrdiff_t& result : instruction.results) result = placed(result);
  }
}

// Inputs, and the constants that the points' steps or the outputs use.
std::vector<NodeId> numbers_of(const Program& program, std::span<const NodeId> outputs) {
  std::vector<NodeId> numbers = program.inputs;
  std::vector<bool> used(program.graph.size(), false);
  for (const auto* steps : {&program.value_steps, &program.slope_steps}) {
    for (const NodeId step : *steps) {
      const Node& node = program.graph.node(step);
      for (std::size_t i = 0; i < operand_count(node); ++i) used[node.operands[i].index] = true;
    }
  }
  for (const NodeId output : outputs) used[output.index] = true;
  for (std::uint32_t k = 0; k < program.graph.size(); ++k) {
    if (used[k] && program.graph.nodes()[k].operation == Operation::kConstant) {
      numbers.push_back({k});
    }
  }
  return numbers;
}

}  // namespace

Tape::Tape(Program program, std::size_t predictors)
    : program_(std::move(program)), predictors_(predictors) {
  std::vector<NodeId> outputs = {program_.value};
  outputs.insert(outputs.end(), program_.derivatives.begin(), program_.derivatives.end());
  numbers_ = numbers_of(program_, outputs);
  std::vector<std::ptrdiff_t> number_of(program_.graph.size(), Instruction::kNowhere);
  for (std::size_t k = 0; k < numbers_.size(); ++k) {
    number_of[numbers_[k].index] = static_cast<std::ptrdiff_t>(k);
  }
  std::vector<NodeId> steps = program_.value_steps;
  Assembly values = assemble(program_.graph, steps, std::span(outputs).first(1), number_of);
  steps.insert(steps.end(), program_.slope_steps.begin(), program_.slope_steps.end());
  Assembly all = assemble(program_.graph, steps, outputs, number_of);

  const std::size_t registers = std::max(values.registers, all.registers);
  rows_ = rows_for(registers);
  const std::size_t first_register = numbers_.size() * kVector;
  place_registers(values.code, first_register, rows_);
  place_registers(all.code, first_register, rows_);
  value_code_ = std::move(values.code);
  derivative_code_ = std::move(all.code);
  outputs_place_ = first_register + registers * rows_;
  predictors_place_ = outputs_place_ + outputs.size() * rows_;
  uniforms_place_ = predictors_place_ + predictors * rows_;
  scratch_doubles_ = uniforms_place_ + program_.graph.size();
}

void Tape::begin(const double* p, double* scratch) const {
  const Graph& graph = program_.graph;
  double* const values = scratch + uniforms_place_;
  for (std::size_t k = 0; k < graph.size(); ++k) {
    const Node& node = graph.nodes()[k];
    if (node.operation == Operation::kConstant) values[k] = node.constant;
    if (node.operation == Operation::kParameter) values[k] = p[node.index];
  }
  for (const NodeId step : program_.uniform) {
    const auto& [a, b, c] = graph.node(step).operands;
    values[step.index] =
        apply(graph.node(step).operation, values[a.index], values[b.index], values[c.index]);
  }
  for (std::size_t k = 0; k < numbers_.size(); ++k) {
    std::fill_n(scratch + k * kVector, kVector, values[numbers_[k].index]);
  }
}

}  // namespace fitd::expression
