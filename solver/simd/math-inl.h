// Elementary functions over vectors of doubles, on every target that Highway has:
// fitd::simd::exp(d, x) and so on, d a full vector's tag. Each says its largest error in ulp over
// its whole domain, which tests/solver/simd holds it to on every target; infinities, zeros, NaN and
// domain errors as in C's. The rare lanes that would need a slow path take C's own, one by one.
#if defined(FITD_SOLVER_SIMD_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FITD_SOLVER_SIMD_MATH_INL_H_
#undef FITD_SOLVER_SIMD_MATH_INL_H_
#else
#define FITD_SOLVER_SIMD_MATH_INL_H_
#endif

#include "solver/simd/erf-inl.h"
#include "solver/simd/exp-inl.h"
#include "solver/simd/log-inl.h"
#include "solver/simd/special-inl.h"
#include "solver/simd/trigonometric-inl.h"

#endif  // FITD_SOLVER_SIMD_MATH_INL_H_
