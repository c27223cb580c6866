// Runs a check on every SIMD target that this machine supports.
#ifndef FITD_TESTS_SOLVER_SIMD_ALL_TARGETS_H_
#define FITD_TESTS_SOLVER_SIMD_ALL_TARGETS_H_

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include <cstdint>

namespace fitd::simd {

template <class Check>
void on_every_target(const Check& check) {
  const std::int64_t supported = hwy::SupportedTargets() & HWY_TARGETS;
  for (std::int64_t left = supported; left != 0; left &= left - 1) {
    const std::int64_t target = left & -left;
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    check();
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace fitd::simd

#endif  // FITD_TESTS_SOLVER_SIMD_ALL_TARGETS_H_
