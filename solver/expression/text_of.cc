#include "solver/expression/text_of.h"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace fitd::expression {
namespace {

// How tightly the last operation of a text binds.
enum class Strength { kComparison, kSum, kProduct, kSign, kPower, kWhole };

struct Text {
  std::string text;  // empty: too long
  Strength strength = Strength::kWhole;
};

std::string number(double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

class Writer {
 public:
  Writer(const Graph& graph, std::span<const std::string> names, std::size_t most)
      : graph_(graph), names_(names), most_(most), texts_(graph.size()) {}

  std::string run(NodeId root) {
    const std::array<NodeId, 1> roots = {root};
    const std::vector<bool> needed = reachable(graph_, roots);
    for (std::size_t k = 0; k <= root.index; ++k) {
      if (!needed[k]) continue;
      texts_[k] = written(graph_.nodes()[k]);
      if (texts_[k].text.size() > most_) return "";
    }
    return texts_[root.index].text;
  }

 private:
  // Operand i of `node`, in parentheses unless it binds at least so tightly.
  std::string operand(const Node& node, std::size_t i, Strength least) const {
    const Text& text = texts_[node.operands[i].index];
    return text.strength < least ? "(" + text.text + ")" : text.text;
  }

  Text infix(const Node& node, const char* sign, Strength strength, Strength right) const {
    return {operand(node, 0, strength) + sign + operand(node, 1, right), strength};
  }

  // The graph keeps factors in no order of its own: a number first, then the shorter one.
  Text product(Node node) const {
    if (node.operands[0] == node.operands[1])
      return {operand(node, 0, Strength::kWhole) + "^2", Strength::kPower};
    const auto length = [&](std::size_t i) {
      const NodeId factor = node.operands[i];
      const bool is_number = graph_.node(factor).operation == Operation::kConstant;
      return is_number ? 0 : texts_[factor.index].text.size();
    };
    if (length(1) < length(0)) std::swap(node.operands[0], node.operands[1]);
    return infix(node, "*", Strength::kProduct, Strength::kProduct);
  }

  Text call(const Node& node, const std::string& function) const {
    std::string text = function + "(";
    for (std::size_t i = 0; i < operand_count(node); ++i) {
      text += (i > 0 ? ", " : "") + operand(node, i, Strength::kComparison);
    }
    return {text + ")"};
  }

  Text written(const Node& node) const {
    using enum Strength;
    switch (node.operation) {
      case Operation::kConstant:
        return {number(node.constant), std::signbit(node.constant) ? kSign : kWhole};
      case Operation::kParameter:
        return {names_[node.index]};
      case Operation::kNegate:
        return {"-" + operand(node, 0, kPower), kSign};
      case Operation::kAdd:
        return infix(node, " + ", kSum, kSum);
      case Operation::kSubtract:
        return infix(node, " - ", kSum, kProduct);
      case Operation::kMultiply:
        return product(node);
      case Operation::kDivide:
        return infix(node, "/", kProduct, kPower);
      case Operation::kPow:
        return {operand(node, 0, kWhole) + "^" + operand(node, 1, kPower), kPower};
      case Operation::kLess:
        return infix(node, " < ", kSum, kSum);
      case Operation::kLessEqual:
        return infix(node, " <= ", kSum, kSum);
      default:
        return named(node);
    }
  }

  Text named(const Node& node) const {
    switch (node.operation) {
      case Operation::kSelect:
        return call(node, "if");
      case Operation::kMinimum:
        return call(node, "min");
      case Operation::kMaximum:
        return call(node, "max");
      case Operation::kLogGamma:
        return call(node, "lgamma");
      default:
        assert(node.operation != Operation::kPredictor);
        return call(node, name(node.operation));
    }
  }

  const Graph& graph_;
  std::span<const std::string> names_;
  std::size_t most_;
  std::vector<Text> texts_;
};

}  // namespace

std::string text_of(const Graph& graph, NodeId root, std::span<const std::string> names,
                    std::size_t most) {
  return Writer(graph, names, most).run(root);
}

}  // namespace fitd::expression
