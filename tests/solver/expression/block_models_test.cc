// The fast arithmetic of every model against its reference.
#include <gtest/gtest.h>
#include <hwy/aligned_allocator.h>

#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>
#include <vector>

#include "solver/expression/block_function.h"
#include "tests/solver/expression/all_targets.h"
#include "tests/solver/models/model_samples.h"

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
    EXPECT_LE(std::abs(block.f[i] - f), tolerance * std::abs(f) + 1e-300)
        << "at " << grid.columns[0][i] << ": " << block.f[i] << ", not " << f;
    EXPECT_EQ(block.values[i], block.f[i]);
    for (std::size_t j = 0; j < p.size(); ++j) {
      const double exact = expected.df[i * p.size() + j];
      const double unit = p[j] == 0 ? 1 : std::abs(p[j]);
      const double scale = std::fmax(std::abs(exact), std::abs(f) / unit);
      EXPECT_LE(std::abs(block.df[j * grid.size() + i] - exact), tolerance * scale + 1e-300)
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

using BlockModels = models::EveryModel;
TEST_P(BlockModels, AgreeWithReference) { check(expect_agree_with_reference); }
INSTANTIATE_TEST_SUITE_P(Catalogue, BlockModels, testing::ValuesIn(models::all_groups()),
                         models::GroupName());

}  // namespace
}  // namespace fitd::expression
