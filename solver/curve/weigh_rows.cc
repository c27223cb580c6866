#include "solver/curve/weigh_rows.h"

#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solver/curve/weigh_rows.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fitd::curve {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// The rows from `row` on that make up a vector of `d`.
template <class D>
HWY_INLINE void divide_vector(D d, const Block& block, std::size_t row, const double* sigma) {
  const auto divisor = hn::LoadU(d, sigma + row);
  const auto weight = hn::Div(hn::Set(d, 1.0), divisor);
  // The inverse of a subnormal number may be infinite.
  const bool by_weight = hn::AllTrue(d, hn::IsFinite(weight));
  double* at = block.entries + row;
  for (std::size_t k = 0; k < block.columns; ++k, at += block.stride) {
    const auto entry = hn::LoadU(d, at);
    hn::StoreU(by_weight ? hn::Mul(entry, weight) : hn::Div(entry, divisor), d, at);
  }
}

template <class D>
HWY_INLINE void subtract_vector(D d, double* r, const double* y) {
  hn::StoreU(hn::Sub(hn::LoadU(d, r), hn::LoadU(d, y)), d, r);
}

void subtract_and_divide(const Block& block, const double* y, const double* sigma,
                         std::size_t rows) {
  const hn::CappedTag<double, kRowMultiple> d;
  const hn::CappedTag<double, 1> single;
  const std::size_t whole = rows / hn::Lanes(d) * hn::Lanes(d);
  double* r = block.column(block.columns - 1);
  for (std::size_t i = 0; i < whole; i += hn::Lanes(d)) subtract_vector(d, r + i, y + i);
  for (std::size_t i = whole; i < rows; ++i) subtract_vector(single, r + i, y + i);
  if (sigma == nullptr) return;
  for (std::size_t i = 0; i < whole; i += hn::Lanes(d)) divide_vector(d, block, i, sigma);
  for (std::size_t i = whole; i < rows; ++i) divide_vector(single, block, i, sigma);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace fitd::curve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::curve {
namespace {

HWY_EXPORT(subtract_and_divide);

}  // namespace

void weigh_rows(const Block& block, std::span<const double> y, std::span<const double> sigma) {
  HWY_DYNAMIC_DISPATCH(subtract_and_divide)
  (block, y.data(), sigma.empty() ? nullptr : sigma.data(), y.size());
}

}  // namespace fitd::curve
#endif  // HWY_ONCE
