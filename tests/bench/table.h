// The table of a benchmark: one row for each workload and solver.
#ifndef FITD_TESTS_BENCH_TABLE_H_
#define FITD_TESTS_BENCH_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fitd::bench {

struct TableRow {
  std::string workload;
  std::string solver;
  std::int64_t fits = 0;       // in a sample
  double seconds_per_fit = 0;  // median of the samples
  // The part of the fits that are right: chi-square at most 1e-6 above the best that any solver
  // found; with NIST's sets, the certified values to 4 digits.
  double right = 0;
  double right_of_first = 0;  // the workload's first solver's, over the same data sets
  // The time a fit takes the workload's first solver, over this one's: over 1 is faster.
  double ratio = 0;
  // Resident memory added while fitting, and the data's own.
  std::int64_t added_bytes = 0;
  std::int64_t data_bytes = 0;
};

// A table in Markdown.
std::string to_markdown(const std::vector<TableRow>& rows);

// An array of objects with the members of TableRow.
std::string to_json(const std::vector<TableRow>& rows);

}  // namespace fitd::bench

#endif  // FITD_TESTS_BENCH_TABLE_H_
