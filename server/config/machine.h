// What the machine, or the container in it, grants this process.
#ifndef FITD_SERVER_CONFIG_MACHINE_H_
#define FITD_SERVER_CONFIG_MACHINE_H_

#include <cstdint>
#include <string>

namespace fitd::server {

struct Machine {
  int cores = 1;
  std::int64_t memory = 0;  // bytes
};

// The least of what the hardware has and what the control groups (version 2) from this process's
// own up to the outermost allow: a container's `--cpus 1.5` counts as 2 cores. `root`: where /proc
// and /sys are, for tests.
Machine this_machine(const std::string& root = "");

}  // namespace fitd::server

#endif  // FITD_SERVER_CONFIG_MACHINE_H_
