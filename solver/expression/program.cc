#include "solver/expression/program.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace fitd::expression {
namespace {

bool is_leaf(const Node& node) { return arity(node.operation) == 0; }

// For each node, whether it depends on no predictor.
std::vector<bool> uniform_nodes(const Graph& graph) {
  std::vector<bool> uniform(graph.size());
  for (std::size_t k = 0; k < graph.size(); ++k) {
    const Node& node = graph.nodes()[k];
    bool is_uniform = node.operation != Operation::kPredictor;
    for (std::size_t i = 0; i < operand_count(node); ++i) {
      is_uniform = is_uniform && uniform[node.operands[i].index];
    }
    uniform[k] = is_uniform;
  }
  return uniform;
}

std::vector<NodeId> results(NodeId value, const std::vector<NodeId>& derivatives) {
  std::vector<NodeId> all = {value};
  all.insert(all.end(), derivatives.begin(), derivatives.end());
  return all;
}

// Copies a gradient's graph, a sum with a product that nothing else uses in one node. Sums of two
// products stay: rounding one of them alone would make a*a - b*b at a = b other than 0.
class Fusion {
 public:
  explicit Fusion(const Gradient& gradient)
      : from_(gradient.graph),
        roots_(results(gradient.value, gradient.derivatives)),
        needed_(reachable(from_, roots_)),
        uniform_(uniform_nodes(from_)),
        uses_(from_.size()),
        copy_(from_.size()) {
    for (const NodeId root : roots_) ++uses_[root.index];
    for (std::size_t k = 0; k < from_.size(); ++k) {
      if (!needed_[k]) continue;
      const Node& node = from_.nodes()[k];
      for (std::size_t i = 0; i < operand_count(node); ++i) ++uses_[node.operands[i].index];
    }
  }

  void run(Program& program) {
    for (std::size_t k = 0; k < from_.size(); ++k) {
      if (needed_[k]) copy_[k] = copied(program.graph, from_.nodes()[k], uniform_[k]);
    }
    program.value = copy_[roots_[0].index];
    for (std::size_t j = 1; j < roots_.size(); ++j) {
      program.derivatives.push_back(copy_[roots_[j].index]);
    }
  }

 private:
  bool is_product(NodeId a) const {
    return from_.node(a).operation == Operation::kMultiply && !uniform_[a.index];
  }
  bool is_fusible(NodeId a) const { return is_product(a) && uses_[a.index] == 1; }

  NodeId fused(Graph& graph, Operation operation, NodeId product, NodeId other) const {
    const Node& node = from_.node(product);
    return graph.apply(operation, copy_[node.operands[0].index], copy_[node.operands[1].index],
                       copy_[other.index]);
  }

  NodeId copied(Graph& graph, const Node& node, bool is_uniform) const {
    const auto [a, b, c] = node.operands;
    const bool sum = node.operation == Operation::kAdd;
    const bool difference = node.operation == Operation::kSubtract;
    if (!is_uniform && (sum || difference) && is_product(a) != is_product(b)) {
      if (is_fusible(a)) {
        return fused(graph, sum ? Operation::kMultiplyAdd : Operation::kMultiplySubtract, a, b);
      }
      if (is_fusible(b)) {
        return fused(graph, sum ? Operation::kMultiplyAdd : Operation::kSubtractProduct, b, a);
      }
    }
    return graph.rebuilt(node, copy_);
  }

  const Graph& from_;
  std::vector<NodeId> roots_;
  std::vector<bool> needed_;
  std::vector<bool> uniform_;
  std::vector<int> uses_;
  std::vector<NodeId> copy_;
};

}  // namespace

Program make_program(const Gradient& gradient) {
  Program program;
  program.graph = Graph(2 * gradient.graph.size() + 16);
  Fusion(gradient).run(program);
  const Graph& graph = program.graph;
  const std::vector<bool> uniform = uniform_nodes(graph);
  const std::array<NodeId, 1> value = {program.value};
  const std::vector<NodeId> all = results(program.value, program.derivatives);
  const std::vector<bool> for_value = reachable(graph, value);
  const std::vector<bool> for_all = reachable(graph, all);
  std::vector<bool> input(graph.size(), false);
  for (const NodeId root : all) input[root.index] = uniform[root.index];
  for (std::uint32_t k = 0; k < graph.size(); ++k) {
    const Node& node = graph.nodes()[k];
    if (!for_all[k] || is_leaf(node)) continue;
    if (uniform[k]) {
      program.uniform.push_back({k});
      continue;
    }
    (for_value[k] ? program.value_steps : program.slope_steps).push_back({k});
    for (std::size_t i = 0; i < operand_count(node); ++i) {
      const std::uint32_t operand = node.operands[i].index;
      if (uniform[operand]) input[operand] = true;
    }
  }
  for (std::uint32_t k = 0; k < graph.size(); ++k) {
    if (input[k] && graph.nodes()[k].operation != Operation::kConstant) {
      program.inputs.push_back({k});
    }
  }
  return program;
}

}  // namespace fitd::expression
