#include "solver/expression/graph.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "solver/expression/evaluate.h"

namespace fitd::expression {
namespace {

double value_of(const Graph& graph, NodeId node, std::vector<double> x, std::vector<double> p) {
  std::vector<double> values(graph.size());
  evaluate<double>(graph, x, p, values);
  return values[node.index];
}

TEST(Graph, EqualNodesAreOne) {
  Graph graph;
  const NodeId x = graph.predictor(0);
  const NodeId a = graph.parameter(0);
  EXPECT_EQ(graph.apply(Operation::kExp, x), graph.apply(Operation::kExp, x));
  EXPECT_EQ(graph.apply(Operation::kAdd, x, a), graph.apply(Operation::kAdd, a, x));
  EXPECT_NE(graph.apply(Operation::kSubtract, x, a), graph.apply(Operation::kSubtract, a, x));
  EXPECT_NE(graph.parameter(0), graph.parameter(1));
  EXPECT_NE(graph.predictor(0), graph.parameter(0));
  EXPECT_EQ(graph.constant(2), graph.constant(2));
  EXPECT_NE(graph.constant(0.0), graph.constant(-0.0));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(graph.constant(nan), graph.constant(nan));
}

TEST(Graph, CopiesAreIndependent) {
  Graph graph;
  const NodeId x = graph.predictor(0);
  Graph copy = graph;
  const NodeId e = copy.apply(Operation::kExp, x);
  EXPECT_EQ(graph.size(), 1U);
  EXPECT_EQ(copy.size(), 2U);
  EXPECT_EQ(copy.apply(Operation::kExp, copy.predictor(0)), e);
  graph = copy;
  EXPECT_EQ(graph.apply(Operation::kExp, graph.predictor(0)), e);
  EXPECT_EQ(graph.size(), 2U);
}

TEST(Graph, SizeIsBounded) {
  Graph graph(10);
  NodeId node = graph.predictor(0);
  for (int k = 0; k < 9; ++k) node = graph.apply(Operation::kExp, node);
  EXPECT_FALSE(graph.full());
  for (int k = 0; k < 100; ++k) node = graph.apply(Operation::kExp, node);
  EXPECT_TRUE(graph.full());
  EXPECT_LE(graph.size(), 11U);
  EXPECT_TRUE(std::isnan(graph.node(node).constant));
  EXPECT_EQ(graph.node(graph.predictor(0)).operation, Operation::kPredictor);
}

TEST(Graph, SubstitutesArguments) {
  Graph line;  // x*p0 + p1
  const NodeId product = line.apply(Operation::kMultiply, line.predictor(0), line.parameter(0));
  const NodeId sum = line.apply(Operation::kAdd, product, line.parameter(1));
  line.apply(Operation::kExp, sum);  // not needed

  Graph graph;
  const NodeId p0 = graph.parameter(0);
  const NodeId x = graph.predictor(0);
  const std::array<NodeId, 1> predictors = {graph.apply(Operation::kLog, x)};
  const std::array<NodeId, 2> parameters = {p0, graph.constant(3)};
  const NodeId root = graph.substitute(line, sum, predictors, parameters);
  EXPECT_EQ(graph.size(), 6U);
  EXPECT_EQ(value_of(graph, root, {std::exp(2.0)}, {5.0}), 13);
  // The copied product counts as the same, whichever came first.
  EXPECT_EQ(graph.apply(Operation::kMultiply, p0, predictors[0]),
            graph.apply(Operation::kMultiply, predictors[0], p0));
  EXPECT_EQ(graph.size(), 6U);
}

TEST(Graph, KnowsWhatIsNeeded) {
  Graph graph;
  const NodeId x = graph.predictor(0);
  const NodeId e = graph.apply(Operation::kExp, x);
  const NodeId s = graph.apply(Operation::kSin, x);
  const std::array<NodeId, 1> roots = {s};
  const std::vector<bool> needed = reachable(graph, roots);
  EXPECT_TRUE(needed[x.index]);
  EXPECT_FALSE(needed[e.index]);
  EXPECT_TRUE(needed[s.index]);
}

TEST(Operations, HaveNamesAndArities) {
  EXPECT_EQ(arity(Operation::kConstant), 0);
  EXPECT_EQ(arity(Operation::kExp), 1);
  EXPECT_EQ(arity(Operation::kPow), 2);
  EXPECT_EQ(arity(Operation::kSelect), 3);
  EXPECT_STREQ(name(Operation::kGammaMedianSlope), "gamma_median_slope");
}

}  // namespace
}  // namespace fitd::expression
