#include "server/metrics/metrics.h"

namespace fitd::server {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;
using prometheus::Registry;

// From an empty call to a fit of minutes.
Histogram::BucketBoundaries seconds_buckets() {
  return {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000};
}

Family<Counter>& counters(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Family<Histogram>& histograms(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

Metrics::Metrics()
    : calls_(counters(registry_, "fitd_calls_total", "Calls that have ended, by method and code.")),
      call_seconds_(histograms(registry_, "fitd_call_duration_seconds",
                               "From the beginning of a call to its end, by method.")),
      fits_(
          counters(registry_, "fitd_fits_total",
                   "Fits that have ended, by model and by termination or, without a result, code; "
                   "data sets of batches not among them.")),
      queue_wait_seconds_(
          histograms(registry_, "fitd_queue_wait_seconds", "How long fits waited for a worker.")
              .Add({}, seconds_buckets())),
      solve_seconds_(
          histograms(registry_, "fitd_solve_seconds",
                     "From a fit's first evaluation to its last, data sets of batches not "
                     "among them.")
              .Add({}, seconds_buckets())),
      data_sets_(counters(registry_, "fitd_batch_data_sets_total",
                          "Data sets of batches that were fitted, by model and termination.")),
      evaluations_(counters(registry_, "fitd_evaluations_total",
                            "Evaluations of models and of clients' functions, of all fits.")
                       .Add({})),
      points_(counters(registry_, "fitd_points_total", "Data points of the fits that have ended.")
                  .Add({})) {}

void Metrics::count_call(const std::string& method, const std::string& code,
                         std::chrono::nanoseconds took) {
  calls_.Add({{"method", method}, {"code", code}}).Increment();
  call_seconds_.Add({{"method", method}}, seconds_buckets()).Observe(seconds(took));
}

void Metrics::count_fit(const FitEnd& fit) {
  fits_.Add({{"model", fit.model}, {"end", fit.end}}).Increment();
  queue_wait_seconds_.Observe(seconds(fit.queue_wait));
  solve_seconds_.Observe(seconds(fit.solve));
  count_work(fit.points, fit.evaluations);
}

void Metrics::count_data_sets(const std::string& model, const std::string& end,
                              std::int64_t count) {
  data_sets_.Add({{"model", model}, {"end", end}}).Increment(static_cast<double>(count));
}

void Metrics::count_work(std::int64_t points, std::int64_t evaluations) {
  points_.Increment(static_cast<double>(points));
  evaluations_.Increment(static_cast<double>(evaluations));
}

}  // namespace fitd::server
