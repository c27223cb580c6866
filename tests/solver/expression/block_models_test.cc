// The fast arithmetic of every model against its reference.
#include <gtest/gtest.h>
#include <hwy/aligned_allocator.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>
#include <vector>

#include "solver/expression/block_function.h"
#include "solver/expression/kernel_models.h"
#include "tests/solver/models/model_samples.h"
#include "tests/solver/simd/all_targets.h"

namespace fitd::expression {
namespace {

using models::Grid;
using models::Model;

struct Block {
  std::vector<double> f;
  std::vector<double> values;
  std::vector<double> df;  // column by column
};

Block evaluate_block(const Model& model, const Grid& grid, const std::vector<double>& p) {
  std::vector<int> free(p.size());
  std::iota(free.begin(), free.end(), 0);
  const auto function = compile_block_function(model, free);
  const auto scratch = hwy::AllocateAligned<double>(function->scratch_doubles());
  Block block{std::vector<double>(grid.size()), std::vector<double>(grid.size()),
              std::vector<double>(grid.size() * p.size())};
  function->begin(p, scratch.get());
  function->derivatives(grid.spans(), 0, grid.size(), block.f.data(), block.df.data(), grid.size(),
                        scratch.get());
  function->values(grid.spans(), 0, grid.size(), block.values.data(), scratch.get());
  return block;
}

// Where intermediate results underflow, what is left of a derivative depends on their order.
constexpr double kFloor = 1e-200;

void expect_close(const Model& model, const Grid& grid, const std::vector<double>& p,
                  double tolerance) {
  const auto expected = models::derivatives_of(model, grid, p);
  const Block block = evaluate_block(model, grid, p);
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const double f = expected.f[i];
    if (!std::isfinite(f)) {
      EXPECT_FALSE(std::isfinite(block.f[i])) << f << " " << block.f[i];
      continue;
    }
    // Near a zero of f its terms, which are about p_j df/dp_j, are known no better than before.
    double terms = std::abs(f);
    for (std::size_t j = 0; j < p.size(); ++j) {
      const double term = std::abs(p[j] * expected.df[i * p.size() + j]);
      if (std::isfinite(term)) terms = std::fmax(terms, term);
    }
    EXPECT_LE(std::abs(block.f[i] - f), tolerance * terms + kFloor)
        << "at " << grid.columns[0][i] << ": " << block.f[i] << ", not " << f;
    EXPECT_EQ(block.values[i], block.f[i]);
    for (std::size_t j = 0; j < p.size(); ++j) {
      const double exact = expected.df[i * p.size() + j];
      if (!std::isfinite(exact)) {
        EXPECT_FALSE(std::isfinite(block.df[j * grid.size() + i]));
        continue;
      }
      const double unit = p[j] == 0 ? 1 : std::abs(p[j]);
      const double scale = std::fmax(std::abs(exact), std::abs(f) / unit);
      EXPECT_LE(std::abs(block.df[j * grid.size() + i] - exact), tolerance * scale + kFloor)
          << "d/d" << model.info().parameters[j].name << " at " << grid.columns[0][i] << ": "
          << block.df[j * grid.size() + i] << ", not " << exact << ", f " << f;
    }
  }
}

void expect_agree_with_reference(const Model& model) {
  simd::on_every_target([&] {
    std::mt19937_64 random(17);
    for (int draw = 0; draw < 8; ++draw) {
      const std::vector<double> p = models::parameters_near_example(model, 0.5, random);
      expect_close(model, models::example_grid(model, 45), p, 1e-11);
    }
  });
}

// Far from the example: overflow in a formula's inside leaves what is finite right.
void expect_agree_at_extremes(const Model& model) {
  std::mt19937_64 random(23);
  for (int draw = 0; draw < 60; ++draw) {
    std::vector<double> p = models::parameters_near_example(model, 0.3, random);
    for (double& v : p) v *= std::pow(10, 1.5 * models::uniform(random));
    Grid grid = models::example_grid(model, 25);
    for (auto& column : grid.columns) {
      const double factor = std::pow(10, 3 * models::uniform(random));
      for (double& v : column) v *= factor;
    }
    expect_close(model, grid, p, 1e-9);
  }
}

// All pairs of these in the first two predictors.
Grid grid_of(const Model& model, const std::vector<double>& values) {
  Grid grid;
  grid.columns.resize(model.info().predictors.size());
  for (const double a : values) {
    for (const double b : values) {
      grid.columns[0].push_back(a);
      if (grid.columns.size() > 1) grid.columns[1].push_back(b);
    }
  }
  return grid;
}

void expect_agree_at_zero(const Model& model) {
  const Grid grid = grid_of(model, {0.0, -0.0, 1e-100, -1e-100, 1.0, -1.0});
  expect_close(model, grid, model.info().example.parameters, 1e-9);
}

void expect_finite_where_the_reference_is(const Model& model) {
  const Grid grid = grid_of(model, {0.0, 1e3, 1e40, -1e40, 1e100, std::nan("")});
  const std::vector<double>& p = model.info().example.parameters;
  const auto expected = models::derivatives_of(model, grid, p);
  const Block block = evaluate_block(model, grid, p);
  for (std::size_t i = 0; i < grid.size(); ++i) {
    EXPECT_EQ(std::isfinite(block.f[i]), std::isfinite(expected.f[i])) << grid.columns[0][i];
    if (!std::isfinite(block.f[i]) || std::isnan(grid.columns[0][i])) continue;
    for (std::size_t j = 0; j < p.size(); ++j) {
      EXPECT_EQ(std::isfinite(block.df[j * grid.size() + i]),
                std::isfinite(expected.df[i * p.size() + j]))
          << "d/d" << model.info().parameters[j].name << " at " << grid.columns[0][i];
    }
  }
}

// Every number of points, whole vectors or not, from every first point.
void expect_any_block_agrees(const Model& model) {
  const Grid grid = models::example_grid(model, 290);
  const std::vector<double>& p = model.info().example.parameters;
  const std::size_t m = std::min<std::size_t>(grid.size(), 256);
  std::vector<int> free(p.size());
  std::iota(free.begin(), free.end(), 0);
  const auto function = compile_block_function(model, free);
  const auto scratch = hwy::AllocateAligned<double>(function->scratch_doubles());
  std::vector<double> f(m);
  std::vector<double> df(m * p.size());
  function->begin(p, scratch.get());
  function->derivatives(grid.spans(), 0, m, f.data(), df.data(), m, scratch.get());
  std::vector<double> part(m);
  std::vector<double> slopes(m * p.size());
  for (const std::size_t rows : {1U, 2U, 3U, 7U, 8U, 9U, 13U, 64U, 100U}) {
    const std::size_t first = 2 * rows % 31;
    function->derivatives(grid.spans(), first, rows, part.data(), slopes.data(), rows,
                          scratch.get());
    for (std::size_t i = 0; i < rows; ++i) {
      EXPECT_EQ(part[i], f[first + i]);
      for (std::size_t j = 0; j < p.size(); ++j) {
        EXPECT_EQ(slopes[j * rows + i], df[j * m + first + i]);
      }
    }
    function->values(grid.spans(), first, rows, part.data(), scratch.get());
    for (std::size_t i = 0; i < rows; ++i) EXPECT_EQ(part[i], f[first + i]);
  }
}

TEST(Kernels, AgreeWithTheTape) {
  for (const char* name : kKernelModels) {
    SCOPED_TRACE(name);
    const Model& model = *models::catalogue().find(name);
    std::mt19937_64 random(37);
    const std::vector<double> p = models::parameters_near_example(model, 0.5, random);
    const Grid grid = models::example_grid(model, 200);
    simd::on_every_target([&] {
      const Block kernel = evaluate_block(model, grid, p);
      std::vector<int> free(p.size());
      std::iota(free.begin(), free.end(), 0);
      const auto tape = compile_block_function(*model.formula(), free);
      const auto scratch = hwy::AllocateAligned<double>(tape->scratch_doubles());
      std::vector<double> f(grid.size());
      std::vector<double> df(grid.size() * p.size());
      tape->begin(p, scratch.get());
      tape->derivatives(grid.spans(), 0, grid.size(), f.data(), df.data(), grid.size(),
                        scratch.get());
      for (std::size_t i = 0; i < f.size(); ++i) {
        EXPECT_NEAR(kernel.f[i], f[i], 1e-14 * std::abs(f[i]));
        for (std::size_t j = 0; j < p.size(); ++j) {
          const double slope = df[j * grid.size() + i];
          EXPECT_NEAR(kernel.df[j * grid.size() + i], slope,
                      1e-13 * std::fmax(std::abs(slope), std::abs(f[i] / p[j])) + kFloor);
        }
      }
    });
  }
}

using BlockModels = models::EveryModel;
TEST_P(BlockModels, AgreeAtExtremes) { check(expect_agree_at_extremes); }
TEST_P(BlockModels, AgreeAtZero) { check(expect_agree_at_zero); }
TEST_P(BlockModels, FiniteWhereTheReferenceIs) { check(expect_finite_where_the_reference_is); }
TEST_P(BlockModels, AnyBlockAgrees) { check(expect_any_block_agrees); }
TEST_P(BlockModels, AgreeWithReference) { check(expect_agree_with_reference); }
INSTANTIATE_TEST_SUITE_P(Catalogue, BlockModels, testing::ValuesIn(models::all_groups()),
                         models::GroupName());

}  // namespace
}  // namespace fitd::expression
