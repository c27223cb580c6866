// Guesses from data as ugly as finite data can be.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/solver/models/model_samples.h"

namespace fitd::models {
namespace {

void expect_usable(const Model& model, const Grid& grid, const std::vector<double>& y,
                   const char* what) {
  const auto spans = grid.spans();
  const std::vector<double> p = model.guess(spans, y);
  ASSERT_EQ(p.size(), model.info().parameters.size()) << what;
  for (std::size_t j = 0; j < p.size(); ++j) {
    const ParameterInfo& info = model.info().parameters[j];
    EXPECT_TRUE(std::isfinite(p[j])) << what << ": " << info.name;
    EXPECT_GE(p[j], info.min) << what << ": " << info.name;
    EXPECT_LE(p[j], info.max) << what << ": " << info.name;
    if (info.fixed_default) {
      EXPECT_EQ(p[j], *info.fixed_default) << info.name;
    }
  }
}

Grid points_of(const Model& model, const std::vector<double>& x) {
  Grid grid;
  for (std::size_t k = 0; k < model.info().predictors.size(); ++k) grid.columns.push_back(x);
  return grid;
}

void expect_a_guess_from_ugly_data(const Model& model) {
  if (!model.can_guess()) return;
  const Grid grid = example_grid(model, 30);
  const std::size_t m = grid.size();
  expect_usable(model, grid, std::vector<double>(m, 0.0), "zeros");
  expect_usable(model, grid, std::vector<double>(m, 3.5), "constant");
  expect_usable(model, grid, std::vector<double>(m, -3.5), "negative constant");
  expect_usable(model, grid, std::vector<double>(m, 1e300), "huge constant");
  expect_usable(model, grid, std::vector<double>(m, 5e-324), "tiny constant");
  std::vector<double> alternating;
  for (std::size_t i = 0; i < m; ++i) alternating.push_back(i % 2 == 0 ? 1.7e308 : -1.7e308);
  expect_usable(model, grid, alternating, "huge alternating");
  for (const double x : {0.0, 1.0, -1.0, 1e300, -1e300, 1e-300}) {
    for (const double y : {0.0, 1.0, -1.0, 1e300, -1e300, 1e-300}) {
      expect_usable(model, points_of(model, {x}), {y}, "one point");
      expect_usable(model, points_of(model, {x, x, x}), {y, 2 * y, 0}, "one place");
      expect_usable(model, points_of(model, {x, 0.5}), {y, 1}, "two points");
    }
  }
  expect_usable(model, points_of(model, {-1.7e308, 1.7e308, 0}), {1, 2, 3}, "wide");
}

void expect_a_guess_from_noise(const Model& model) {
  if (!model.can_guess()) return;
  std::mt19937_64 random(5);
  for (int draw = 0; draw < 20; ++draw) {
    const std::size_t m = 1 + random() % 40;
    Grid grid = points_of(model, std::vector<double>(m));
    const double scale_x = std::pow(10, 12 * uniform(random));
    const double scale_y = std::pow(10, 12 * uniform(random));
    std::vector<double> y(m);
    for (std::size_t i = 0; i < m; ++i) {
      for (auto& column : grid.columns) column[i] = scale_x * uniform(random);
      y[i] = scale_y * uniform(random);
    }
    expect_usable(model, grid, y, "noise");
  }
}

using Guess = EveryModel;
TEST_P(Guess, FromUglyData) { check(expect_a_guess_from_ugly_data); }
TEST_P(Guess, FromNoise) { check(expect_a_guess_from_noise); }
INSTANTIATE_TEST_SUITE_P(Catalogue, Guess, testing::ValuesIn(all_groups()), GroupName());

TEST(Guesses, NearlyEveryModelHasOne) {
  int without = 0;
  for (const auto& model : catalogue().models()) {
    if (model->can_guess()) continue;
    ++without;
    EXPECT_EQ(model->info().group, "nist") << model->info().name;
  }
  EXPECT_LE(without, 3);
}

// Points in any order: the guess is the same.
TEST(Guesses, DoesNotDependOnTheOrder) {
  for (const auto& model : catalogue().models()) {
    if (!model->can_guess() || model->info().predictors.size() > 1) continue;
    const Grid grid = example_grid(*model, 30);
    const std::vector<double> y = values_of(*model, grid, model->info().example.parameters);
    Grid backwards = grid;
    std::reverse(backwards.columns[0].begin(), backwards.columns[0].end());
    const std::vector<double> reversed(y.rbegin(), y.rend());
    EXPECT_EQ(model->guess(grid.spans(), y), model->guess(backwards.spans(), reversed))
        << model->info().name;
  }
}

}  // namespace
}  // namespace fitd::models
