// Solvers beside each other on one workload: interleaved samples, each in a process of its own,
// correctness before speed.
#ifndef FITD_TESTS_BENCH_CONTEST_H_
#define FITD_TESTS_BENCH_CONTEST_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "tests/bench/child_process.h"
#include "tests/bench/table.h"

namespace fitd::bench {

// A solver in a contest.
struct Contestant {
  std::string name;
  // Fits the first `fits` data sets, writes each one's parameters, `width` apart, and says what it
  // took.
  std::function<Usage(std::int64_t fits, std::span<double> parameters)> fit;
  // Above 1 the wall clock counts instead of CPU time.
  int threads = 1;
};

// `fit` in a child process of its own; `prepare` runs there before the clock starts.
Contestant in_child(std::string name, std::function<void()> prepare,
                    std::function<void(std::int64_t fits, std::span<double> parameters)> fit,
                    int threads = 1);

struct Contest {
  std::string workload;
  std::int64_t count = 0;  // data sets
  std::size_t width = 0;   // parameters of a data set
  std::int64_t data_bytes = 0;
  // The first is what the others are compared with.
  std::vector<Contestant> contestants;
  // The sum of squares of data set k at p, computed the same way for all.
  std::function<double(std::int64_t k, std::span<const double> p)> chi_square;
  // Whether data set k is as it should be at p, `best` the least chi-square of all contestants that
  // fitted it. Default: chi-square is at most 1e-6, relative, above the best.
  std::function<bool(std::int64_t k, std::span<const double> p, double best)> right = nullptr;
  double sample_seconds = 0.5;  // about
  std::int64_t fewest = 1;      // fits of a sample, however long they take
  int samples = 7;
};

// A row for each contestant. Right is counted over the data sets that the first one fitted too, and
// the first one's beside it over the same.
std::vector<TableRow> run(const Contest& contest);

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_CONTEST_H_
