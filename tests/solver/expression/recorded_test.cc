// What running a formula on recording scalars leaves behind.
#include "solver/expression/recorded.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "solver/expression/evaluate.h"
#include "tests/solver/models/model_samples.h"

namespace fitd::expression {
namespace {

using models::Grid;
using models::Model;

TEST(Recorded, ConstantsFold) {
  Graph graph;
  const Recorded x(graph, graph.predictor(0));
  const Recorded half = Recorded(1.0) / Recorded(2.0);
  const Recorded y = select(x < 1.0, exp(half * half), x * half);
  EXPECT_EQ(graph.node(graph.node(y.node_in(graph)).operands[1]).constant, std::exp(0.25));
  EXPECT_EQ(Recorded(3.0).node_in(graph), graph.constant(3));
}

// The graph is the formula: evaluated in double it yields Model::values() to the bit.
void expect_the_graph_evaluates_to_the_model(const Model& model) {
  const Formula* formula = model.formula();
  ASSERT_NE(formula, nullptr);
  EXPECT_FALSE(formula->graph.full());
  EXPECT_EQ(formula->parameters, model.num_parameters());
  EXPECT_EQ(formula->predictors, model.num_predictors());
  std::mt19937_64 random(11);
  const Grid grid = models::example_grid(model, 30);
  std::vector<double> nodes(formula->graph.size());
  std::vector<double> at(grid.columns.size());
  for (int draw = 0; draw < 10; ++draw) {
    const std::vector<double> p = models::parameters_near_example(model, 0.5, random);
    const std::vector<double> expected = models::values_of(model, grid, p);
    for (std::size_t i = 0; i < grid.size(); ++i) {
      for (std::size_t k = 0; k < at.size(); ++k) at[k] = grid.columns[k][i];
      evaluate<double>(formula->graph, at, p, nodes);
      const double value = nodes[formula->value.index];
      EXPECT_TRUE(std::bit_cast<std::uint64_t>(value) ==
                      std::bit_cast<std::uint64_t>(expected[i]) ||
                  (std::isnan(value) && std::isnan(expected[i])))
          << value << " " << expected[i];
    }
  }
}

using RecordedModels = models::EveryModel;
TEST_P(RecordedModels, GraphEvaluatesToTheModel) { check(expect_the_graph_evaluates_to_the_model); }
INSTANTIATE_TEST_SUITE_P(Catalogue, RecordedModels, testing::ValuesIn(models::all_groups()),
                         models::GroupName());

}  // namespace
}  // namespace fitd::expression
