#include "solver/expression/match_formula.h"

#include <bit>
#include <cstddef>
#include <cstdint>

namespace fitd::expression {
namespace {

using Bindings = std::vector<std::optional<NodeId>>;

// What stands for the predictors and the parameters so far.
struct Bound {
  Bindings predictors;
  Bindings parameters;
};

bool bind(std::optional<NodeId>& place, NodeId node) {
  if (!place) place = node;
  return *place == node;
}

bool is_same_number(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

class Matcher {
 public:
  Matcher(const Graph& pattern, const Graph& graph, Bound& bound)
      : pattern_(pattern), graph_(graph), bound_(bound) {}

  bool matches(NodeId of_pattern, NodeId id) {
    const Node& expected = pattern_.node(of_pattern);
    const Node& node = graph_.node(id);
    const bool is_number = node.operation == Operation::kConstant;
    switch (expected.operation) {
      case Operation::kConstant:
        return is_number && is_same_number(node.constant, expected.constant);
      case Operation::kPredictor:
        return node.operation == Operation::kPredictor &&
               bind(bound_.predictors[expected.index], id);
      case Operation::kParameter:
        return (is_number || node.operation == Operation::kParameter) &&
               bind(bound_.parameters[expected.index], id);
      default:
        return node.operation == expected.operation && operands_match(expected, node);
    }
  }

 private:
  bool operands_match(const Node& expected, const Node& node) {
    const Bound before = bound_;
    bool all = true;
    for (std::size_t i = 0; all && i < operand_count(node); ++i) {
      all = matches(expected.operands[i], node.operands[i]);
    }
    if (all || (node.operation != Operation::kAdd && node.operation != Operation::kMultiply)) {
      return all;
    }
    bound_ = before;
    return matches(expected.operands[0], node.operands[1]) &&
           matches(expected.operands[1], node.operands[0]);
  }

  const Graph& pattern_;
  const Graph& graph_;
  Bound& bound_;
};

}  // namespace

std::optional<FormulaCall> match_formula(const Formula& pattern, const Graph& graph, NodeId node) {
  Bound bound = {Bindings(static_cast<std::size_t>(pattern.predictors)),
                 Bindings(static_cast<std::size_t>(pattern.parameters))};
  if (!Matcher(pattern.graph, graph, bound).matches(pattern.value, node)) return std::nullopt;
  FormulaCall call;
  for (const std::optional<NodeId>& predictor : bound.predictors) {
    if (!predictor) return std::nullopt;
    call.predictors.push_back(static_cast<int>(graph.node(*predictor).index));
  }
  for (const std::optional<NodeId>& parameter : bound.parameters) {
    if (!parameter) return std::nullopt;
    const Node& argument = graph.node(*parameter);
    call.arguments.push_back(argument.operation == Operation::kConstant
                                 ? CallArgument{.number = argument.constant}
                                 : CallArgument{.parameter = static_cast<int>(argument.index)});
  }
  return call;
}

}  // namespace fitd::expression
