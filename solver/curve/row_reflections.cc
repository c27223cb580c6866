#include "solver/curve/row_reflections.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "solver/lm/norm.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solver/curve/row_reflections.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fitd::curve {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<double, kRowMultiple>;
using Vector = hn::Vec<Tag>;

// dots[k] = v'c_k for K columns.
template <std::size_t K>
HWY_INLINE void dot_group(const Block& block, const double* v, std::size_t first, double* dots) {
  const Tag d;
  Vector sum[K];
#pragma GCC unroll 6
  for (std::size_t k = 0; k < K; ++k) sum[k] = hn::Zero(d);
  const double* columns = block.column(first);
  for (std::size_t row = 0; row < block.rows; row += hn::Lanes(d)) {
    const Vector x = hn::LoadU(d, v + row);
#pragma GCC unroll 6
    for (std::size_t k = 0; k < K; ++k) {
      sum[k] = hn::MulAdd(x, hn::LoadU(d, columns + k * block.stride + row), sum[k]);
    }
  }
#pragma GCC unroll 6
  for (std::size_t k = 0; k < K; ++k) dots[first + k] = hn::GetLane(hn::SumOfLanes(d, sum[k]));
}

// c_k -= factors[k] u for K columns, and at once dots[k] = v'c_k with what they became. In: the
// factors in `dots`.
template <std::size_t K>
HWY_INLINE void reflect_group(const Block& block, const double* u, const double* v,
                              std::size_t first, double* dots) {
  const Tag d;
  Vector sum[K];
  Vector factor[K];
#pragma GCC unroll 6
  for (std::size_t k = 0; k < K; ++k) {
    sum[k] = hn::Zero(d);
    factor[k] = hn::Set(d, dots[first + k]);
  }
  double* columns = block.column(first);
  for (std::size_t row = 0; row < block.rows; row += hn::Lanes(d)) {
    const Vector reflector = hn::LoadU(d, u + row);
    const Vector next = hn::LoadU(d, v + row);
#pragma GCC unroll 6
    for (std::size_t k = 0; k < K; ++k) {
      double* at = columns + k * block.stride + row;
      const Vector c = hn::NegMulAdd(factor[k], reflector, hn::LoadU(d, at));
      hn::StoreU(c, d, at);
      sum[k] = hn::MulAdd(next, c, sum[k]);
    }
  }
#pragma GCC unroll 6
  for (std::size_t k = 0; k < K; ++k) dots[first + k] = hn::GetLane(hn::SumOfLanes(d, sum[k]));
}

// c -= factor u, and c'c.
HWY_INLINE double reflect_next(const Block& block, const double* u, double* c, double factor) {
  const Tag d;
  Vector sum = hn::Zero(d);
  const Vector f = hn::Set(d, factor);
  for (std::size_t row = 0; row < block.rows; row += hn::Lanes(d)) {
    const Vector updated = hn::NegMulAdd(f, hn::LoadU(d, u + row), hn::LoadU(d, c + row));
    hn::StoreU(updated, d, c + row);
    sum = hn::MulAdd(updated, updated, sum);
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

// dots[k] for all columns from `from` on, v being column `from`.
void dot_all(const Block& block, std::size_t from, double* dots) {
  const double* v = block.column(from);
  std::size_t k = from;
  for (; k + 6 <= block.columns; k += 6) dot_group<6>(block, v, k, dots);
  for (; k + 2 <= block.columns; k += 2) dot_group<2>(block, v, k, dots);
  if (k < block.columns) dot_group<1>(block, v, k, dots);
}

// Subtracts factors (in `dots`) times column j from the columns behind it, and leaves in `dots` the
// products of column j + 1 with itself and those behind it.
void reflect_all(const Block& block, std::size_t j, double* dots) {
  const double* u = block.column(j);
  double* v = block.column(j + 1);
  dots[j + 1] = reflect_next(block, u, v, dots[j + 1]);
  std::size_t k = j + 2;
  for (; k + 6 <= block.columns; k += 6) reflect_group<6>(block, u, v, k, dots);
  for (; k + 2 <= block.columns; k += 2) reflect_group<2>(block, u, v, k, dots);
  if (k < block.columns) reflect_group<1>(block, u, v, k, dots);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace fitd::curve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::curve {
namespace {

HWY_EXPORT(dot_all);
HWY_EXPORT(reflect_all);

// Sums of squares within these bounds have lost nothing to under- or overflow that matters.
constexpr double kSmallestSafe = 0x1p-900;
constexpr double kLargestSafe = 0x1p900;

// Whether column j can be reflected by plain sums: neither its norm nor a product is out of range.
bool sums_are_safe(double squares, std::span<const double> products) {
  return squares > kSmallestSafe && squares < kLargestSafe &&
         std::all_of(products.begin(), products.end(), [](double v) { return std::isfinite(v); });
}

// Column j's reflection with norms that neither overflow nor vanish.
void reflect_carefully(const Block& block, std::size_t j, double* triangle) {
  double* v = block.column(j);
  double& diagonal = triangle[j + j * block.columns];
  lm::NormSum sum(static_cast<std::int64_t>(block.rows) + 1);
  sum.add(diagonal);
  for (std::size_t i = 0; i < block.rows; ++i) sum.add(v[i]);
  const double norm = std::copysign(sum.norm(), diagonal);
  if (norm == 0) return;
  const double head = diagonal / norm + 1;
  for (std::size_t i = 0; i < block.rows; ++i) v[i] /= norm;
  diagonal = -norm;
  for (std::size_t k = j + 1; k < block.columns; ++k) {
    double* c = block.column(k);
    double& above = triangle[j + k * block.columns];
    double dot = head * above;
    for (std::size_t i = 0; i < block.rows; ++i) dot += v[i] * c[i];
    const double factor = dot / head;
    above -= factor * head;
    for (std::size_t i = 0; i < block.rows; ++i) c[i] -= factor * v[i];
  }
}

}  // namespace

void fold_rows(const Block& block, std::span<double> triangle, std::span<double> dots) {
  const std::size_t n = block.columns;
  const auto dot = HWY_DYNAMIC_DISPATCH(dot_all);
  const auto reflect = HWY_DYNAMIC_DISPATCH(reflect_all);
  dot(block, 0, dots.data());
  for (std::size_t j = 0; j < n; ++j) {
    double& diagonal = triangle[j + j * n];
    const double squares = diagonal * diagonal + dots[j];
    if (!sums_are_safe(squares, dots.subspan(j, n - j))) {
      reflect_carefully(block, j, triangle.data());
      if (j + 1 < n) dot(block, j + 1, dots.data());
      continue;
    }
    // The reflection I - u u'/(norm |head|), u = (head, v), turns (diagonal, v) into (-norm, 0).
    const double norm = std::copysign(std::sqrt(squares), diagonal);
    const double head = diagonal + norm;
    const double scale = 1 / (norm * head);
    diagonal = -norm;
    for (std::size_t k = j + 1; k < n; ++k) {
      double& above = triangle[j + k * n];
      dots[k] = (head * above + dots[k]) * scale;
      above -= dots[k] * head;
    }
    if (j + 1 < n) reflect(block, j, dots.data());
  }
}

}  // namespace fitd::curve
#endif  // HWY_ONCE
