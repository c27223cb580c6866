// log, log1p, pow and what follows from them.
#if defined(FITD_SOLVER_SIMD_LOG_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FITD_SOLVER_SIMD_LOG_INL_H_
#undef FITD_SOLVER_SIMD_LOG_INL_H_
#else
#define FITD_SOLVER_SIMD_LOG_INL_H_
#endif

#include <hwy/highway.h>

#include <cmath>
#include <limits>

#include "solver/simd/coefficients.h"
#include "solver/simd/exp-inl.h"
#include "solver/simd/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// x = m 2^n, 3/4 <= m < 3/2. For positive numbers; the AVX-512 one also yields what makes
// logarithms of 0, infinity, negative numbers and NaN right.
template <class V>
struct Scaled {
  V m;
  V n;
};

template <class D, class V = hn::Vec<D>>
FITD_SIMD Scaled<V> scaled(D d, V x) {
#if HWY_TARGET == HWY_AVX3
  (void)d;
  const V m{_mm512_getmant_pd(x.raw, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan)};
  const __m512d n = _mm512_getexp_pd(x.raw);
  const __mmask8 halved = _mm512_cmp_pd_mask(m.raw, _mm512_set1_pd(1), _CMP_LT_OQ);
  return {m, V{_mm512_mask_add_pd(n, halved, n, _mm512_set1_pd(1))}};
#else
  const hn::RebindToUnsigned<D> du;
  const auto subnormal = hn::Lt(x, hn::Set(d, std::numeric_limits<double>::min()));
  const V normal = hn::IfThenElse(subnormal, hn::Mul(x, hn::Set(d, 18014398509481984.0)), x);
  const auto bits = hn::BitCast(du, normal);
  const auto base = hn::Set(du, 0x3fe8000000000000U);  // 3/4
  const auto one = hn::Set(du, 0x3ff0000000000000U);
  const auto biased = hn::ShiftRight<52>(hn::Add(bits, hn::Sub(one, base)));
  const auto m = hn::Sub(bits, hn::ShiftLeft<52>(hn::Sub(biased, hn::Set(du, 1023U))));
  const auto magic = hn::Set(du, 0x4330000000000000U);  // 2^52
  const V n = hn::Sub(hn::BitCast(d, hn::Or(biased, magic)), hn::Set(d, 4503599627370496.0 + 1023));
  return {hn::BitCast(d, m), hn::Sub(n, hn::IfThenElseZero(subnormal, hn::Set(d, 54.0)))};
#endif
}

// n ln 2 + log(1 + f) + c, -1/4 <= f < 1/2, |c| small beside it: one ulp (after fdlibm's e_log.c,
// S. Sun's arrangement of the terms).
template <class D, class V = hn::Vec<D>>
FITD_SIMD V log_sum(D d, V n, V f, V c) {
  const V s = hn::Div(f, hn::Add(hn::Set(d, 2.0), f));
  const V z = hn::Mul(s, s);
  const V r = hn::Mul(z, polynomial(d, kLog, z));
  const V half_square = hn::Mul(hn::Mul(hn::Set(d, 0.5), f), f);
  const V tail = hn::MulAdd(s, hn::Add(half_square, r), hn::MulAdd(n, hn::Set(d, kLn2Low), c));
  return hn::MulAdd(n, hn::Set(d, kLn2High), hn::Sub(f, hn::Sub(half_square, tail)));
}

// The logarithm's values where scaled() does not serve.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V log_edges(D d, V x, V result) {
#if HWY_TARGET != HWY_AVX3
  const V infinity = hn::Inf(d);
  result = hn::IfThenElse(hn::Gt(x, hn::Zero(d)), result, hn::NaN(d));
  result = hn::IfThenElse(hn::Eq(x, infinity), infinity, result);
  result = hn::IfThenElse(hn::Eq(x, hn::Zero(d)), hn::Neg(infinity), result);
#else
  (void)d;
  (void)x;
#endif
  return result;
}

// One ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V log(D d, V x) {
  const Scaled<V> parts = scaled(d, x);
  const V f = hn::Sub(parts.m, hn::Set(d, 1.0));
  return log_edges(d, x, log_sum(d, parts.n, f, hn::Zero(d)));
}

// Two ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V log10(D d, V x) {
  return hn::Mul(log(d, x), hn::Set(d, 0.434294481903251827651));
}

// log(1 + x): two ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V log1p(D d, V x) {
  const V one = hn::Set(d, 1.0);
  const V u = hn::Add(one, x);
  const Scaled<V> parts = scaled(d, u);
  // What rounding took from 1 + x.
  const V lost =
      hn::IfThenElse(hn::Lt(x, one), hn::Sub(x, hn::Sub(u, one)), hn::Sub(one, hn::Sub(u, x)));
  const auto ordinary = hn::And(hn::Gt(u, hn::Zero(d)), hn::Lt(u, hn::Inf(d)));
  const V c = hn::IfThenElseZero(ordinary, hn::Div(lost, u));
  const V result = log_edges(d, u, log_sum(d, parts.n, hn::Sub(parts.m, one), c));
  return hn::IfThenElse(hn::Lt(hn::Abs(x), hn::Set(d, 1e-20)), x, result);
}

// log x for positive finite x, to 2^-65 of itself or better.
template <class D, class V = hn::Vec<D>>
FITD_SIMD TwoSum<V> log_two_sum(D d, V x) {
  const Scaled<V> parts = scaled(d, x);
  const V one = hn::Set(d, 1.0);
  const V f = hn::Sub(parts.m, one);
  // s = f/(2 + f) with its rounding error.
  const TwoSum<V> den = fast_two_sum(hn::Set(d, 2.0), f);
  const V inverse = hn::Div(one, den.high);
  const V s = hn::Mul(f, inverse);
  const TwoSum<V> back = two_product(d, s, den.high);
  const V rest = hn::Sub(hn::Sub(hn::Sub(f, back.high), back.low), hn::Mul(s, den.low));
  const V s_low = hn::Mul(rest, inverse);
  // s^3 (2/3 + z tail), the leading term as a pair.
  const TwoSum<V> z = two_product(d, s, s);
  const V z_low = hn::MulAdd(hn::Add(s, s), s_low, z.low);
  const TwoSum<V> cube = two_product(d, z.high, s);
  const V cube_low = hn::Add(cube.low, hn::MulAdd(z.high, s_low, hn::Mul(z_low, s)));
  const V two_thirds = hn::Set(d, 2.0 / 3);
  const TwoSum<V> term = two_product(d, cube.high, two_thirds);
  const V term_low = hn::MulAdd(
      cube.high, hn::Set(d, 3.70074341541718884e-17),
      hn::MulAdd(
          cube_low, two_thirds,
          hn::Add(term.low, hn::Mul(cube.high, hn::Mul(z.high, polynomial(d, kLogTail, z.high))))));
  // n ln 2 + 2 s + term; n ln 2 is 0 or the largest.
  const V n_high = hn::Mul(parts.n, hn::Set(d, kLn2High));
  const V n_low = hn::Mul(parts.n, hn::Set(d, kLn2Low));
  const TwoSum<V> first = fast_two_sum(n_high, hn::Add(s, s));
  const TwoSum<V> twice = fast_two_sum(first.high, term.high);
  const V low = hn::Add(hn::Add(first.low, twice.low),
                        hn::Add(n_low, hn::MulAdd(hn::Set(d, 2.0), s_low, term_low)));
  return fast_two_sum(twice.high, low);
}

// a^b, 2 ulp, and log a where it is finite.
template <class V>
struct PowerAndLog {
  V power;
  V log;
};

template <class D, class V = hn::Vec<D>>
FITD_SIMD PowerAndLog<V> pow_and_log(D d, V a, V b) {
  const TwoSum<V> log_a = log_two_sum(d, a);
  const TwoSum<V> product = two_product(d, b, log_a.high);
  const V low = hn::MulAdd(b, log_a.low, product.low);
  const V limit = hn::Set(d, 1e290);
  // Where b log a is out of range its rounding error does not matter.
  const V small = hn::IfThenElseZero(hn::Lt(hn::Abs(product.high), hn::Set(d, 1e4)), low);
  PowerAndLog<V> result{exp_scaled<0>(d, product.high, small), log_a.high};
  const auto ordinary =
      hn::And(hn::And(hn::Gt(a, hn::Zero(d)), hn::Lt(a, limit)), hn::Lt(hn::Abs(b), limit));
  if (HWY_UNLIKELY(!hn::AllTrue(d, ordinary))) {
    const auto rare = hn::Not(ordinary);
    result.power = replace_lanes(d, rare, result.power, a, b,
                                 [](double x, double y) { return std::pow(x, y); });
    result.log = log(d, a);
  }
  return result;
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V pow(D d, V a, V b) {
  return pow_and_log(d, a, b).power;
}

// log(1 + exp(t)): 3 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V softplus(D d, V t) {
  const V e = exp(d, hn::Neg(hn::Abs(t)));
  const V positive = hn::IfThenElse(hn::Gt(t, hn::Zero(d)), t, hn::Zero(d));
  return hn::Add(positive, log1p(d, e));
}

// asinh, acosh, atanh: 4 ulp.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V asinh(D d, V x) {
  const V one = hn::Set(d, 1.0);
  const V a = hn::Abs(x);
  const V square = hn::Mul(a, a);
  const V root = hn::Add(one, hn::Sqrt(hn::Add(one, square)));
  const V near = log1p(d, hn::Add(a, hn::Div(square, root)));
  const V far = hn::Add(log(d, a), hn::Set(d, 0.693147180559945309417));
  return hn::CopySign(hn::IfThenElse(hn::Lt(a, hn::Set(d, 1e9)), near, far), x);
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V acosh(D d, V x) {
  const V t = hn::Sub(x, hn::Set(d, 1.0));
  const V near = log1p(d, hn::Add(t, hn::Sqrt(hn::Mul(t, hn::Add(t, hn::Set(d, 2.0))))));
  const V far = hn::Add(log(d, x), hn::Set(d, 0.693147180559945309417));
  const V result = hn::IfThenElse(hn::Lt(x, hn::Set(d, 1e9)), near, far);
  return hn::IfThenElse(hn::Lt(x, hn::Set(d, 1.0)), hn::NaN(d), result);
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V atanh(D d, V x) {
  const V a = hn::Abs(x);
  const V twice = hn::Div(hn::Add(a, a), hn::Sub(hn::Set(d, 1.0), a));
  return hn::CopySign(hn::Mul(hn::Set(d, 0.5), log1p(d, twice)), x);
}

}  // namespace fitd::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FITD_SOLVER_SIMD_LOG_INL_H_
