// How the rows of a fit are cut for cache and for threads. It depends on the sizes alone, and with
// it the bits of every sum: they are the same whoever computes the chunks.
#ifndef FITD_SOLVER_CURVE_ROW_CHUNKS_H_
#define FITD_SOLVER_CURVE_ROW_CHUNKS_H_

#include <algorithm>
#include <cstddef>

#include "solver/curve/row_products.h"

namespace fitd::curve {

// Up to 20 columns, a block and the partial sums of its products take some 21 KiB together: two
// thirds of a first-level cache, out of which a pass takes several times as long.
constexpr std::size_t block_rows_of(std::size_t columns) {
  constexpr std::size_t kDoubles = 2688;
  const std::size_t partial = std::min(kRowMultiple * packed_size(columns), kDoubles / 2);
  const std::size_t rows = std::clamp<std::size_t>((kDoubles - partial) / columns, 64, 256);
  return rows / kRowMultiple * kRowMultiple;
}

// `count` chunks of `rows` rows each, the last one shorter.
struct RowChunks {
  // Chunks are worth handing to a thread, and few enough to keep the sums of each.
  static constexpr std::size_t kMaxCount = 64;

  RowChunks(std::size_t m, std::size_t columns) {
    const std::size_t block = block_rows_of(columns);
    const std::size_t least = std::max<std::size_t>(8192, 16 * columns);
    const std::size_t wanted = std::clamp<std::size_t>(m / least, 1, kMaxCount);
    rows = std::max(block, ((m + wanted - 1) / wanted + block - 1) / block * block);
    count = (m + rows - 1) / rows;
  }

  std::size_t rows;
  std::size_t count;
};

}  // namespace fitd::curve

#endif  // FITD_SOLVER_CURVE_ROW_CHUNKS_H_
