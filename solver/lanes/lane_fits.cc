#include "solver/lanes/lane_fits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <iterator>
#include <vector>

#include "solver/lanes/lane_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solver/lanes/lane_fits.cc"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fitd::lanes {
namespace HWY_NAMESPACE {

// In the order of what stands on what.
// clang-format off
#include "solver/lanes/real.inc"
using Count = Real;
#include "solver/lm/convergence.inc"
#include "solver/lm/lambda_search.inc"
#include "solver/lm/trust_region.inc"
#include "solver/lanes/normal_sums.inc"
#include "solver/lanes/normal_search.inc"
#include "solver/lanes/triangle_sums.inc"
#include "solver/lanes/triangle_search.inc"
#include "solver/lanes/lane_data.inc"
#include "solver/lanes/lane_state.inc"
#include "solver/lanes/lane_group.inc"
// clang-format on

template <int N>
void fit_with(const LaneBatch& batch, LaneQueue& queue) {
  const LaneKernel kernel = lane_kernel(batch.model, has_own_predictors(batch));
  std::vector<MovedFit<N>> moving;
  std::make_unique<LaneGroup<N, false>>(batch, kernel, queue, moving)->run();
  if (moving.empty() || queue.stopped()) return;
  std::make_unique<LaneGroup<N, true>>(batch, kernel, queue, moving)->run();
}

void fit(const LaneBatch& batch, LaneQueue& queue) {
  switch (batch.free.size()) {
    case 1:
      return fit_with<1>(batch, queue);
    case 2:
      return fit_with<2>(batch, queue);
    case 3:
      return fit_with<3>(batch, queue);
    case 4:
      return fit_with<4>(batch, queue);
    case 5:
      return fit_with<5>(batch, queue);
    case 6:
      return fit_with<6>(batch, queue);
    case 7:
      return fit_with<7>(batch, queue);
    case 8:
      return fit_with<8>(batch, queue);
    default:
      return;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace fitd::lanes
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fitd::lanes {

HWY_EXPORT(fit);

bool has_lanes(const LaneBatch& batch) {
  return batch.parameters <= kMostParameters && batch.predictors.size() <= kMostPredictors &&
         lane_kernel(batch.model, has_own_predictors(batch)).evaluate != nullptr;
}

void fit_in_lanes(const LaneBatch& batch, LaneQueue& queue) {
  HWY_DYNAMIC_DISPATCH(fit)(batch, queue);
}

std::vector<std::string> lane_targets() {
  std::vector<std::string> names;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    names.emplace_back(hwy::TargetName(target));
  }
  return names;
}

void choose_lane_target(const std::string& name) {
  hwy::SetSupportedTargetsForTest(0);
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    if (name == hwy::TargetName(target)) hwy::SetSupportedTargetsForTest(target);
  }
}

}  // namespace fitd::lanes
#endif
