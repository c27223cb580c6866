// Nodes of a graph over many points, in double, operation by operation as the graph says.
#ifndef FITD_SOLVER_EXPRESSION_REFERENCE_FUNCTION_H_
#define FITD_SOLVER_EXPRESSION_REFERENCE_FUNCTION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "solver/expression/graph.h"
#include "solver/models/model.h"

namespace fitd::expression {

// What some nodes of a graph need, ordered for evaluation: what depends on no predictor is computed
// once for all points. Immutable and thread-safe; the graph need not outlive it.
class ReferenceFunction {
 public:
  ReferenceFunction(const Graph& graph, std::span<const NodeId> roots);

  // Root k at the point first + i in out[i * roots + k], for as many points as `out` has room. p:
  // the graph's parameters. To the bit what evaluate() gives.
  void operator()(models::Predictors x, std::size_t first, std::span<const double> p,
                  std::span<double> out) const;

  // Operations for each point.
  std::size_t size() const { return steps_.size() - num_uniform_; }

 private:
  struct Step {
    Operation operation;
    std::uint32_t index;
    double constant;
    std::array<std::uint32_t, 3> operands;  // steps
  };

  // The value of a step that depends on no predictor.
  double uniform(const Step& step, std::span<const double> p, const double* values) const;
  // All others, at `count` points.
  void evaluate(models::Predictors x, std::size_t first, std::size_t count, double* values) const;

  std::vector<Step> steps_;  // those that depend on no predictor first
  std::size_t num_uniform_ = 0;
  std::size_t block_ = 1;             // points at a time
  std::vector<std::uint32_t> roots_;  // steps
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_REFERENCE_FUNCTION_H_
