// A client that keeps a number of Fit calls in flight and times each.
#ifndef FITD_TESTS_BENCH_LOAD_CLIENT_H_
#define FITD_TESTS_BENCH_LOAD_CLIENT_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "fitd/v1/fit.pb.h"

namespace fitd::bench {

struct Load {
  int in_flight = 1;
  int calls = 1000;
};

// Every latency, so that percentiles are exact.
struct LoadResult {
  std::vector<std::chrono::nanoseconds> latencies;  // ascending
  std::chrono::nanoseconds elapsed{};
  std::int64_t failed = 0;
  std::int64_t messages = 0;

  double calls_per_second() const;
  // The smallest latency that at least `percent` of the calls did not exceed; 0 < percent <= 100.
  std::chrono::nanoseconds percentile(double percent) const;
};

// Makes `load.calls` Fit calls of `request` to `address`.
LoadResult run_load(const std::string& address, const v1::FitRequest& request, const Load& load);

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_LOAD_CLIENT_H_
