// What derivatives are made of, and functions with their derivatives beside them.
#if defined(FITD_SOLVER_SIMD_SPECIAL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FITD_SOLVER_SIMD_SPECIAL_INL_H_
#undef FITD_SOLVER_SIMD_SPECIAL_INL_H_
#else
#define FITD_SOLVER_SIMD_SPECIAL_INL_H_
#endif

#include <hwy/highway.h>

#include "solver/models/math.h"
#include "solver/simd/exp-inl.h"
#include "solver/simd/lanes-inl.h"
#include "solver/simd/log-inl.h"
#include "solver/special/elementary.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Products and quotients of derivatives, as solver/models/dual.h has them: an exact zero wins.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V product(D d, V a, V b) {
  const V zero = hn::Zero(d);
  return hn::IfThenZeroElse(hn::Or(hn::Eq(a, zero), hn::Eq(b, zero)), hn::Mul(a, b));
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V guarded_product(D d, V a, V b) {
  return hn::IfThenZeroElse(hn::Eq(a, hn::Zero(d)), hn::Mul(a, b));
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V quotient(D d, V a, V b) {
  return hn::IfThenZeroElse(hn::Eq(a, hn::Zero(d)), hn::Div(a, b));
}

// 1 where the mask is set, else 0.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V truth(D d, hn::Mask<D> mask) {
  return hn::IfThenElseZero(mask, hn::Set(d, 1.0));
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V select(D d, V condition, V a, V b) {
  return hn::IfThenElse(hn::Eq(condition, hn::Zero(d)), b, a);
}

// NaN where either is NaN.
template <class D, class V = hn::Vec<D>>
FITD_SIMD V minimum(D, V a, V b) {
  return hn::IfThenElse(hn::Or(hn::Lt(a, b), hn::Ne(a, a)), a, b);
}

template <class D, class V = hn::Vec<D>>
FITD_SIMD V maximum(D, V a, V b) {
  return hn::IfThenElse(hn::Or(hn::Gt(a, b), hn::Ne(a, a)), a, b);
}

// A function of two arguments and its partial derivatives.
template <class V>
struct Partials {
  V value;
  V by_a;
  V by_b;
};

// a^b: 2 ulp, 4 the derivatives.
template <class D, class V = hn::Vec<D>>
FITD_SIMD Partials<V> pow_partials(D d, V a, V b) {
  const V zero = hn::Zero(d);
  const PowerAndLog<V> parts = pow_and_log(d, a, b);
  const V size = hn::Abs(parts.power);
  const V by_a = hn::IfThenZeroElse(hn::Eq(b, zero), hn::Mul(b, hn::Div(parts.power, a)));
  Partials<V> result{parts.power, by_a, product(d, parts.power, parts.log)};
  const auto normal = hn::And(hn::And(hn::Ge(size, hn::Set(d, std::numeric_limits<double>::min())),
                                      hn::Le(size, hn::Set(d, std::numeric_limits<double>::max()))),
                              hn::Gt(a, zero));
  if (HWY_UNLIKELY(!hn::AllTrue(d, normal))) {
    const auto rare = hn::Not(normal);
    result.by_a = replace_lanes(d, rare, result.by_a, a, b, [](double x, double y) {
      return models::pow_slope(x, y, std::pow(x, y));
    });
    result.by_b = replace_lanes(d, rare, result.by_b, a, b, [](double x, double y) {
      return models::pow_log_slope(x, std::pow(x, y));
    });
  }
  return result;
}

// u^b/(1 + u^b): 4 ulp, 8 the derivatives.
template <class D, class V = hn::Vec<D>>
FITD_SIMD Partials<V> hill_partials(D d, V u, V b) {
  const V one = hn::Set(d, 1.0);
  const V zero = hn::Zero(d);
  const PowerAndLog<V> parts = pow_and_log(d, u, hn::Neg(b));
  const V w = parts.power;
  const V s = hn::Div(one, hn::Add(one, w));
  const V rest = hn::IfThenElse(hn::Le(w, one), hn::Mul(w, s), hn::Sub(one, s));
  const V slope = hn::Mul(s, rest);
  const auto flat = hn::Or(hn::Eq(s, zero), hn::Eq(rest, zero));
  Partials<V> result{s, hn::IfThenZeroElse(flat, hn::Div(hn::Mul(slope, b), u)),
                     hn::IfThenZeroElse(flat, hn::Mul(slope, parts.log))};
  const auto ordinary = hn::And(hn::Gt(u, zero), hn::Lt(u, hn::Inf(d)));
  if (HWY_UNLIKELY(!hn::AllTrue(d, ordinary))) {
    const auto rare = hn::Not(ordinary);
    result.by_a = replace_lanes(d, rare, result.by_a, u, b,
                                [](double x, double y) { return special::hill_slopes(x, y).by_u; });
    result.by_b = replace_lanes(d, rare, result.by_b, u, b,
                                [](double x, double y) { return special::hill_slopes(x, y).by_b; });
  }
  return result;
}

}  // namespace fitd::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FITD_SOLVER_SIMD_SPECIAL_INL_H_
