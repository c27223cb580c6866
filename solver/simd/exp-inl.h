// exp, expm1 and what follows from them.
#if defined(FITD_SOLVER_SIMD_EXP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FITD_SOLVER_SIMD_EXP_INL_H_
#undef FITD_SOLVER_SIMD_EXP_INL_H_
#else
#define FITD_SOLVER_SIMD_EXP_INL_H_
#endif

#include <hwy/highway.h>

#include "solver/simd/coefficients.h"
#include "solver/simd/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

inline constexpr double kLog2E = 1.44269504088896340736;
inline constexpr double kLn2High = 0.693147180369123816490;  // 33 bits
inline constexpr double kLn2Low = 1.90821492927058770002e-10;

// n 2^52 + ..., whose last bits are those of an integer added.
inline constexpr double kMagic = 6755399441055744.0;  // 1.5 * 2^52

// a 2^n for integers n, |n| <= 2046, in two steps, so that the result may be subnormal.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V times_power_of_two(D d, V a, V n) {
  const hn::RebindToSigned<D> di;
  const V half = hn::Floor(hn::Mul(n, hn::Set(d, 0.5)));
  const V magic = hn::Set(d, kMagic + 1023);
  const auto power = [&](V k) {
    return hn::BitCast(d, hn::ShiftLeft<52>(hn::BitCast(di, hn::Add(k, magic))));
  };
  return hn::Mul(hn::Mul(a, power(half)), power(hn::Sub(n, half)));
}

// exp(x + low) 2^kShift, |low| <= ulp(x): 1.25 ulp. NaN for NaN.
template <int kShift, class D, class V = hn::Vec<D>>
FITD_SIMD V exp_scaled(D d, V x, V low) {
#if HWY_TARGET == HWY_AVX3
  // 2^(n/16) from a table in two registers: a shorter polynomial.
  const V bounded =
      V{_mm512_max_pd(_mm512_set1_pd(-800), _mm512_min_pd(_mm512_set1_pd(800), x.raw))};
  const V magic = hn::Set(d, 6755399441055744.0 / 16);
  const V shifted = hn::MulAdd(bounded, hn::Set(d, kLog2E), magic);
  const V n = hn::Sub(shifted, magic);  // a multiple of 1/16
  V r = hn::NegMulAdd(n, hn::Set(d, kLn2High), bounded);
  r = hn::NegMulAdd(n, hn::Set(d, kLn2Low), r);
  r = hn::Add(r, low);
  const V tail = polynomial(d, kExpTailSixteenth, r);
  const V p = hn::MulAdd(hn::Mul(r, r), tail, r);
  const V table{_mm512_permutex2var_pd(_mm512_load_pd(kPowersOfTwo.data()),
                                       _mm512_castpd_si512(shifted.raw),
                                       _mm512_load_pd(kPowersOfTwo.data() + 8))};
  const V power = kShift == 0 ? n : hn::Add(n, hn::Set(d, kShift));
  return V{_mm512_scalef_pd(hn::MulAdd(table, p, table).raw, power.raw)};
#else
  const V bounded = hn::Max(hn::Set(d, -760.0), hn::Min(hn::Set(d, 712.0), x));
  const V n = hn::Round(hn::Mul(bounded, hn::Set(d, kLog2E)));
  V r = hn::NegMulAdd(n, hn::Set(d, kLn2High), bounded);
  r = hn::NegMulAdd(n, hn::Set(d, kLn2Low), r);
  r = hn::Add(r, low);
  const V tail = polynomial(d, kExpTail, r);
  const V p = hn::Add(hn::Set(d, 1.0), hn::MulAdd(hn::Mul(r, r), tail, r));
  const V power = kShift == 0 ? n : hn::Add(n, hn::Set(d, kShift));
  return hn::IfThenElse(hn::Ne(x, x), x, times_power_of_two(d, p, power));
#endif
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V exp(D d, V x) {
  return exp_scaled<0>(d, x, hn::Zero(d));
}

// exp(x) - 1: 2 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V expm1(D d, V x) {
  const V bounded = hn::Max(hn::Set(d, -60.0), hn::Min(hn::Set(d, 710.0), x));
  const V n = hn::Round(hn::Mul(bounded, hn::Set(d, kLog2E)));
  V r = hn::NegMulAdd(n, hn::Set(d, kLn2High), bounded);
  const V correction = hn::Mul(n, hn::Set(d, kLn2Low));
  const V reduced = hn::Sub(r, correction);
  const V low = hn::Sub(hn::Sub(r, reduced), correction);
  const V p = hn::MulAdd(hn::Mul(reduced, reduced), polynomial(d, kExpTail, reduced), low);
  // (2^n - 1) + 2^n (r + p), by halves, which do not overflow.
  const V scale = times_power_of_two(d, hn::Set(d, 0.5), n);
  const V sum =
      hn::Add(hn::MulAdd(scale, reduced, hn::Sub(scale, hn::Set(d, 0.5))), hn::Mul(scale, p));
  const V small = hn::Add(reduced, p);
  const V result = hn::IfThenElse(hn::Eq(n, hn::Zero(d)), small, hn::Add(sum, sum));
  // Keeps -0 and NaN.
  return hn::IfThenElse(hn::Or(hn::Ne(x, x), hn::Eq(x, hn::Zero(d))), x, result);
}

// sinh, cosh, tanh: 4 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V cosh(D d, V x) {
  const V e = exp_scaled<-1>(d, hn::Abs(x), hn::Zero(d));
  return hn::Add(e, hn::Div(hn::Set(d, 0.25), e));
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V sinh(D d, V x) {
  const V a = hn::Abs(x);
  const V one = hn::Set(d, 1.0);
  const V half = exp_scaled<-1>(d, a, hn::Zero(d));
  const V large = hn::Sub(half, hn::Div(hn::Set(d, 0.25), half));
  const V m = expm1(d, hn::Min(one, a));
  const V small = hn::Mul(hn::Set(d, 0.5), hn::Add(m, hn::Div(m, hn::Add(m, one))));
  return hn::CopySign(hn::IfThenElse(hn::Le(a, one), small, large), x);
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V tanh(D d, V x) {
  const V m = expm1(d, hn::Mul(hn::Set(d, -2.0), hn::Abs(x)));
  const V t = hn::Div(hn::Neg(m), hn::Add(hn::Set(d, 2.0), m));
  return hn::CopySign(t, x);
}

// 1/(1 + exp(-t)), 3 ulp, and its derivative, 5 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V logistic(D d, V t) {
  const V one = hn::Set(d, 1.0);
  return hn::Div(one, hn::Add(one, exp(d, hn::Neg(t))));
}

template <class V>
struct LogisticPair {
  V value;
  V slope;
};

template <class D, class V = hn::Vec<D>>
FITD_SIMD LogisticPair<V> logistic_pair(D d, V t) {
  const V one = hn::Set(d, 1.0);
  const V e = exp(d, hn::Neg(hn::Abs(t)));
  const V s = hn::Div(one, hn::Add(one, e));
  const V rest = hn::Mul(e, s);
  return {hn::IfThenElse(hn::Lt(t, hn::Zero(d)), rest, s), hn::Mul(s, rest)};
}

}  // namespace fitd::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FITD_SOLVER_SIMD_EXP_INL_H_
