#include "solver/expression/differentiate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>
#include <vector>

#include "solver/expression/evaluate.h"
#include "tests/solver/models/model_samples.h"

namespace fitd::expression {
namespace {

using models::Grid;
using models::Model;

std::vector<int> all_parameters(const Model& model) {
  std::vector<int> all(static_cast<std::size_t>(model.num_parameters()));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// The gradient's graph against dual numbers.
void expect_agree_with_dual_numbers(const Model& model) {
  const Gradient gradient = differentiate(*model.formula(), all_parameters(model));
  std::mt19937_64 random(5);
  std::vector<double> nodes(gradient.graph.size());
  std::vector<double> at(model.info().predictors.size());
  for (int draw = 0; draw < 40; ++draw) {
    const std::vector<double> p = models::parameters_near_example(model, 0.5, random);
    Grid grid = models::example_grid(model, 25);
    const auto expected = models::derivatives_of(model, grid, p);
    for (std::size_t i = 0; i < grid.size(); ++i) {
      if (!std::isfinite(expected.f[i])) continue;
      for (std::size_t k = 0; k < at.size(); ++k) at[k] = grid.columns[k][i];
      evaluate<double>(gradient.graph, at, p, nodes);
      EXPECT_NEAR(nodes[gradient.value.index], expected.f[i],
                  1e-11 * std::abs(expected.f[i]) + 1e-300);
      for (std::size_t j = 0; j < p.size(); ++j) {
        const double exact = expected.df[i * p.size() + j];
        const double unit = p[j] == 0 ? 1 : std::abs(p[j]);
        const double scale = std::fmax(std::abs(exact), std::abs(expected.f[i]) / unit);
        EXPECT_LE(std::abs(nodes[gradient.derivatives[j].index] - exact), 1e-11 * scale + 1e-300)
            << model.info().name << " d/d" << model.info().parameters[j].name << " at " << at[0]
            << ": " << nodes[gradient.derivatives[j].index] << ", not " << exact;
      }
    }
  }
}

using Gradients = models::EveryModel;
TEST_P(Gradients, AgreeWithDualNumbers) { check(expect_agree_with_dual_numbers); }
INSTANTIATE_TEST_SUITE_P(Catalogue, Gradients, testing::ValuesIn(models::all_groups()),
                         models::GroupName());

}  // namespace
}  // namespace fitd::expression
