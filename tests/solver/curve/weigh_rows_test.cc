#include "solver/curve/weigh_rows.h"

#include <gtest/gtest.h>

#include <vector>

namespace fitd::curve {
namespace {

// Two columns of `rows` rows; one entry behind each must stay.
struct TestRows {
  explicit TestRows(std::size_t rows)
      : entries(2 * (rows + 1), 12.0),
        y(rows),
        sigma(rows),
        block{.entries = entries.data(), .stride = rows + 1, .rows = rows, .columns = 2} {
    for (std::size_t i = 0; i < rows; ++i) {
      y[i] = static_cast<double>(i);
      sigma[i] = 0.25 * static_cast<double>(1 + i % 4);
    }
  }
  std::vector<double> entries;
  std::vector<double> y;
  std::vector<double> sigma;
  Block block;
};

TEST(WeighRows, EveryRowOfAnyNumber) {
  for (std::size_t rows = 1; rows <= 35; ++rows) {
    TestRows t(rows);
    weigh_rows(t.block, t.y, t.sigma);
    for (std::size_t i = 0; i < rows; ++i) {
      EXPECT_DOUBLE_EQ(t.block.column(0)[i], 12 / t.sigma[i]);
      EXPECT_DOUBLE_EQ(t.block.column(1)[i], (12 - t.y[i]) / t.sigma[i]);
    }
    EXPECT_EQ(t.block.column(0)[rows], 12);
    EXPECT_EQ(t.block.column(1)[rows], 12);
  }
}

TEST(WeighRows, WithoutSigmaOnlyTheDataAreSubtracted) {
  TestRows t(19);
  weigh_rows(t.block, t.y, {});
  for (std::size_t i = 0; i < 19; ++i) {
    EXPECT_EQ(t.block.column(0)[i], 12);
    EXPECT_EQ(t.block.column(1)[i], 12 - t.y[i]);
  }
}

// 1/sigma is infinite, the quotients are not.
TEST(WeighRows, SubnormalSigma) {
  TestRows t(16);
  t.entries.assign(t.entries.size(), 1e-310);
  t.y.assign(16, 0);
  t.sigma.assign(16, 4e-310);
  weigh_rows(t.block, t.y, t.sigma);
  for (std::size_t i = 0; i < 16; ++i) EXPECT_NEAR(t.block.column(0)[i], 0.25, 1e-12);
}

}  // namespace
}  // namespace fitd::curve
