#include "solver/expression/algebra.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "solver/expression/apply.h"

namespace fitd::expression {

const Algebra::Facts& Algebra::facts(NodeId a) {
  while (facts_.size() < graph_.size()) facts_.push_back(facts_of(graph_.nodes()[facts_.size()]));
  return facts_[a.index];
}

Algebra::Facts Algebra::facts_of(const Node& node) {
  Facts result;
  result.uniform = node.operation != Operation::kPredictor;
  const std::size_t count = operand_count(node);
  for (std::size_t i = 0; i < count; ++i) {
    result.uniform = result.uniform && facts_[node.operands[i].index].uniform;
  }
  learn_sign(node, result);
  learn_degree(node, result);
  return result;
}

void Algebra::learn_sign(const Node& node, Facts& result) {
  const Facts a = operand_count(node) > 0 ? facts_[node.operands[0].index] : Facts{};
  const Facts b = operand_count(node) > 1 ? facts_[node.operands[1].index] : Facts{};
  switch (node.operation) {
    case Operation::kConstant:
      result.nonnegative = node.constant >= 0;
      result.nonpositive = node.constant <= 0;
      break;
    case Operation::kNegate:
      result.nonnegative = a.nonpositive;
      result.nonpositive = a.nonnegative;
      break;
    case Operation::kAdd:
      result.nonnegative = a.nonnegative && b.nonnegative;
      result.nonpositive = a.nonpositive && b.nonpositive;
      break;
    case Operation::kMultiply:
      result.nonnegative = node.operands[0] == node.operands[1] ||
                           (a.nonnegative && b.nonnegative) || (a.nonpositive && b.nonpositive);
      result.nonpositive = (a.nonnegative && b.nonpositive) || (a.nonpositive && b.nonnegative);
      break;
    case Operation::kAbs:
    case Operation::kExp:
    case Operation::kSqrt:
      result.nonnegative = true;
      break;
    default:
      break;
  }
}

void Algebra::learn_degree(const Node& node, Facts& result) {
  const std::size_t count = operand_count(node);
  int largest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    largest = std::max(largest, facts_[node.operands[i].index].degree);
  }
  // Where NaN in an operand reaches the value, what is bounded for numbers counts as finite.
  const int bounded = may_choose_ && largest == kNotFinite ? kNotFinite : 0;
  switch (node.operation) {
    case Operation::kConstant:
      result.degree = std::isfinite(node.constant) ? 0 : kNotFinite;
      break;
    case Operation::kPredictor:
    case Operation::kParameter:
      result.degree = 1;
      break;
    case Operation::kNegate:
    case Operation::kAdd:
    case Operation::kSubtract:
    case Operation::kMinimum:
    case Operation::kMaximum:
    case Operation::kAbs:
    case Operation::kSelect:
      result.degree = largest;
      break;
    case Operation::kMultiply:
    case Operation::kProduct:
    case Operation::kGuardedProduct:
      result.degree = std::min(kNotFinite, facts_[node.operands[0].index].degree +
                                               facts_[node.operands[1].index].degree);
      break;
    case Operation::kExp:
      result.degree = facts_[node.operands[0].index].nonpositive ? bounded : kNotFinite;
      break;
    case Operation::kSin:
    case Operation::kCos:
    case Operation::kAtan:
    case Operation::kTanh:
    case Operation::kErf:
    case Operation::kErfc:
    case Operation::kLogistic:
    case Operation::kLogisticSlope:
    case Operation::kLangevin:
    case Operation::kLangevinSlope:
      result.degree = bounded;
      break;
    default:
      break;
  }
  if (result.uniform) result.degree = std::min(result.degree, 1);
}

bool Algebra::all_constant(Operation operation, NodeId a, NodeId b, NodeId c) const {
  const int count = arity(operation);
  return is_constant(a) && (count < 2 || is_constant(b)) && (count < 3 || is_constant(c));
}

NodeId Algebra::negate(NodeId a) {
  const Node n = node(a);
  if (is_constant(a)) return constant(-n.constant);
  if (n.operation == Operation::kNegate) return n.operands[0];
  if (n.operation == Operation::kSubtract) return subtract(n.operands[1], n.operands[0]);
  if (n.operation == Operation::kMultiply) {
    const auto [first, second] = std::array{n.operands[0], n.operands[1]};
    if (is_uniform(first)) return multiply(negate(first), second);
    if (is_uniform(second)) return multiply(first, negate(second));
  }
  return graph_.apply(Operation::kNegate, a);
}

NodeId Algebra::add(NodeId a, NodeId b) {
  if (is_constant(a) && is_constant(b)) return constant(node(a).constant + node(b).constant);
  if (is_constant(a, 0)) return b;
  if (is_constant(b, 0)) return a;
  if (a == b) return multiply(constant(2), a);
  if (node(b).operation == Operation::kNegate) return subtract(a, node(b).operands[0]);
  if (node(a).operation == Operation::kNegate) return subtract(b, node(a).operands[0]);
  return graph_.apply(Operation::kAdd, a, b);
}

NodeId Algebra::subtract(NodeId a, NodeId b) {
  if (is_constant(a) && is_constant(b)) return constant(node(a).constant - node(b).constant);
  if (is_constant(b, 0)) return a;
  if (is_constant(a, 0)) return negate(b);
  if (node(b).operation == Operation::kNegate) return add(a, node(b).operands[0]);
  return graph_.apply(Operation::kSubtract, a, b);
}

Algebra::Factors Algebra::factors(NodeId a) {
  const Node n = node(a);
  if (is_uniform(a)) return {a, constant(1)};
  if (n.operation == Operation::kNegate) return {constant(-1), n.operands[0]};
  if (n.operation == Operation::kMultiply) {
    const auto [first, second] = std::array{n.operands[0], n.operands[1]};
    if (is_uniform(first)) return {first, second};
    if (is_uniform(second)) return {second, first};
  }
  return {constant(1), a};
}

NodeId Algebra::multiply(NodeId a, NodeId b) {
  if (is_constant(a) && is_constant(b)) return constant(node(a).constant * node(b).constant);
  if (is_constant(a, 1)) return b;
  if (is_constant(b, 1)) return a;
  if (is_constant(a, -1)) return negate(b);
  if (is_constant(b, -1)) return negate(a);
  if (is_uniform(a) && is_uniform(b)) return graph_.apply(Operation::kMultiply, a, b);
  const Factors first = factors(a);
  const Factors second = factors(b);
  const NodeId uniform = multiply(first.uniform, second.uniform);
  const NodeId point = is_constant(first.point, 1) ? second.point
                       : is_constant(second.point, 1)
                           ? first.point
                           : graph_.apply(Operation::kMultiply, first.point, second.point);
  if (is_constant(uniform, 1)) return point;
  if (is_constant(uniform, -1)) return graph_.apply(Operation::kNegate, point);
  return graph_.apply(Operation::kMultiply, uniform, point);
}

NodeId Algebra::divide(NodeId a, NodeId b) {
  if (is_constant(a) && is_constant(b)) return constant(node(a).constant / node(b).constant);
  if (is_constant(b, 1)) return a;
  if (is_uniform(b) && !is_uniform(a)) {
    return multiply(a, graph_.apply(Operation::kDivide, constant(1), b));
  }
  return graph_.apply(Operation::kDivide, a, b);
}

NodeId Algebra::select(NodeId condition, NodeId a, NodeId b) {
  if (is_constant(condition)) return node(condition).constant != 0 ? a : b;
  if (a == b) return a;
  return graph_.apply(Operation::kSelect, condition, a, b);
}

NodeId Algebra::product(NodeId a, NodeId b) {
  if (is_constant(b)) std::swap(a, b);
  if (is_constant(a)) {
    const double value = node(a).constant;
    if (value == 0) return a;
    if (std::isfinite(value)) return multiply(a, b);
  }
  if (is_constant(b, 0)) return b;
  if (is_finite(a) && is_finite(b)) return multiply(a, b);
  if (is_finite(a)) return graph_.apply(Operation::kGuardedProduct, a, b);
  if (is_finite(b)) return graph_.apply(Operation::kGuardedProduct, b, a);
  return graph_.apply(Operation::kProduct, a, b);
}

NodeId Algebra::quotient(NodeId a, NodeId b) {
  if (is_constant(a, 0)) return a;
  if (is_constant(a) || is_constant(b)) return divide(a, b);
  if (is_uniform(b) && !is_uniform(a)) {
    return product(a, graph_.apply(Operation::kDivide, constant(1), b));
  }
  return graph_.apply(Operation::kQuotient, a, b);
}

NodeId Algebra::power(NodeId a, NodeId b) {
  if (is_constant(b, 1)) return a;
  if (is_constant(b, 2)) return multiply(a, a);
  if (is_constant(b, -1)) return divide(constant(1), a);
  return graph_.apply(Operation::kPow, a, b);
}

NodeId Algebra::apply(Operation operation, NodeId a, NodeId b, NodeId c) {
  if (all_constant(operation, a, b, c)) {
    return constant(
        expression::apply(operation, node(a).constant, node(b).constant, node(c).constant));
  }
  switch (operation) {
    case Operation::kNegate:
      return negate(a);
    case Operation::kAdd:
      return add(a, b);
    case Operation::kSubtract:
      return subtract(a, b);
    case Operation::kMultiply:
      return multiply(a, b);
    case Operation::kDivide:
      return divide(a, b);
    case Operation::kSelect:
      return select(a, b, c);
    case Operation::kProduct:
      return product(a, b);
    case Operation::kQuotient:
      return quotient(a, b);
    case Operation::kPow:
      return power(a, b);
    default:
      break;
  }
  const int count = arity(operation);
  return count == 1   ? graph_.apply(operation, a)
         : count == 2 ? graph_.apply(operation, a, b)
                      : graph_.apply(operation, a, b, c);
}

}  // namespace fitd::expression
