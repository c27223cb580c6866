// Sums of products of a block's columns, by vector instructions: what normal matrices are made of.
#ifndef FITD_SOLVER_CURVE_ROW_PRODUCTS_H_
#define FITD_SOLVER_CURVE_ROW_PRODUCTS_H_

#include <cstddef>
#include <span>

namespace fitd::curve {

// A block of rows in cache: `columns` columns, `stride` doubles apart. `rows` is a multiple of
// kRowMultiple; a short block ends in rows of zeros.
struct Block {
  double* entries;
  std::size_t stride;
  std::size_t rows;
  std::size_t columns;

  double* column(std::size_t j) const { return entries + j * stride; }
};

// No vector has more doubles than that.
inline constexpr std::size_t kRowMultiple = 8;

// Where the entry of row i <= j of a packed upper triangle is: by columns.
constexpr std::size_t packed_index(std::size_t i, std::size_t j) { return j * (j + 1) / 2 + i; }
constexpr std::size_t packed_size(std::size_t columns) { return columns * (columns + 1) / 2; }

// Adds the products of columns i <= j of the block, over its rows, to the kRowMultiple partial sums
// from partial[kRowMultiple * packed_index(i, j)] on. How they are spread over these depends on the
// processor's vectors alone.
void add_row_products(const Block& block, std::span<double> partial);

// Adds each entry's partial sums to its total, and clears them. `totals`: a packed upper triangle.
void drain(std::span<double> partial, std::span<double> totals);

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_ROW_PRODUCTS_H_
