#include "tests/bench/ratio_reporter.h"

#include <cstdio>

namespace fitd::bench {

void RatioReporter::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    if (run.run_type != Run::RT_Aggregate || run.aggregate_name != "median") continue;
    const std::string& name = run.run_name.function_name;
    medians_[name] = run.GetAdjustedCPUTime();
    if (name.starts_with("fitd/")) order_.push_back(name.substr(5));
  }
}

void RatioReporter::Finalize() {
  std::printf("\n%-28s %s/fitd (over 1: fitd is faster)\n", "workload", peer_.c_str());
  for (const std::string& workload : order_) {
    const auto theirs = medians_.find(peer_ + "/" + workload);
    if (theirs == medians_.end()) continue;
    std::printf("%-28s %.2f\n", workload.c_str(), theirs->second / medians_["fitd/" + workload]);
  }
}

}  // namespace fitd::bench
