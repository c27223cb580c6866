#include "solver/expression/assemble.h"

#include <array>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

namespace fitd::expression {
namespace {

// An operation as one of several results that are computed together.
struct Member {
  Operation family;
  std::size_t result;
};

Member member(Operation operation) {
  switch (operation) {
    case Operation::kCos:
      return {Operation::kSin, 1};
    case Operation::kPowByBase:
      return {Operation::kPow, 1};
    case Operation::kPowByExponent:
      return {Operation::kPow, 2};
    case Operation::kHillByBase:
      return {Operation::kHill, 1};
    case Operation::kHillByExponent:
      return {Operation::kHill, 2};
    case Operation::kLogisticSlope:
      return {Operation::kLogistic, 1};
    case Operation::kVoigtByA:
      return {Operation::kVoigt, 1};
    case Operation::kVoigtByB:
      return {Operation::kVoigt, 2};
    case Operation::kErfcxSlope:
      return {Operation::kErfcx, 1};
    case Operation::kBernoulliSlope:
      return {Operation::kBernoulli, 1};
    case Operation::kLangevinSlope:
      return {Operation::kLangevin, 1};
    case Operation::kGammaHalfRatioSlope:
      return {Operation::kGammaHalfRatio, 1};
    case Operation::kGammaMedianSlope:
      return {Operation::kGammaMedian, 1};
    case Operation::kGammaDecayByA:
      return {Operation::kGammaDecay, 1};
    case Operation::kGammaDecayByB:
      return {Operation::kGammaDecay, 2};
    case Operation::kJincSlope:
      return {Operation::kJinc, 1};
    case Operation::kDebyeHeatSlope:
      return {Operation::kDebyeHeat, 1};
    default:
      return {operation, 0};
  }
}

class Assembler {
 public:
  Assembler(const Graph& graph, std::span<const NodeId> steps, std::span<const NodeId> outputs,
            std::span<const std::ptrdiff_t> number_of)
      : graph_(graph), steps_(steps), outputs_(outputs), number_of_(number_of) {}

  Assembly run() {
    count_readers();
    for (const NodeId step : steps_) {
      if (is_computed(step)) continue;  // together with an earlier one
      assembly_.code.push_back(instruction_for(step));
    }
    copy_outputs();
    return std::move(assembly_);
  }

 private:
  using Key = std::tuple<Operation, std::uint32_t, std::uint32_t>;
  static constexpr std::ptrdiff_t kNone = Instruction::kNowhere;

  static Key key(const Node& node) {
    const std::uint32_t b = operand_count(node) > 1 ? node.operands[1].index : 0;
    return {member(node.operation).family, node.operands[0].index, b};
  }
  bool is_computed(NodeId node) const { return place_[node.index] != kNone; }
  bool is_register(NodeId node) const { return place_[node.index] >= 0; }

  void count_readers() {
    readers_.assign(graph_.size(), 0);
    place_.assign(graph_.size(), kNone);
    output_of_.assign(graph_.size(), kNone);
    for (const NodeId step : steps_) {
      const Node& node = graph_.node(step);
      for (std::size_t i = 0; i < operand_count(node); ++i) ++readers_[node.operands[i].index];
      if (operand_count(node) < 3) families_[key(node)].push_back(step);
    }
    for (std::size_t k = 0; k < outputs_.size(); ++k) {
      const std::uint32_t node = outputs_[k].index;
      // The first output that nothing reads gets its value without a detour.
      if (readers_[node] == 0 && output_of_[node] == kNone && number_of_[node] == kNone) {
        output_of_[node] = -1 - static_cast<std::ptrdiff_t>(k);
      } else {
        ++readers_[node];  // the copy at the end
      }
    }
  }

  Operand operand(NodeId id) const {
    const Node& node = graph_.node(id);
    if (number_of_[id.index] != kNone) return {kNumbers + number_of_[id.index], 0};
    if (node.operation == Operation::kPredictor) {
      return {-1 - static_cast<std::ptrdiff_t>(node.index), ~std::size_t{0}};
    }
    return {place_[id.index], ~std::size_t{0}};
  }

  std::ptrdiff_t result_place(NodeId id) {
    std::ptrdiff_t place = output_of_[id.index];
    // An output that is copied besides, for a second place, needs a register.
    if (place == kNone || readers_[id.index] > 0) {
      if (free_.empty()) {
        place = static_cast<std::ptrdiff_t>(assembly_.registers++);
      } else {
        place = free_.back();
        free_.pop_back();
      }
    }
    place_[id.index] = place;
    return place;
  }

  void release(NodeId id) {
    if (--readers_[id.index] == 0 && is_register(id)) free_.push_back(place_[id.index]);
  }

  Instruction instruction_for(NodeId step) {
    const Node& node = graph_.node(step);
    Instruction instruction;
    instruction.operation = member(node.operation).family;
    const std::size_t count = operand_count(node);
    for (std::size_t i = 0; i < count; ++i) instruction.operands[i] = operand(node.operands[i]);
    // Results get registers before those of the operands are free: a family's second result must
    // not overwrite what its first is still computed from.
    if (count < 3) {
      for (const NodeId other : families_[key(node)]) {
        const std::size_t k = member(graph_.node(other).operation).result;
        instruction.results[k] = result_place(other);
        for (std::size_t i = 0; i < count; ++i) release(graph_.node(other).operands[i]);
      }
    } else {
      instruction.results[0] = result_place(step);
      for (std::size_t i = 0; i < count; ++i) release(node.operands[i]);
    }
    return instruction;
  }

  void copy(NodeId from, std::ptrdiff_t to) {
    Instruction instruction;
    instruction.operands[0] = operand(from);
    instruction.results[0] = to;
    assembly_.code.push_back(instruction);
  }

  void copy_outputs() {
    for (std::size_t k = 0; k < outputs_.size(); ++k) {
      const std::ptrdiff_t output = -1 - static_cast<std::ptrdiff_t>(k);
      if (output_of_[outputs_[k].index] == output && place_[outputs_[k].index] == output) continue;
      copy(outputs_[k], output);
    }
  }

  const Graph& graph_;
  std::span<const NodeId> steps_;
  std::span<const NodeId> outputs_;
  std::span<const std::ptrdiff_t> number_of_;
  Assembly assembly_;
  std::vector<int> readers_;
  std::vector<std::ptrdiff_t> place_;
  std::vector<std::ptrdiff_t> output_of_;
  std::vector<std::ptrdiff_t> free_;
  std::map<Key, std::vector<NodeId>> families_;
};

}  // namespace

Assembly assemble(const Graph& graph, std::span<const NodeId> steps,
                  std::span<const NodeId> outputs, std::span<const std::ptrdiff_t> number_of) {
  return Assembler(graph, steps, outputs, number_of).run();
}

}  // namespace fitd::expression
