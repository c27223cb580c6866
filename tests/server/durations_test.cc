#include "server/durations.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace fitd::server {
namespace {

using std::chrono::nanoseconds;

google::protobuf::Duration duration(std::int64_t seconds, std::int32_t nanos) {
  google::protobuf::Duration result;
  result.set_seconds(seconds);
  result.set_nanos(nanos);
  return result;
}

TEST(DurationsTest, Validity) {
  EXPECT_TRUE(is_valid(duration(0, 0)));
  EXPECT_TRUE(is_valid(duration(-1, -999'999'999)));
  EXPECT_TRUE(is_valid(duration(315'576'000'000, 0)));
  EXPECT_FALSE(is_valid(duration(315'576'000'001, 0)));
  EXPECT_FALSE(is_valid(duration(0, 1'000'000'000)));
  EXPECT_FALSE(is_valid(duration(1, -1)));
  EXPECT_FALSE(is_valid(duration(std::numeric_limits<std::int64_t>::min(), 0)));
}

TEST(DurationsTest, ThereAndBack) {
  EXPECT_EQ(to_nanoseconds(duration(2, 500'000'000)), nanoseconds(2'500'000'000));
  EXPECT_EQ(to_nanoseconds(to_duration(nanoseconds(-1'234'567'890))), nanoseconds(-1'234'567'890));
  EXPECT_EQ(to_nanoseconds(duration(315'576'000'000, 0)), nanoseconds::max());
}

}  // namespace
}  // namespace fitd::server
