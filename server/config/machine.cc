#include "server/config/machine.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

namespace fitd::server {
namespace {

namespace fs = std::filesystem;

// "0::/a/b" of /proc/self/cgroup is the group of version 2: "/a/b". Empty without one.
std::string own_group(const std::string& root) {
  std::ifstream groups(root + "/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    if (line.starts_with("0::")) return line.substr(3);
  }
  return {};
}

// memory.max holds "max" or bytes.
std::optional<std::int64_t> memory_limit(const fs::path& group) {
  std::ifstream file(group / "memory.max");
  std::int64_t limit = 0;
  if (!(file >> limit) || limit <= 0) return std::nullopt;
  return limit;
}

// cpu.max holds "max PERIOD" or "QUOTA PERIOD", in microseconds.
std::optional<std::int64_t> core_limit(const fs::path& group) {
  std::ifstream file(group / "cpu.max");
  std::int64_t quota = 0;
  std::int64_t period = 0;
  if (!(file >> quota >> period) || quota <= 0 || period <= 0) return std::nullopt;
  return (quota - 1) / period + 1;
}

}  // namespace

Machine this_machine(const std::string& root) {
  std::int64_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::int64_t memory = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGE_SIZE);
  for (fs::path group = own_group(root); !group.empty(); group = group.parent_path()) {
    const fs::path folder = root + "/sys/fs/cgroup" + group.string();
    cores = std::min(cores, core_limit(folder).value_or(cores));
    memory = std::min(memory, memory_limit(folder).value_or(memory));
    if (!group.has_relative_path()) break;
  }
  return {static_cast<int>(cores), memory};
}

}  // namespace fitd::server
