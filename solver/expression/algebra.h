// Builds nodes in their simplest form: what the differentiator and the optimiser write with.
#ifndef FITD_SOLVER_EXPRESSION_ALGEBRA_H_
#define FITD_SOLVER_EXPRESSION_ALGEBRA_H_

#include <cstdint>
#include <vector>

#include "solver/expression/graph.h"

namespace fitd::expression {

// Each function returns a node of the graph that equals the operation named, to rounding: constants
// folded, x + 0 and 1*x dropped, a division by what depends on parameters alone turned into a
// multiplication by its reciprocal, and such factors gathered, so that they are multiplied once and
// not at every point.
//
// Products of derivatives keep the convention of solver/models/dual.h, an exact zero wins, and drop
// the test for zero where the other factor is finite whenever the function is. Taken as finite are
// predictors and what depends on parameters alone, and products of up to four of these.
class Algebra {
 public:
  // `may_choose`: whether the function has a choice, so that NaN in a node need not reach the
  // value.
  Algebra(Graph& graph, bool may_choose) : graph_(graph), may_choose_(may_choose) {}

  NodeId constant(double value) { return graph_.constant(value); }
  NodeId negate(NodeId a);
  NodeId add(NodeId a, NodeId b);
  NodeId subtract(NodeId a, NodeId b);
  NodeId multiply(NodeId a, NodeId b);
  NodeId divide(NodeId a, NodeId b);
  NodeId select(NodeId condition, NodeId a, NodeId b);
  // Of derivatives.
  NodeId product(NodeId a, NodeId b);
  NodeId quotient(NodeId a, NodeId b);
  // Any operation but a leaf; one of the above where there is one.
  NodeId apply(Operation operation, NodeId a, NodeId b, NodeId c);

  // Whether a node depends on no predictor.
  bool is_uniform(NodeId a) { return facts(a).uniform; }
  bool is_constant(NodeId a) const { return graph_.node(a).operation == Operation::kConstant; }
  bool is_constant(NodeId a, double value) const {
    return is_constant(a) && graph_.node(a).constant == value;
  }
  // By value: the graph grows.
  Node node(NodeId a) const { return graph_.node(a); }

 private:
  static constexpr int kNotFinite = 5;
  struct Facts {
    bool uniform = true;
    bool nonnegative = false;
    bool nonpositive = false;
    // 0: of ordinary size; 1 to 4: finite, a product of so many unknowns; kNotFinite: who knows.
    int degree = kNotFinite;
  };

  const Facts& facts(NodeId a);
  Facts facts_of(const Node& node);
  void learn_sign(const Node& node, Facts& result);
  void learn_degree(const Node& node, Facts& result);
  bool is_finite(NodeId a) { return facts(a).degree < kNotFinite; }
  bool all_constant(Operation operation, NodeId a, NodeId b, NodeId c) const;
  NodeId power(NodeId a, NodeId b);
  // a without a uniform factor, and that factor: 1 where there is none.
  struct Factors {
    NodeId uniform;
    NodeId point;
  };
  Factors factors(NodeId a);

  Graph& graph_;
  bool may_choose_;
  std::vector<Facts> facts_;
};

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_ALGEBRA_H_
