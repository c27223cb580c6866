#include "solver/expression/block_function.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "tests/solver/models/model_samples.h"

namespace fitd::expression {
namespace {

TEST(BlockFunction, ColumnsAreTheFreeParametersInOrder) {
  const models::Model& model = *models::catalogue().find("gaussian_offset");
  const std::vector<int> free = {3, 0};
  const auto function = compile_block_function(model, free);
  const std::size_t rows = 21;
  const models::Grid grid = models::example_grid(model, 30);
  const std::vector<double> p = model.info().example.parameters;
  const auto expected = models::derivatives_of(model, grid, p);
  std::vector<double> scratch(function->scratch_doubles());
  std::vector<double> f(rows);
  std::vector<double> df(2 * rows + 3, -7.0);
  const std::size_t stride = rows + 3;
  function->begin(p, scratch.data());
  function->derivatives(grid.spans(), 5, rows, f.data(), df.data(), stride, scratch.data());
  for (std::size_t i = 0; i < rows; ++i) {
    EXPECT_DOUBLE_EQ(f[i], expected.f[5 + i]);
    EXPECT_EQ(df[i], 1);
    EXPECT_DOUBLE_EQ(df[stride + i], expected.df[(5 + i) * 4]);
  }
  for (std::size_t i = rows; i < stride; ++i) EXPECT_EQ(df[i], -7) << "written beyond the rows";
  std::vector<double> values(rows);
  function->values(grid.spans(), 5, rows, values.data(), scratch.data());
  EXPECT_EQ(values, f);
}

}  // namespace
}  // namespace fitd::expression
