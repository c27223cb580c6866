#include "solver/curve/precise_rows.h"

#include <cassert>

#include "solver/double_double/elementary.h"
#include "solver/double_double/special.h"
#include "solver/expression/apply.h"

namespace fitd::curve {

using expression::Node;
using expression::NodeId;
using expression::Operation;

namespace {

// For each node, whether it depends on a predictor.
std::vector<bool> varying(const expression::Graph& graph) {
  std::vector<bool> varies;
  for (const Node& node : graph.nodes()) {
    bool any = node.operation == Operation::kPredictor;
    for (std::size_t i = 0; i < operand_count(node); ++i) {
      any = any || varies[node.operands[i].index];
    }
    varies.push_back(any);
  }
  return varies;
}

}  // namespace

PreciseRows::PreciseRows(const models::Model& model, const CurveData& data,
                         std::span<const int> free, std::span<const double> start)
    : data_(data), free_(free.begin(), free.end()), parameters_(start.begin(), start.end()) {
  assert(model.formula() != nullptr);
  add_steps(expression::differentiate(*model.formula(), free));
}

void PreciseRows::add_steps(const expression::Gradient& gradient) {
  const expression::Graph& graph = gradient.graph;
  std::vector<NodeId> roots = gradient.derivatives;
  roots.push_back(gradient.value);
  const std::vector<bool> needed = expression::reachable(graph, roots);
  const std::vector<bool> varies = varying(graph);
  std::vector<std::uint32_t> place(graph.size(), 0);
  for (const bool pass : {false, true}) {
    for (std::size_t k = 0; k < graph.size(); ++k) {
      if (!needed[k] || varies[k] != pass) continue;
      const Node& node = graph.nodes()[k];
      place[k] = static_cast<std::uint32_t>(steps_.size());
      Step step{node.operation, node.index, node.constant, {}};
      for (std::size_t i = 0; i < operand_count(node); ++i) {
        step.operands[i] = place[node.operands[i].index];
      }
      steps_.push_back(step);
    }
    if (!pass) num_shared_ = steps_.size();
  }
  for (const NodeId root : roots) roots_.push_back(place[root.index]);
}

Precise PreciseRows::evaluate(const Step& step, std::span<const Precise> scratch) const {
  if (step.operation == Operation::kConstant) return step.constant;
  if (step.operation == Operation::kParameter) return scratch[steps_.size() + step.index];
  return expression::apply(step.operation, scratch[step.operands[0]], scratch[step.operands[1]],
                           scratch[step.operands[2]]);
}

void PreciseRows::begin(std::span<const Precise> x, std::span<Precise> scratch) const {
  const std::span<Precise> p = scratch.subspan(steps_.size());
  for (std::size_t j = 0; j < parameters_.size(); ++j) p[j] = parameters_[j];
  for (std::size_t k = 0; k < free_.size(); ++k) p[static_cast<std::size_t>(free_[k])] = x[k];
  for (std::size_t s = 0; s < num_shared_; ++s) scratch[s] = evaluate(steps_[s], scratch);
}

void PreciseRows::row(std::size_t i, std::span<Precise> scratch, std::span<Precise> out) const {
  for (std::size_t s = num_shared_; s < steps_.size(); ++s) {
    const Step& step = steps_[s];
    scratch[s] = step.operation == Operation::kPredictor ? data_.predictors[step.index][i]
                                                         : evaluate(step, scratch);
  }
  const std::size_t n = free_.size();
  for (std::size_t k = 0; k < n; ++k) out[k] = scratch[roots_[k]];
  out[n] = value(scratch) - data_.y[i];
  if (data_.sigma.empty()) return;
  for (Precise& entry : out) entry = entry / Precise(data_.sigma[i]);
}

}  // namespace fitd::curve
