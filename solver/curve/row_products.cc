#include "solver/curve/row_products.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solver/curve/row_products.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fitd::curve {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<double, kRowMultiple>;
using Vector = hn::Vec<Tag>;

// Columns that are multiplied with four others at once: as many as leave the sums in registers.
#if HWY_TARGET <= HWY_AVX3 || HWY_TARGET == HWY_NEON
constexpr std::size_t kWidth = 4;
#else
constexpr std::size_t kWidth = 2;
#endif

double* sums_of(double* partial, std::size_t i, std::size_t j) {
  return partial + kRowMultiple * packed_index(i, j);
}

// Columns i .. i + A - 1 times columns j .. j + B - 1; of those on the diagonal (i = j, A = B) the
// upper ones.
template <std::size_t A, std::size_t B, bool kDiagonal>
HWY_INLINE void add_tile(const Block& block, std::size_t i, std::size_t j, double* partial) {
  const Tag d;
  Vector sum[A][B];
#pragma GCC unroll 4
  for (std::size_t a = 0; a < A; ++a) {
#pragma GCC unroll 4
    for (std::size_t b = kDiagonal ? a : 0; b < B; ++b) {
      sum[a][b] = hn::LoadU(d, sums_of(partial, i + a, j + b));
    }
  }
  const double* left = block.column(i);
  const double* right = block.column(j);
  const std::size_t stride = block.stride;
  for (std::size_t row = 0; row < block.rows; row += hn::Lanes(d)) {
    Vector x[A];
    Vector y[B];
#pragma GCC unroll 4
    for (std::size_t a = 0; a < A; ++a) x[a] = hn::LoadU(d, left + a * stride + row);
#pragma GCC unroll 4
    for (std::size_t b = 0; b < B; ++b) {
      y[b] = kDiagonal ? x[b] : hn::LoadU(d, right + b * stride + row);
    }
#pragma GCC unroll 4
    for (std::size_t a = 0; a < A; ++a) {
#pragma GCC unroll 4
      for (std::size_t b = kDiagonal ? a : 0; b < B; ++b) {
        sum[a][b] = hn::MulAdd(x[a], y[b], sum[a][b]);
      }
    }
  }
#pragma GCC unroll 4
  for (std::size_t a = 0; a < A; ++a) {
#pragma GCC unroll 4
    for (std::size_t b = kDiagonal ? a : 0; b < B; ++b) {
      hn::StoreU(sum[a][b], d, sums_of(partial, i + a, j + b));
    }
  }
}

template <std::size_t B>
HWY_INLINE void add_strip(const Block& block, std::size_t height, std::size_t i, std::size_t j,
                          double* partial) {
  switch (height) {
    case 1:
      return add_tile<1, B, false>(block, i, j, partial);
    case 2:
      return add_tile<2, B, false>(block, i, j, partial);
    case 3:
      return add_tile<3, B, false>(block, i, j, partial);
    default:
      return add_tile<4, B, false>(block, i, j, partial);
  }
}

// Columns i .. i + height - 1, height <= 4, times all from j on.
void add_off_diagonal(const Block& block, std::size_t height, std::size_t i, std::size_t j,
                      double* partial) {
  for (; j + kWidth <= block.columns; j += kWidth) {
    add_strip<kWidth>(block, height, i, j, partial);
  }
  const std::size_t left = block.columns - j;
#if HWY_TARGET <= HWY_AVX3 || HWY_TARGET == HWY_NEON
  if (left == 3) add_strip<3>(block, height, i, j, partial);
  if (left == 2) add_strip<2>(block, height, i, j, partial);
#endif
  if (left == 1) add_strip<1>(block, height, i, j, partial);
}

void add_diagonal(const Block& block, std::size_t height, std::size_t i, double* partial) {
  switch (height) {
    case 1:
      return add_tile<1, 1, true>(block, i, i, partial);
    case 2:
      return add_tile<2, 2, true>(block, i, i, partial);
    case 3:
      return add_tile<3, 3, true>(block, i, i, partial);
    default:
      return add_tile<4, 4, true>(block, i, i, partial);
  }
}

void add_all(const Block& block, double* partial) {
  for (std::size_t i = 0; i < block.columns; i += 4) {
    const std::size_t height = block.columns - i < 4 ? block.columns - i : 4;
    add_diagonal(block, height, i, partial);
    add_off_diagonal(block, height, i, i + height, partial);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace fitd::curve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::curve {
namespace {

HWY_EXPORT(add_all);

}  // namespace

void add_row_products(const Block& block, std::span<double> partial) {
  HWY_DYNAMIC_DISPATCH(add_all)(block, partial.data());
}

void drain(std::span<double> partial, std::span<double> totals) {
  for (std::size_t k = 0; k < totals.size(); ++k) {
    const double* s = &partial[kRowMultiple * k];
    totals[k] += ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }
  std::fill(partial.begin(), partial.end(), 0.0);
}

}  // namespace fitd::curve
#endif  // HWY_ONCE
