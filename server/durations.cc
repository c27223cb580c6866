#include "server/durations.h"

#include <cstdint>

namespace fitd::server {
namespace {

constexpr std::int64_t kMaxSeconds = 315'576'000'000;  // 10,000 years, the range of a Duration
constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

}  // namespace

bool is_valid(const google::protobuf::Duration& duration) {
  const std::int64_t seconds = duration.seconds();
  const std::int64_t nanos = duration.nanos();
  if (seconds < -kMaxSeconds || seconds > kMaxSeconds) return false;
  if (nanos <= -kNanosPerSecond || nanos >= kNanosPerSecond) return false;
  return !(seconds > 0 && nanos < 0) && !(seconds < 0 && nanos > 0);
}

std::chrono::nanoseconds to_nanoseconds(const google::protobuf::Duration& duration) {
  using Nanoseconds = std::chrono::nanoseconds;
  constexpr std::int64_t kMax = Nanoseconds::max().count() / kNanosPerSecond - 1;
  if (duration.seconds() > kMax) return Nanoseconds::max();
  if (duration.seconds() < -kMax) return Nanoseconds::min();
  return Nanoseconds(duration.seconds() * kNanosPerSecond + duration.nanos());
}

google::protobuf::Duration to_duration(std::chrono::nanoseconds time) {
  google::protobuf::Duration duration;
  duration.set_seconds(time.count() / kNanosPerSecond);
  duration.set_nanos(static_cast<std::int32_t>(time.count() % kNanosPerSecond));
  return duration;
}

google::protobuf::Timestamp to_timestamp(std::chrono::system_clock::time_point time) {
  const auto since_epoch =
      std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch());
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(since_epoch.count() / kNanosPerSecond);
  timestamp.set_nanos(static_cast<std::int32_t>(since_epoch.count() % kNanosPerSecond));
  return timestamp;
}

}  // namespace fitd::server
