// Exact derivatives of every model against extrapolated differences of its values.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "tests/solver/models/model_samples.h"
#include "tests/solver/models/ridders.h"

namespace fitd::models {
namespace {

Grid single_point(const Grid& grid, std::size_t i) {
  Grid point;
  for (const auto& column : grid.columns) point.columns.push_back({column[i]});
  return point;
}

void expect_agree_with_differences(const Model& model) {
  std::mt19937_64 random(42);
  const Grid grid = example_grid(model, 23);
  for (int draw = 0; draw < 4; ++draw) {
    const std::vector<double> p = parameters_near_example(model, 0.1, random);
    const ValuesAndDerivatives at = derivatives_of(model, grid, p);
    for (std::size_t i = 0; i < grid.size(); ++i) {
      const Grid point = single_point(grid, i);
      for (std::size_t j = 0; j < p.size(); ++j) {
        const auto f = [&](double v) {
          std::vector<double> changed = p;
          changed[j] = v;
          return values_of(model, point, changed)[0];
        };
        const double unit = p[j] == 0 ? 1 : std::abs(p[j]);
        const Difference difference = ridders(f, p[j], 0.02 * unit);
        const double exact = at.df[i * p.size() + j];
        const double scale = std::fmax(std::abs(exact), std::abs(at.f[i]) / unit);
        EXPECT_LE(std::abs(difference.value - exact), 1e-8 * scale)
            << "d/d" << model.info().parameters[j].name << " at point " << i << " ("
            << point.columns[0][0] << "): exact " << exact << ", difference " << difference.value;
      }
    }
  }
}

void expect_values_agree_to_the_bit(const Model& model) {
  std::mt19937_64 random(7);
  const Grid grid = example_grid(model, 101);
  for (int draw = 0; draw < 20; ++draw) {
    const std::vector<double> p = parameters_near_example(model, 0.5, random);
    const std::vector<double> values = values_of(model, grid, p);
    const std::vector<double> beside = derivatives_of(model, grid, p).f;
    EXPECT_EQ(std::memcmp(values.data(), beside.data(), values.size() * sizeof(double)), 0);
  }
}

void expect_blocks_agree_with_the_whole(const Model& model) {
  const Grid grid = example_grid(model, 36);
  const std::vector<double>& p = model.info().example.parameters;
  const std::size_t n = p.size();
  const ValuesAndDerivatives whole = derivatives_of(model, grid, p);
  const auto spans = grid.spans();
  const std::size_t first = 7;
  std::vector<double> f(11);
  std::vector<double> df(f.size() * n);
  model.derivatives(spans, first, p, f, df);
  for (std::size_t i = 0; i < f.size(); ++i) {
    EXPECT_EQ(f[i], whole.f[first + i]);
    for (std::size_t j = 0; j < n; ++j) EXPECT_EQ(df[i * n + j], whole.df[(first + i) * n + j]);
  }
  model.values(spans, first, p, f);
  for (std::size_t i = 0; i < f.size(); ++i) EXPECT_EQ(f[i], whole.f[first + i]);
}

using Derivatives = EveryModel;
TEST_P(Derivatives, AgreeWithDifferences) { check(expect_agree_with_differences); }
TEST_P(Derivatives, ValuesAgreeToTheBit) { check(expect_values_agree_to_the_bit); }
TEST_P(Derivatives, BlocksAgreeWithTheWhole) { check(expect_blocks_agree_with_the_whole); }
INSTANTIATE_TEST_SUITE_P(Catalogue, Derivatives, testing::ValuesIn(all_groups()), GroupName());

}  // namespace
}  // namespace fitd::models
