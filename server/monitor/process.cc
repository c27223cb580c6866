#include "server/monitor/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace fitd::server {

std::int64_t resident_memory() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  if (!(statm >> size >> resident)) return 0;
  return resident * sysconf(_SC_PAGE_SIZE);
}

std::chrono::nanoseconds cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

ProcessLimits process_limits() {
  ProcessLimits limits;
  std::ifstream statm("/proc/self/statm");
  if (statm >> limits.virtual_memory) limits.virtual_memory *= sysconf(_SC_PAGE_SIZE);
  std::error_code error;
  const std::filesystem::directory_iterator open_files("/proc/self/fd", error);
  if (!error) limits.open_files = std::distance(begin(open_files), end(open_files));
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    limits.max_files = static_cast<std::int64_t>(files.rlim_cur);
  }
  return limits;
}

}  // namespace fitd::server
