// A server process to measure: started, asked for its CPU time, ended.
#ifndef FITD_TESTS_BENCH_PROCESS_H_
#define FITD_TESTS_BENCH_PROCESS_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace fitd::bench {

class Process {
 public:
  // Runs `command` and waits for its line "... listening on ADDRESS". Ends this process where there
  // is none.
  explicit Process(const std::vector<std::string>& command);
  // SIGTERM, and waits.
  ~Process();

  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const std::string& address() const { return address_; }
  // Of all its threads since it started.
  std::chrono::nanoseconds cpu_time() const;
  // The most memory it had resident.
  std::int64_t peak_memory_bytes() const;

 private:
  int pid_ = -1;
  std::string address_;
};

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_PROCESS_H_
