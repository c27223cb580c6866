// A formula as a directed acyclic graph: what a user's text is parsed into, and what running a
// catalogue model's formula once on recording scalars yields (recorded.h).
#ifndef FITD_SOLVER_EXPRESSION_GRAPH_H_
#define FITD_SOLVER_EXPRESSION_GRAPH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_set>
#include <vector>

#include "solver/expression/operation.h"

namespace fitd::expression {

// A node of one graph, by its place in it.
struct NodeId {
  std::uint32_t index = 0;
  friend constexpr bool operator==(NodeId, NodeId) = default;
};

struct Node {
  Operation operation = Operation::kConstant;
  std::uint32_t index = 0;              // which predictor or parameter
  double constant = 0;                  // of kConstant
  std::array<NodeId, 3> operands = {};  // arity(operation) of them count
};

inline std::size_t operand_count(const Node& node) {
  return static_cast<std::size_t>(arity(node.operation));
}

// Equal nodes are one node: asking for a node that is there already returns that one, where the
// operands of a sum, a product or an equality may come in either order. Nothing is simplified and
// no constant folded, so evaluating a graph does what the formula says.
//
// Operands come before the nodes that use them, so a loop by index meets them first.
//
// The size is bounded: once a graph is full(), every further node is the constant NaN. Who builds
// from untrusted text asks full() at the end. Copyable; const use is thread-safe.
class Graph {
 public:
  static constexpr std::size_t kDefaultLimit = 1 << 16;

  // `limit`: the largest number of nodes, at least 1.
  explicit Graph(std::size_t limit = kDefaultLimit);
  Graph(const Graph& other);
  Graph& operator=(const Graph& other);

  NodeId constant(double value);
  NodeId predictor(int k);
  NodeId parameter(int j);
  // As many operands as arity() says, all of this graph.
  NodeId apply(Operation operation, NodeId a);
  NodeId apply(Operation operation, NodeId a, NodeId b);
  NodeId apply(Operation operation, NodeId a, NodeId b, NodeId c);

  // `node` of another graph, whose operand k is here operands[k].
  NodeId rebuilt(const Node& node, std::span<const NodeId> operands);

  // What `root` of `other` needs, copied into this graph with predictor k replaced by
  // predictors[k] and parameter j by parameters[j], nodes of this graph. `other` is another graph.
  NodeId substitute(const Graph& other, NodeId root, std::span<const NodeId> predictors,
                    std::span<const NodeId> parameters);

  const Node& node(NodeId id) const { return nodes_[id.index]; }
  const std::vector<Node>& nodes() const { return nodes_; }
  std::size_t size() const { return nodes_.size(); }
  bool full() const { return full_; }

 private:
  struct Hash {
    const Graph* graph;
    std::size_t operator()(std::uint32_t index) const;
  };
  struct Equal {
    const Graph* graph;
    bool operator()(std::uint32_t a, std::uint32_t b) const;
  };

  NodeId intern(const Node& node);

  std::size_t limit_;
  bool full_ = false;
  std::vector<Node> nodes_;
  std::unordered_set<std::uint32_t, Hash, Equal> index_;
};

// A function of predictors and parameters: one node of a graph, seen as its value.
struct Formula {
  Graph graph;
  NodeId value;
  int predictors = 0;  // how many the function has, used or not
  int parameters = 0;
};

// For each node, whether `roots` need it.
std::vector<bool> reachable(const Graph& graph, std::span<const NodeId> roots);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_GRAPH_H_
