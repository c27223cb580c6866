// Compiled kernels: straight-line vector code for the hot models (kernel_models.h), printed at
// build time from the same graphs that the tape runs. Each is a struct, GaussianKernel for
// gaussian:
//
//   static constexpr const char* kModel;
//   static constexpr std::size_t kPredictors, kParameters, kUniforms;
//   static constexpr bool kLastIsOne;  // the derivative by the last parameter, everywhere
//   template <class D, class V> static void uniforms(D d, const V* p, V* u);
//   template <class D, class V> static void value(D d, const V* x, const V* u, V* f);
//   template <class D, class V> static void derivatives(D d, const V* x, const V* u, V* f, V* df);
//
// d is a tag of any vector of doubles, V its vectors. uniforms() computes, from p[kParameters], the
// u[kUniforms] that depend on no predictor. value() computes f[0], and derivatives() also
// df[kParameters], by all parameters, at the predictors x[kPredictors]. All work lane by lane and
// look at no other lane, so that the lanes may be points of one fit, with p and u the same in all
// of them, or points of as many fits. FITD_FOR_EACH_KERNEL(X) expands to X(GaussianKernel) X(...)
// ...
#if defined(FITD_SOLVER_EXPRESSION_KERNELS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FITD_SOLVER_EXPRESSION_KERNELS_INL_H_
#undef FITD_SOLVER_EXPRESSION_KERNELS_INL_H_
#else
#define FITD_SOLVER_EXPRESSION_KERNELS_INL_H_
#endif

#include <hwy/highway.h>

#include <cstddef>

#include "solver/simd/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::expression::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
namespace simd = fitd::simd::HWY_NAMESPACE;

#include "generated_kernels-inl.h"

}  // namespace fitd::expression::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FITD_SOLVER_EXPRESSION_KERNELS_INL_H_
