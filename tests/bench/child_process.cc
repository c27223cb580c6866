#include "tests/bench/child_process.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace fitd::bench {
namespace {

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The line `name` of /proc/self/status, in bytes.
std::int64_t status_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  std::string key;
  std::int64_t kib = 0;
  while (status >> key) {
    if (key == name + ":") {
      status >> kib;
      break;
    }
    status.ignore(4096, '\n');
  }
  return kib * 1024;
}

// The peak of resident memory counts from here on.
void reset_peak() { std::ofstream("/proc/self/clear_refs") << 5; }

void pin(int cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int k = 0; k < cpus; ++k) CPU_SET(static_cast<unsigned>(k), &set);
  sched_setaffinity(0, sizeof set, &set);
}

Usage measure(const std::function<void()>& work) {
  reset_peak();
  const std::int64_t before = status_bytes("VmRSS");
  const double wall = seconds_of(CLOCK_MONOTONIC);
  const double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  work();
  return {.cpu_seconds = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu,
          .wall_seconds = seconds_of(CLOCK_MONOTONIC) - wall,
          .added_bytes = status_bytes("VmHWM") - before};
}

}  // namespace

SharedDoubles::SharedDoubles(std::size_t size) : size_(size) {
  void* memory = mmap(nullptr, size * sizeof(double), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    std::perror("bench: mmap");
    std::exit(EXIT_FAILURE);
  }
  data_ = static_cast<double*>(memory);
}

SharedDoubles::~SharedDoubles() { munmap(data_, size_ * sizeof(double)); }

Usage run_in_child(int cpus, const std::function<void()>& prepare,
                   const std::function<void()>& work) {
  int channel[2];
  if (pipe(channel) != 0) std::abort();
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    pin(cpus);
    prepare();
    const Usage usage = measure(work);
    const bool told = write(channel[1], &usage, sizeof usage) == sizeof usage;
    _exit(told ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  close(channel[1]);
  Usage usage;
  const bool heard = read(channel[0], &usage, sizeof usage) == sizeof usage;
  close(channel[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!heard || status != 0) {
    std::fprintf(stderr, "bench: a measurement failed with status %d\n", status);
    std::exit(EXIT_FAILURE);
  }
  return usage;
}

}  // namespace fitd::bench
