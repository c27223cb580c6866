// The error functions.
#if defined(FITD_SOLVER_SIMD_ERF_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FITD_SOLVER_SIMD_ERF_INL_H_
#undef FITD_SOLVER_SIMD_ERF_INL_H_
#else
#define FITD_SOLVER_SIMD_ERF_INL_H_
#endif

#include <hwy/highway.h>

#include "solver/simd/coefficients.h"
#include "solver/simd/exp-inl.h"
#include "solver/simd/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// exp(a^2) erfc(a) for a >= 0: 4 ulp (the substitution is M. M. Shepherd and J. G. Laframboise's,
// Math. Comp. 36 (1981) 249).
template <class D, class V = hn::Vec<D>>
FITD_SIMD V erfcx_of_nonnegative(D d, V a) {
  const V k = hn::Set(d, 3.25);
  const V one = hn::Set(d, 1.0);
  const V bounded = hn::Min(hn::Set(d, 1e300), a);
  const V t = hn::Div(hn::Sub(bounded, k), hn::Add(bounded, k));
  const V result = hn::Div(polynomial(d, kErfcx, t), hn::MulAdd(hn::Set(d, 2.0), a, one));
  return hn::IfThenElse(hn::Ne(a, a), a, result);
}

// exp(-a^2), with the square's rounding error put right.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V exp_of_minus_square(D d, V a) {
  const V bounded = hn::Min(hn::Set(d, 40.0), hn::Abs(a));
  const TwoSum<V> square = two_product(d, bounded, bounded);
  const V result = exp_scaled<0>(d, hn::Neg(square.high), hn::Neg(square.low));
  return hn::IfThenElse(hn::Ne(a, a), a, result);
}

// erf x for |x| <= 1: 2 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V erf_near_zero(D d, V x) {
  const V z = hn::Mul(x, x);
  // 2/sqrt(pi) x + x z q(z), the constant as a pair.
  const V c = hn::Set(d, 1.12837916709551255856);
  return hn::MulAdd(hn::Mul(x, z), polynomial(d, kErf, z),
                    hn::MulAdd(x, hn::Set(d, 1.53372786054434e-17), hn::Mul(x, c)));
}

// 4 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V erfc(D d, V x) {
  const V a = hn::Abs(x);
  const V near = hn::Sub(hn::Set(d, 1.0), erf_near_zero(d, x));
  const V far = hn::Mul(exp_of_minus_square(d, a), erfcx_of_nonnegative(d, a));
  const V signed_far = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Sub(hn::Set(d, 2.0), far), far);
  return hn::IfThenElse(hn::Lt(a, hn::Set(d, 0.5)), near, signed_far);
}

// 2 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V erf(D d, V x) {
  const V one = hn::Set(d, 1.0);
  const V a = hn::Abs(x);
  const V far = hn::Sub(one, hn::Mul(exp_of_minus_square(d, a), erfcx_of_nonnegative(d, a)));
  return hn::IfThenElse(hn::Lt(a, one), erf_near_zero(d, x), hn::CopySign(far, x));
}

// 4 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V erfcx(D d, V x) {
  const V a = hn::Abs(x);
  const V positive = erfcx_of_nonnegative(d, a);
  const TwoSum<V> square =
      two_product(d, hn::Min(hn::Set(d, 1e100), a), hn::Min(hn::Set(d, 1e100), a));
  const V grown = exp_scaled<1>(d, square.high, hn::Min(square.low, hn::Set(d, 1.0)));
  return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Sub(grown, positive), positive);
}

}  // namespace fitd::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FITD_SOLVER_SIMD_ERF_INL_H_
