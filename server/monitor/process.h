// What this process takes of the machine.
#ifndef FITD_SERVER_MONITOR_PROCESS_H_
#define FITD_SERVER_MONITOR_PROCESS_H_

#include <chrono>
#include <cstdint>

namespace fitd::server {

// Bytes of memory in use; 0 where the system does not say.
std::int64_t resident_memory();
// Of all threads, since the start.
std::chrono::nanoseconds cpu_time();

struct ProcessLimits {
  std::int64_t virtual_memory = 0;  // bytes
  std::int64_t open_files = 0;
  std::int64_t max_files = 0;
};
ProcessLimits process_limits();

}  // namespace fitd::server

#endif  // FITD_SERVER_MONITOR_PROCESS_H_
