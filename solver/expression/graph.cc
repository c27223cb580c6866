#include "solver/expression/graph.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace fitd::expression {
namespace {

bool commutes(Operation operation) {
  switch (operation) {
    case Operation::kAdd:
    case Operation::kMultiply:
    case Operation::kProduct:
    case Operation::kEqual:
    case Operation::kNotEqual:
      return true;
    default:
      return false;
  }
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15U;
  return hash ^ (hash >> 29);
}

}  // namespace

std::size_t Graph::Hash::operator()(std::uint32_t index) const {
  const Node& node = graph->nodes_[index];
  std::uint64_t hash = mixed(static_cast<std::uint64_t>(node.operation), node.index);
  hash = mixed(hash, std::bit_cast<std::uint64_t>(node.constant));
  for (const NodeId operand : node.operands) hash = mixed(hash, operand.index);
  return static_cast<std::size_t>(hash);
}

// Constants by their bits: -0.0 is not 0.0, and NaN is itself.
bool Graph::Equal::operator()(std::uint32_t a, std::uint32_t b) const {
  const Node& first = graph->nodes_[a];
  const Node& second = graph->nodes_[b];
  return first.operation == second.operation && first.index == second.index &&
         std::bit_cast<std::uint64_t>(first.constant) ==
             std::bit_cast<std::uint64_t>(second.constant) &&
         first.operands == second.operands;
}

Graph::Graph(std::size_t limit) : limit_(limit), index_(16, Hash{this}, Equal{this}) {
  assert(limit >= 1);
}

// The set hashes through the graph it belongs to, so it is made anew.
Graph::Graph(const Graph& other)
    : limit_(other.limit_),
      full_(other.full_),
      nodes_(other.nodes_),
      index_(2 * other.nodes_.size() + 16, Hash{this}, Equal{this}) {
  for (std::uint32_t k = 0; k < nodes_.size(); ++k) index_.insert(k);
}

Graph& Graph::operator=(const Graph& other) {
  if (this == &other) return *this;
  index_.clear();
  limit_ = other.limit_;
  full_ = other.full_;
  nodes_ = other.nodes_;
  for (std::uint32_t k = 0; k < nodes_.size(); ++k) index_.insert(k);
  return *this;
}

NodeId Graph::intern(const Node& node) {
  const auto candidate = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(node);
  const auto [place, inserted] = index_.insert(candidate);
  if (!inserted) {
    nodes_.pop_back();
    return {*place};
  }
  if (nodes_.size() <= limit_ || std::isnan(node.constant)) return {candidate};
  index_.erase(place);
  nodes_.pop_back();
  full_ = true;
  return constant(std::numeric_limits<double>::quiet_NaN());
}

NodeId Graph::constant(double value) {
  return intern({.operation = Operation::kConstant, .constant = value});
}

NodeId Graph::predictor(int k) {
  assert(k >= 0);
  return intern({.operation = Operation::kPredictor, .index = static_cast<std::uint32_t>(k)});
}

NodeId Graph::parameter(int j) {
  assert(j >= 0);
  return intern({.operation = Operation::kParameter, .index = static_cast<std::uint32_t>(j)});
}

NodeId Graph::apply(Operation operation, NodeId a) {
  assert(arity(operation) == 1);
  return intern({.operation = operation, .operands = {a}});
}

NodeId Graph::apply(Operation operation, NodeId a, NodeId b) {
  assert(arity(operation) == 2);
  if (commutes(operation) && b.index < a.index) std::swap(a, b);
  return intern({.operation = operation, .operands = {a, b}});
}

NodeId Graph::apply(Operation operation, NodeId a, NodeId b, NodeId c) {
  assert(arity(operation) == 3);
  return intern({.operation = operation, .operands = {a, b, c}});
}

NodeId Graph::rebuilt(const Node& node, std::span<const NodeId> operands) {
  Node copy = node;
  for (std::size_t i = 0; i < operand_count(node); ++i) {
    copy.operands[i] = operands[node.operands[i].index];
  }
  if (commutes(node.operation) && copy.operands[1].index < copy.operands[0].index) {
    std::swap(copy.operands[0], copy.operands[1]);
  }
  return intern(copy);
}

NodeId Graph::substitute(const Graph& other, NodeId root, std::span<const NodeId> predictors,
                         std::span<const NodeId> parameters) {
  assert(&other != this);
  const NodeId roots[] = {root};
  const std::vector<bool> needed = reachable(other, roots);
  std::vector<NodeId> copy(other.size());
  for (std::size_t k = 0; k <= root.index; ++k) {
    if (!needed[k]) continue;
    const Node& node = other.nodes()[k];
    if (node.operation == Operation::kPredictor) {
      copy[k] = predictors[node.index];
    } else if (node.operation == Operation::kParameter) {
      copy[k] = parameters[node.index];
    } else {
      copy[k] = rebuilt(node, copy);
    }
  }
  return copy[root.index];
}

std::vector<bool> reachable(const Graph& graph, std::span<const NodeId> roots) {
  std::vector<bool> needed(graph.size(), false);
  for (const NodeId root : roots) needed[root.index] = true;
  for (std::size_t k = graph.size(); k-- > 0;) {
    if (!needed[k]) continue;
    const Node& node = graph.nodes()[k];
    for (std::size_t i = 0; i < operand_count(node); ++i) needed[node.operands[i].index] = true;
  }
  return needed;
}

}  // namespace fitd::expression
