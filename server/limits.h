// The largest request the server takes.
#ifndef FITD_SERVER_LIMITS_H_
#define FITD_SERVER_LIMITS_H_

#include <cstdint>

namespace fitd::server {

// Models in one page of a list.
inline constexpr int kMaxPageSize = 1000;

struct RequestLimits {
  std::int64_t max_points = 20'000'000;                 // m
  std::int64_t max_parameters = 1'000;                  // n
  std::int64_t working_memory = std::int64_t{8} << 30;  // bytes of one fit
  std::int64_t max_chunk_fits = 1'000'000;              // K, data sets in a chunk of a batch
  int threads = 1;                                      // that may compute it
};

}  // namespace fitd::server

#endif  // FITD_SERVER_LIMITS_H_
