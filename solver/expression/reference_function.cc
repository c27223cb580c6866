#include "solver/expression/reference_function.h"

#include <algorithm>

#include "solver/expression/apply.h"

namespace fitd::expression {
namespace {

bool is_leaf(Operation operation) { return arity(operation) == 0; }

// For each node, whether it depends on a predictor.
std::vector<bool> varying(const Graph& graph) {
  std::vector<bool> varies(graph.size(), false);
  for (std::size_t k = 0; k < graph.size(); ++k) {
    const Node& node = graph.nodes()[k];
    varies[k] = node.operation == Operation::kPredictor;
    for (int i = 0; i < arity(node.operation); ++i) {
      varies[k] = varies[k] || varies[node.operands[static_cast<std::size_t>(i)].index];
    }
  }
  return varies;
}

// Room that a thread keeps between calls.
double* scratch(std::size_t size) {
  thread_local std::vector<double> room;
  if (room.size() < size) room.resize(size);
  return room.data();
}

}  // namespace

ReferenceFunction::ReferenceFunction(const Graph& graph, std::span<const NodeId> roots) {
  const std::vector<bool> needed = reachable(graph, roots);
  const std::vector<bool> varies = varying(graph);
  std::vector<std::uint32_t> place(graph.size(), 0);
  for (const bool pass : {false, true}) {
    for (std::size_t k = 0; k < graph.size(); ++k) {
      if (!needed[k] || varies[k] != pass) continue;
      const Node& node = graph.nodes()[k];
      place[k] = static_cast<std::uint32_t>(steps_.size());
      Step step{node.operation, node.index, node.constant, {}};
      for (int i = 0; i < arity(node.operation); ++i) {
        const auto operand = static_cast<std::size_t>(i);
        step.operands[operand] = place[node.operands[operand].index];
      }
      steps_.push_back(step);
    }
    if (!pass) num_uniform_ = steps_.size();
  }
  for (const NodeId root : roots) roots_.push_back(place[root.index]);
  constexpr std::size_t kRoom = 4096;  // doubles: a first-level cache
  block_ = std::clamp<std::size_t>(kRoom / std::max<std::size_t>(1, steps_.size()), 1, 64);
}

double ReferenceFunction::uniform(const Step& step, std::span<const double> p,
                                  const double* values) const {
  if (step.operation == Operation::kConstant) return step.constant;
  if (step.operation == Operation::kParameter) return p[step.index];
  const auto operand = [&](std::size_t i) { return values[step.operands[i] * block_]; };
  return apply(step.operation, operand(0), operand(1), operand(2));
}

void ReferenceFunction::evaluate(models::Predictors x, std::size_t first, std::size_t count,
                                 double* values) const {
  for (std::size_t s = num_uniform_; s < steps_.size(); ++s) {
    const Step& step = steps_[s];
    double* const to = values + s * block_;
    if (is_leaf(step.operation)) {
      std::copy_n(x[step.index].data() + first, count, to);
      continue;
    }
    const double* const a = values + step.operands[0] * block_;
    const double* const b = values + step.operands[1] * block_;
    const double* const c = values + step.operands[2] * block_;
    for (std::size_t i = 0; i < count; ++i) to[i] = apply(step.operation, a[i], b[i], c[i]);
  }
}

void ReferenceFunction::operator()(models::Predictors x, std::size_t first,
                                   std::span<const double> p, std::span<double> out) const {
  const std::size_t width = roots_.size();
  if (width == 0) return;
  const std::size_t points = out.size() / width;
  double* const values = scratch(steps_.size() * block_);
  for (std::size_t s = 0; s < num_uniform_; ++s) {
    std::fill_n(values + s * block_, block_, uniform(steps_[s], p, values));
  }
  for (std::size_t start = 0; start < points; start += block_) {
    const std::size_t count = std::min(block_, points - start);
    evaluate(x, first + start, count, values);
    for (std::size_t k = 0; k < width; ++k) {
      const double* const from = values + roots_[k] * block_;
      for (std::size_t i = 0; i < count; ++i) out[(start + i) * width + k] = from[i];
    }
  }
}

}  // namespace fitd::expression
