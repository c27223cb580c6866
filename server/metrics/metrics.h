// What is counted for Prometheus.
#ifndef FITD_SERVER_METRICS_METRICS_H_
#define FITD_SERVER_METRICS_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace fitd::server {

// Labels are of few values: methods of ours, codes, the catalogue's names (what a user has made is
// "registered" or "expression"), and ends of fits. Thread-safe.
class Metrics {
 public:
  Metrics();

  // A call has ended.
  void count_call(const std::string& method, const std::string& code,
                  std::chrono::nanoseconds took);

  struct FitEnd {
    std::string model;
    std::string end;  // a termination, or where there is no result the code of its call
    std::int64_t points = 0;
    std::int64_t evaluations = 0;
    std::chrono::nanoseconds queue_wait{0};
    std::chrono::nanoseconds solve{0};
  };
  // A fit that was admitted has ended.
  void count_fit(const FitEnd& fit);

  // Data sets of a batch have been fitted, `count` of which ended so.
  void count_data_sets(const std::string& model, const std::string& end, std::int64_t count);
  // Their points and evaluations.
  void count_work(std::int64_t points, std::int64_t evaluations);

  std::vector<prometheus::MetricFamily> collect() const { return registry_.Collect(); }

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& call_seconds_;
  prometheus::Family<prometheus::Counter>& fits_;
  prometheus::Histogram& queue_wait_seconds_;
  prometheus::Histogram& solve_seconds_;
  prometheus::Family<prometheus::Counter>& data_sets_;
  prometheus::Counter& evaluations_;
  prometheus::Counter& points_;
};

}  // namespace fitd::server

#endif  // FITD_SERVER_METRICS_METRICS_H_
