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

template <class K, bool kOwn>
void evaluate_rows(const double* const* x, const double* HWY_RESTRICT parameters, std::size_t rows,
                   double* HWY_RESTRICT block) {
  Vector p[K::kParameters];
  Vector uniforms[K::kUniforms + 1];
  for (std::size_t j = 0; j < K::kParameters; ++j) p[j] = hn::Load(kTag, parameters + j * kLanes);
  K::uniforms(kTag, p, uniforms);
  for (std::size_t i = 0; i < rows; ++i) {
    Vector at[K::kPredictors];
    for (std::size_t k = 0; k < K::kPredictors; ++k) {
      at[k] = kOwn ? hn::Load(kTag, x[k] + i * kLanes) : hn::Set(kTag, x[k][i]);
    }
    Vector f;
    Vector df[K::kParameters];
    K::derivatives(kTag, at, uniforms, &f, df);
    double* row = block + i * ((K::kParameters + 1) * kLanes);
    for (std::size_t j = 0; j < K::kParameters; ++j) hn::Store(df[j], kTag, row + j * kLanes);
    hn::Store(f, kTag, row + K::kParameters * kLanes);
  }
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
