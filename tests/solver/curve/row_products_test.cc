#include "solver/curve/row_products.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace fitd::curve {
namespace {

// A block whose columns are cut out of a longer stride.
struct TestBlock {
  TestBlock(std::size_t rows, std::size_t columns)
      : memory((rows + 8) * columns, NAN),
        block{.entries = memory.data(), .stride = rows + 8, .rows = rows, .columns = columns} {
    for (std::size_t j = 0; j < columns; ++j) {
      for (std::size_t i = 0; i < rows; ++i) {
        block.column(j)[i] = std::sin(static_cast<double>(1 + i + 37 * j));
      }
    }
  }

  double product(std::size_t i, std::size_t j) const {
    long double sum = 0;
    for (std::size_t k = 0; k < block.rows; ++k) {
      sum += static_cast<long double>(block.column(i)[k]) * block.column(j)[k];
    }
    return static_cast<double>(sum);
  }

  std::vector<double> memory;
  Block block;
};

TEST(RowProducts, EveryPairOfColumns) {
  for (std::size_t columns = 1; columns <= 14; ++columns) {
    for (const std::size_t rows : {8u, 24u, 256u}) {
      const TestBlock test(rows, columns);
      std::vector<double> partial(kRowMultiple * packed_size(columns));
      std::vector<double> totals(packed_size(columns));
      add_row_products(test.block, partial);
      drain(partial, totals);
      for (std::size_t j = 0; j < columns; ++j) {
        for (std::size_t i = 0; i <= j; ++i) {
          EXPECT_NEAR(totals[packed_index(i, j)], test.product(i, j), 1e-14 * 256)
              << columns << ' ' << rows << ' ' << i << ' ' << j;
        }
      }
    }
  }
}

TEST(RowProducts, BlocksAddUpAndDrainingClears) {
  const TestBlock test(16, 3);
  std::vector<double> partial(kRowMultiple * packed_size(3));
  std::vector<double> totals(packed_size(3), 1.0);
  for (int k = 0; k < 5; ++k) add_row_products(test.block, partial);
  drain(partial, totals);
  EXPECT_NEAR(totals[packed_index(1, 2)], 1 + 5 * test.product(1, 2), 1e-13);
  EXPECT_EQ(partial, std::vector<double>(partial.size(), 0.0));
}

// A fit's residual norm must not depend on what it is summed beside.
TEST(RowProducts, AColumnAloneHasTheSameBits) {
  for (std::size_t columns = 1; columns <= 10; ++columns) {
    const TestBlock test(248, columns);
    std::vector<double> together(kRowMultiple * packed_size(columns));
    add_row_products(test.block, together);
    std::vector<double> alone(kRowMultiple);
    add_row_products({.entries = test.block.column(columns - 1),
                      .stride = test.block.stride,
                      .rows = 248,
                      .columns = 1},
                     alone);
    const auto last = together.end() - static_cast<std::ptrdiff_t>(kRowMultiple);
    EXPECT_EQ(std::vector<double>(last, together.end()), alone) << columns;
  }
}

}  // namespace
}  // namespace fitd::curve
