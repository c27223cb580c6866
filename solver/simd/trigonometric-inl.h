// Circular functions and their inverses.
#if defined(FITD_SOLVER_SIMD_TRIGONOMETRIC_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FITD_SOLVER_SIMD_TRIGONOMETRIC_INL_H_
#undef FITD_SOLVER_SIMD_TRIGONOMETRIC_INL_H_
#else
#define FITD_SOLVER_SIMD_TRIGONOMETRIC_INL_H_
#endif

#include <hwy/highway.h>

#include <cmath>

#include "solver/simd/coefficients.h"
#include "solver/simd/exp-inl.h"
#include "solver/simd/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class V>
struct SinCos {
  V sin;
  V cos;
};

// Both at once: 1.5 ulp; lanes beyond 1e6 one by one.
template <class D, class V = hn::Vec<D>>
FITD_SIMD SinCos<V> sin_cos(D d, V x) {
  const hn::RebindToSigned<D> di;
  // x - n pi/2 in three parts of pi/2 of 33 bits, so that n times each of the first is exact.
  const V magic = hn::Set(d, kMagic);
  const V shifted = hn::MulAdd(x, hn::Set(d, 0.636619772367581343076), magic);
  const V n = hn::Sub(shifted, magic);
  const V first = hn::NegMulAdd(n, hn::Set(d, 1.57079632673412561417e+00), x);
  const V second = hn::Mul(n, hn::Set(d, 6.07710050630396597660e-11));
  const V near = hn::Sub(first, second);
  const V lost = hn::Sub(hn::Sub(first, near), second);
  const V third = hn::NegMulAdd(n, hn::Set(d, 2.02226624879595063154e-21), lost);
  const V r = hn::Add(near, third);
  const V low = hn::Add(hn::Sub(near, r), third);
  const V z = hn::Mul(r, r);
  const V sine = hn::Add(r, hn::MulAdd(hn::Mul(z, r), polynomial(d, kSin, z), low));
  const V one = hn::Set(d, 1.0);
  const V half = hn::Mul(hn::Set(d, 0.5), z);
  const V w = hn::Sub(one, half);
  const V rest = hn::Sub(hn::Sub(one, w), half);
  const V tail = hn::NegMulAdd(r, low, hn::MulAdd(hn::Mul(z, z), polynomial(d, kCos, z), rest));
  const V cosine = hn::Add(w, tail);
  // The quadrant: odd ones swap, signs follow.
  const auto quadrant = hn::BitCast(di, shifted);
  const auto one_bit = hn::Set(di, 1);
  const auto swap = hn::MaskFromVec(hn::BitCast(d, hn::Neg(hn::And(quadrant, one_bit))));
  const auto sin_sign = hn::ShiftLeft<62>(hn::And(quadrant, hn::Set(di, 2)));
  const auto cos_sign = hn::ShiftLeft<62>(hn::And(hn::Add(quadrant, one_bit), hn::Set(di, 2)));
  SinCos<V> result{hn::Xor(hn::IfThenElse(swap, cosine, sine), hn::BitCast(d, sin_sign)),
                   hn::Xor(hn::IfThenElse(swap, sine, cosine), hn::BitCast(d, cos_sign))};
  const auto ordinary = hn::Lt(hn::Abs(x), hn::Set(d, 1e6));
  if (HWY_UNLIKELY(!hn::AllTrue(d, ordinary))) {
    const auto far = hn::Not(ordinary);
    result.sin =
        replace_lanes(d, far, result.sin, x, x, [](double a, double) { return std::sin(a); });
    result.cos =
        replace_lanes(d, far, result.cos, x, x, [](double a, double) { return std::cos(a); });
  }
  return result;
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V sin(D d, V x) {
  // Keeps -0.
  return hn::IfThenElse(hn::Eq(x, hn::Zero(d)), x, sin_cos(d, x).sin);
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V cos(D d, V x) {
  return sin_cos(d, x).cos;
}

// 3 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V tan(D d, V x) {
  const SinCos<V> both = sin_cos(d, x);
  return hn::IfThenElse(hn::Eq(x, hn::Zero(d)), x, hn::Div(both.sin, both.cos));
}

// 2 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V atan(D d, V x) {
  const V one = hn::Set(d, 1.0);
  const V a = hn::Abs(x);
  const auto large = hn::Gt(a, hn::Set(d, 2.41421356237309504880));
  const auto middle = hn::AndNot(large, hn::Gt(a, hn::Set(d, 0.414213562373095048802)));
  // a, (a - 1)/(a + 1) or -1/a.
  const V numerator =
      hn::IfThenElse(large, hn::Neg(one), hn::IfThenElse(middle, hn::Sub(a, one), a));
  const V denominator = hn::IfThenElse(large, a, hn::IfThenElse(middle, hn::Add(a, one), one));
  const V r = hn::Div(numerator, denominator);
  const V z = hn::Mul(r, r);
  const V series = hn::Mul(hn::Mul(z, r), polynomial(d, kAtan, z));
  const V high = hn::IfThenElse(large, hn::Set(d, 1.57079632679489655800),
                                hn::IfThenElseZero(middle, hn::Set(d, 0.785398163397448278999)));
  const V low = hn::IfThenElse(large, hn::Set(d, 6.12323399573676603587e-17),
                               hn::IfThenElseZero(middle, hn::Set(d, 3.06161699786838301793e-17)));
  return hn::CopySign(hn::Add(high, hn::Add(r, hn::Add(series, low))), x);
}

// 4 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V asin(D d, V x) {
  const V one = hn::Set(d, 1.0);
  return atan(d, hn::Div(x, hn::Sqrt(hn::Mul(hn::Sub(one, x), hn::Add(one, x)))));
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V acos(D d, V x) {
  const V one = hn::Set(d, 1.0);
  const V half = atan(d, hn::Sqrt(hn::Div(hn::Sub(one, x), hn::Add(one, x))));
  return hn::Add(half, half);
}

}  // namespace fitd::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FITD_SOLVER_SIMD_TRIGONOMETRIC_INL_H_
