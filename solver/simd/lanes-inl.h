// What the vector functions have in common: polynomials, exact sums and products, and the way out
// for the few lanes that need care.
#if defined(FITD_SOLVER_SIMD_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FITD_SOLVER_SIMD_LANES_INL_H_
#undef FITD_SOLVER_SIMD_LANES_INL_H_
#else
#define FITD_SOLVER_SIMD_LANES_INL_H_
#endif

#include <hwy/highway.h>

#include <array>
#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace fitd::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#define FITD_SIMD HWY_INLINE HWY_MAYBE_UNUSED

// sum_k c[k] x^k.
template <class D, class V = hn::Vec<D>, std::size_t N>
FITD_SIMD V polynomial(D d, const std::array<double, N>& c, V x) {
  V sum = hn::Set(d, c[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = hn::MulAdd(sum, x, hn::Set(d, c[k]));
  return sum;
}

// The unevaluated sum of two numbers, |low| <= ulp(high)/2.
template <class V>
struct TwoSum {
  V high;
  V low;
};

// a + b exactly, |a| >= |b|.
template <class V>
FITD_SIMD TwoSum<V> fast_two_sum(V a, V b) {
  const V sum = hn::Add(a, b);
  return {sum, hn::Sub(b, hn::Sub(sum, a))};
}

// a*b exactly; without a fused multiplication by Veltkamp's splitting, which needs |a|, |b| <
// 2^970.
template <class D, class V = hn::Vec<D>>
FITD_SIMD TwoSum<V> two_product(D d, V a, V b) {
  const V product = hn::Mul(a, b);
#if HWY_NATIVE_FMA
  (void)d;
  return {product, hn::MulSub(a, b, product)};
#else
  const V splitter = hn::Set(d, 134217729.0);  // 2^27 + 1
  const V wide_a = hn::Mul(splitter, a);
  const V wide_b = hn::Mul(splitter, b);
  const V high_a = hn::Sub(wide_a, hn::Sub(wide_a, a));
  const V high_b = hn::Sub(wide_b, hn::Sub(wide_b, b));
  const V low_a = hn::Sub(a, high_a);
  const V low_b = hn::Sub(b, high_b);
  const V rest = hn::Add(hn::Sub(hn::Mul(high_a, high_b), product),
                         hn::Add(hn::Mul(high_a, low_b), hn::Mul(low_a, high_b)));
  return {product, hn::Add(rest, hn::Mul(low_a, low_b))};
#endif
}

// x with the lanes of `mask` replaced by function(first lane, second lane).
template <class D, class V = hn::Vec<D>, class Function>
HWY_NOINLINE HWY_MAYBE_UNUSED V replace_lanes(D d, hn::Mask<D> mask, V x, V first, V second,
                                              Function function) {
  HWY_ALIGN double result[HWY_MAX_BYTES / sizeof(double)];
  HWY_ALIGN double a[HWY_MAX_BYTES / sizeof(double)];
  HWY_ALIGN double b[HWY_MAX_BYTES / sizeof(double)];
  HWY_ALIGN double chosen[HWY_MAX_BYTES / sizeof(double)];
  hn::Store(x, d, result);
  hn::Store(first, d, a);
  hn::Store(second, d, b);
  hn::Store(hn::IfThenElseZero(mask, hn::Set(d, 1.0)), d, chosen);
  for (std::size_t i = 0; i < hn::Lanes(d); ++i) {
    if (chosen[i] != 0) result[i] = function(a[i], b[i]);
  }
  return hn::Load(d, result);
}

}  // namespace fitd::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FITD_SOLVER_SIMD_LANES_INL_H_
