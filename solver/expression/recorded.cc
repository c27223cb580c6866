#include "solver/expression/recorded.h"

#include <array>

#include "solver/expression/apply.h"

namespace fitd::expression {

Recorded record(Operation operation, const Recorded& a) {
  if (a.graph_ == nullptr) return apply(operation, a.value_, 0.0, 0.0);
  return {*a.graph_, a.graph_->apply(operation, a.node_)};
}

Recorded record(Operation operation, const Recorded& a, const Recorded& b) {
  Graph* graph = a.graph_ != nullptr ? a.graph_ : b.graph_;
  if (graph == nullptr) return apply(operation, a.value_, b.value_, 0.0);
  return {*graph, graph->apply(operation, a.node_in(*graph), b.node_in(*graph))};
}

Recorded record(Operation operation, const Recorded& a, const Recorded& b, const Recorded& c) {
  Graph* graph = a.graph_ != nullptr ? a.graph_ : b.graph_ != nullptr ? b.graph_ : c.graph_;
  if (graph == nullptr) return apply(operation, a.value_, b.value_, c.value_);
  return {*graph, graph->apply(operation, a.node_in(*graph), b.node_in(*graph), c.node_in(*graph))};
}

}  // namespace fitd::expression
