// Exact derivatives of a formula, by transforming its graph.
#ifndef FITD_SOLVER_EXPRESSION_DIFFERENTIATE_H_
#define FITD_SOLVER_EXPRESSION_DIFFERENTIATE_H_

#include <span>
#include <vector>

#include "solver/expression/graph.h"

namespace fitd::expression {

struct Gradient {
  Graph graph;
  NodeId value;                     // the formula, simplified (algebra.h)
  std::vector<NodeId> derivatives;  // by the free parameters, in their order
};

// In the graph's operations: the value costs at most what the formula does, and all derivatives
// together a small multiple of that, however many parameters there are (the reverse mode; A.
// Griewank and A. Walther, Evaluating Derivatives, SIAM 2008, ch. 3). What depends on no predictor
// is differentiated apart, so that the points see its derivatives as numbers.
//
// The conventions are those of dual numbers (solver/models/dual.h): an exact zero factor wins over
// infinity and NaN, and a choice has the derivative of what is chosen. Equal to what dual numbers
// give up to rounding, wherever the value is finite and what depends on parameters alone is too.
//
// `limit` bounds the nodes; check graph.full() for formulas that are not ours.
Gradient differentiate(const Formula& formula, std::span<const int> free,
                       std::size_t limit = Graph::kDefaultLimit);

}  // namespace fitd::expression

#endif  // FITD_SOLVER_EXPRESSION_DIFFERENTIATE_H_
