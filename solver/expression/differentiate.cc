#include "solver/expression/differentiate.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "solver/expression/algebra.h"
#include "solver/expression/slopes.h"

namespace fitd::expression {
namespace {

bool has_choice(const Graph& graph) {
  for (const Node& node : graph.nodes()) {
    switch (node.operation) {
      case Operation::kLess:
      case Operation::kLessEqual:
      case Operation::kEqual:
      case Operation::kNotEqual:
      case Operation::kSelect:
      case Operation::kPow:   // 1^NaN and NaN^0 are 1
      case Operation::kHill:  // as is infinity^-infinity^-1
        return true;
      default:
        break;
    }
  }
  return false;
}

class Differentiator {
 public:
  Differentiator(Gradient& gradient, bool may_choose)
      : graph_(gradient.graph), algebra_(graph_, may_choose) {}

  // `root` of the formula's graph, simplified.
  NodeId copy(const Formula& formula);

  // Derivatives of `root` by the parameters: forwards through the points' part down to what depends
  // on no predictor, and from each of these on in a sweep of its own.
  std::vector<NodeId> derivatives(NodeId root, std::span<const int> free);

 private:
  struct Adjoint {
    NodeId node;
    NodeId adjoint;
  };
  bool depends_on_parameter(NodeId a);
  void receive(NodeId node, NodeId adjoint);
  // Sweeps from root, which gets adjoint 1, to the nodes that `stop` names; those are returned.
  template <class Stop>
  std::vector<Adjoint> sweep(NodeId root, const Stop& stop);

  Graph& graph_;
  Algebra algebra_;
  std::vector<bool> depends_;
  std::vector<std::optional<NodeId>> adjoints_;
};

NodeId Differentiator::copy(const Formula& formula) {
  const NodeId roots[] = {formula.value};
  const std::vector<bool> needed = reachable(formula.graph, roots);
  std::vector<NodeId> copy(formula.graph.size());
  for (std::size_t k = 0; k <= formula.value.index; ++k) {
    if (!needed[k]) continue;
    const Node& node = formula.graph.nodes()[k];
    const auto& [a, b, c] = node.operands;
    switch (node.operation) {
      case Operation::kConstant:
        copy[k] = graph_.constant(node.constant);
        break;
      case Operation::kPredictor:
        copy[k] = graph_.predictor(static_cast<int>(node.index));
        break;
      case Operation::kParameter:
        copy[k] = graph_.parameter(static_cast<int>(node.index));
        break;
      default:
        copy[k] = algebra_.apply(node.operation, copy[a.index], copy[b.index], copy[c.index]);
    }
  }
  return copy[formula.value.index];
}

bool Differentiator::depends_on_parameter(NodeId a) {
  while (depends_.size() <= a.index) {
    const Node& node = graph_.nodes()[depends_.size()];
    bool depends = node.operation == Operation::kParameter;
    for (std::size_t i = 0; i < operand_count(node); ++i) {
      depends = depends || depends_[node.operands[i].index];
    }
    depends_.push_back(depends);
  }
  return depends_[a.index];
}

void Differentiator::receive(NodeId node, NodeId adjoint) {
  if (!depends_on_parameter(node)) return;
  std::optional<NodeId>& sum = adjoints_[node.index];
  sum = sum ? algebra_.add(*sum, adjoint) : adjoint;
}

template <class Stop>
std::vector<Differentiator::Adjoint> Differentiator::sweep(NodeId root, const Stop& stop) {
  std::vector<Adjoint> stopped;
  adjoints_.assign(root.index + 1, std::nullopt);
  receive(root, algebra_.constant(1));
  for (std::uint32_t k = root.index + 1; k-- > 0;) {
    if (!adjoints_[k]) continue;
    const NodeId node{k};
    const NodeId adjoint = *adjoints_[k];
    if (stop(node)) {
      stopped.push_back({node, adjoint});
      continue;
    }
    const Node n = graph_.node(node);
    for (std::size_t i = 0; i < operand_count(n); ++i) {
      if (!depends_on_parameter(n.operands[i])) continue;
      receive(n.operands[i], adjoint_of_operand(algebra_, node, i, adjoint));
    }
  }
  return stopped;
}

std::vector<NodeId> Differentiator::derivatives(NodeId root, std::span<const int> free) {
  const std::vector<Adjoint> uniforms =
      sweep(root, [&](NodeId node) { return algebra_.is_uniform(node); });
  std::vector<NodeId> result(free.size(), algebra_.constant(0));
  for (const Adjoint& uniform : uniforms) {
    const std::vector<Adjoint> parameters = sweep(uniform.node, [&](NodeId node) {
      return graph_.node(node).operation == Operation::kParameter;
    });
    for (const Adjoint& parameter : parameters) {
      const int j = static_cast<int>(graph_.node(parameter.node).index);
      for (std::size_t k = 0; k < free.size(); ++k) {
        if (free[k] != j) continue;
        result[k] = algebra_.add(result[k], algebra_.product(uniform.adjoint, parameter.adjoint));
      }
    }
  }
  return result;
}

}  // namespace

Gradient differentiate(const Formula& formula, std::span<const int> free, std::size_t limit) {
  Gradient gradient{.graph = Graph(limit), .value = {}, .derivatives = {}};
  Differentiator differentiator(gradient, has_choice(formula.graph));
  gradient.value = differentiator.copy(formula);
  gradient.derivatives = differentiator.derivatives(gradient.value, free);
  return gradient;
}

}  // namespace fitd::expression
