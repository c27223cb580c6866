#include "server/estimated_time.h"

#include <gtest/gtest.h>

#include <chrono>

namespace fitd::server {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(EstimatedTimeTest, OfFastArithmeticIsAFractionOfTheReferences) {
  const auto fast = [](std::int64_t m, int n) {
    return estimated_time(m, n, curve::Arithmetic::kFast);
  };
  const auto reference = [](std::int64_t m, int n) {
    return estimated_time(m, n, curve::Arithmetic::kReference);
  };
  EXPECT_LT(10 * fast(100'000, 8), reference(100'000, 8));
  // A fit of many points in 10 ms, and the least that any takes.
  EXPECT_LT(fast(50'000, 4), milliseconds(10));
  EXPECT_GT(reference(50'000, 4), milliseconds(10));
  EXPECT_GT(fast(1, 1), microseconds(20));
  EXPECT_LT(reference(1, 1), microseconds(50));
  EXPECT_LT(fast(1000, 4), fast(2000, 4));
  EXPECT_LT(fast(1000, 4), fast(1000, 5));
}

}  // namespace
}  // namespace fitd::server
