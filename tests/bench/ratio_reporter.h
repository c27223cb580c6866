// A table of ratios beside Google Benchmark's own.
#ifndef FITD_TESTS_BENCH_RATIO_REPORTER_H_
#define FITD_TESTS_BENCH_RATIO_REPORTER_H_

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace fitd::bench {

// Of benchmarks named "solver/workload", prints last for each workload the CPU time of the peer
// over that of fitd, from the medians of the repetitions: over 1, fitd is the faster.
class RatioReporter : public benchmark::ConsoleReporter {
 public:
  explicit RatioReporter(std::string peer) : peer_(std::move(peer)) {}

  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  std::string peer_;
  std::vector<std::string> order_;
  std::map<std::string, double> medians_;  // by "solver/workload"
};

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_RATIO_REPORTER_H_
