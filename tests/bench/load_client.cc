#include "tests/bench/load_client.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "fitd/v1/fit_service.grpc.pb.h"

namespace fitd::bench {
namespace {

using Clock = std::chrono::steady_clock;

// Starts a new call whenever one ends, until all are made.
class LoadRun {
 public:
  LoadRun(v1::FitService::Stub& stub, const v1::FitRequest& request, const Load& load)
      : stub_(stub), request_(request), load_(load) {
    result_.latencies.reserve(static_cast<std::size_t>(load.calls));
  }

  LoadResult run() {
    const Clock::time_point start = Clock::now();
    for (int i = 0; i < std::min(load_.in_flight, load_.calls); ++i) start_call();
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return ended_calls_ == load_.calls; });
    result_.elapsed = Clock::now() - start;
    std::sort(result_.latencies.begin(), result_.latencies.end());
    return std::move(result_);
  }

 private:
  class Call final : public grpc::ClientReadReactor<v1::FitEvent> {
   public:
    explicit Call(LoadRun& run) : run_(run), start_(Clock::now()) {
      run.stub_.async()->Fit(&context_, &run.request_, this);
      StartRead(&event_);
      StartCall();
    }
    void OnReadDone(bool ok) override {
      if (!ok) return;
      ++messages_;
      StartRead(&event_);
    }
    void OnDone(const grpc::Status& status) override {
      run_.end_call(status.ok(), messages_, Clock::now() - start_);
      delete this;
    }

   private:
    LoadRun& run_;
    const Clock::time_point start_;
    grpc::ClientContext context_;
    v1::FitEvent event_;
    std::int64_t messages_ = 0;
  };

  void start_call() {
    {
      const std::lock_guard lock(mutex_);
      if (started_calls_ == load_.calls) return;
      ++started_calls_;
    }
    new Call(*this);  // deletes itself
  }

  void end_call(bool ok, std::int64_t messages, std::chrono::nanoseconds latency) {
    start_call();
    const std::lock_guard lock(mutex_);
    result_.latencies.push_back(latency);
    result_.messages += messages;
    if (!ok) ++result_.failed;
    if (++ended_calls_ == load_.calls) ended_.notify_all();
  }

  v1::FitService::Stub& stub_;
  const v1::FitRequest& request_;
  const Load load_;
  std::mutex mutex_;
  std::condition_variable ended_;
  int started_calls_ = 0;
  int ended_calls_ = 0;
  LoadResult result_;
};

}  // namespace

double LoadResult::calls_per_second() const {
  return static_cast<double>(latencies.size()) / std::chrono::duration<double>(elapsed).count();
}

std::chrono::nanoseconds LoadResult::percentile(double percent) const {
  const double rank = std::ceil(percent / 100 * static_cast<double>(latencies.size()));
  return latencies[static_cast<std::size_t>(std::max(1.0, rank)) - 1];
}

LoadResult run_load(const std::string& address, const v1::FitRequest& request, const Load& load) {
  const auto stub =
      v1::FitService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  return LoadRun(*stub, request, load).run();
}

}  // namespace fitd::bench
