// What the server has done since its start.
#ifndef FITD_SERVER_MONITOR_TOTALS_H_
#define FITD_SERVER_MONITOR_TOTALS_H_

#include <atomic>
#include <cstdint>

namespace fitd::server {

struct Totals {
  std::atomic<std::int64_t> fits{0};       // that have ended; not a batch's
  std::atomic<std::int64_t> data_sets{0};  // of batches, fitted
  std::atomic<std::int64_t> evaluations{0};
};

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_TOTALS_H_
