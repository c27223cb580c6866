// A batch over loopback beside the same batch in process.
#ifndef FITD_TESTS_BENCH_BATCH_WIRE_H_
#define FITD_TESTS_BENCH_BATCH_WIRE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/process.h"

namespace fitd::bench {

// Medians of runs that take turns. CPU times are of one fit, in seconds.
struct BatchRow {
  std::string name;
  std::int64_t count = 0;
  int workers = 0;
  double in_process_per_second = 0;  // fits, on as many threads as the server has workers
  double wire_per_second = 0;        // fits, server and client on the same cores
  double in_process_cpu = 0;
  double server_cpu = 0;
  double client_cpu = 0;
  std::int64_t server_peak_bytes = 0;

  // Of the server's CPU time, the part that the same fits take in process.
  double server_share() const { return in_process_cpu / server_cpu; }
};

// Runs batch1d, batch2d and exp3 against `fitd`, which has `workers` workers. Ends this process
// where an answer differs from the one in process by a bit.
std::vector<BatchRow> batch_over_wire(const Process& fitd, int workers, double scale);

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_BATCH_WIRE_H_
