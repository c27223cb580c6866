#include "solver/lanes/lane_kernels.h"

#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solver/lanes/lane_kernels.cc"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include <hwy/highway.h>

#include "solver/expression/kernels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fitd::lanes {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
namespace kernels = fitd::expression::HWY_NAMESPACE;

constexpr std::size_t kLanes = HWY_LANES(double);
constexpr hn::CappedTag<double, kLanes> kTag;
using Vector = hn::Vec<hn::CappedTag<double, kLanes>>;

// Rows evaluated at a time: one by one, each waits for the long chain of the one before (exp), and
// too many spill registers.
template <class K>
inline constexpr std::size_t kRowsAtOnce = K::kParameters <= 5 ? 4 : 2;

// Rows i .. i + kRows - 1.
template <class K, bool kOwn, std::size_t kRows>
HWY_INLINE void evaluate_some(const double* const* x, const Vector* uniforms, std::size_t i,
                              double* HWY_RESTRICT block) {
  Vector f[kRows];
  Vector df[kRows][K::kParameters];
#pragma GCC unroll 4
  for (std::size_t r = 0; r < kRows; ++r) {
    Vector at[K::kPredictors];
    for (std::size_t k = 0; k < K::kPredictors; ++k) {
      at[k] = kOwn ? hn::Load(kTag, x[k] + (i + r) * kLanes) : hn::Set(kTag, x[k][i + r]);
    }
    K::derivatives(kTag, at, uniforms, &f[r], df[r]);
  }
#pragma GCC unroll 4
  for (std::size_t r = 0; r < kRows; ++r) {
    double* row = block + (i + r) * ((K::kParameters + 1) * kLanes);
    for (std::size_t j = 0; j < K::kParameters; ++j) hn::Store(df[r][j], kTag, row + j * kLanes);
    hn::Store(f[r], kTag, row + K::kParameters * kLanes);
  }
}

template <class K, bool kOwn>
void evaluate_rows(const double* const* predictors, const double* HWY_RESTRICT parameters,
                   std::size_t rows, double* HWY_RESTRICT block) {
  const double* x[K::kPredictors];
  Vector p[K::kParameters];
  Vector uniforms[K::kUniforms + 1];
  for (std::size_t k = 0; k < K::kPredictors; ++k) x[k] = predictors[k];
  for (std::size_t j = 0; j < K::kParameters; ++j) p[j] = hn::Load(kTag, parameters + j * kLanes);
  K::uniforms(kTag, p, uniforms);
  std::size_t i = 0;
  for (; i + kRowsAtOnce<K> <= rows; i += kRowsAtOnce<K>) {
    evaluate_some<K, kOwn, kRowsAtOnce<K>>(x, uniforms, i, block);
  }
  for (; i < rows; ++i) evaluate_some<K, kOwn, 1>(x, uniforms, i, block);
}

LaneKernel kernel_of(const std::string& model, bool own_predictors) {
#define FITD_LANE_KERNEL(Kernel)                                                \
  if (model == kernels::Kernel::kModel) {                                       \
    return {.evaluate = own_predictors ? evaluate_rows<kernels::Kernel, true>   \
                                       : evaluate_rows<kernels::Kernel, false>, \
            .last_is_one = kernels::Kernel::kLastIsOne};                        \
  }
  FITD_FOR_EACH_KERNEL(FITD_LANE_KERNEL)
#undef FITD_LANE_KERNEL
  return {};
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace fitd::lanes
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::lanes {

HWY_EXPORT(kernel_of);

LaneKernel lane_kernel(const std::string& model, bool own_predictors) {
  return HWY_DYNAMIC_DISPATCH(kernel_of)(model, own_predictors);
}

}  // namespace fitd::lanes
#endif
