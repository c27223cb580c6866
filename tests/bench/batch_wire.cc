#include "tests/bench/batch_wire.h"

#include <grpcpp/grpcpp.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "fitd/v1/fit_service.grpc.pb.h"
#include "solver/curve/fit_batch.h"
#include "solver/models/catalogue.h"
#include "tests/bench/workloads.h"

namespace fitd::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRuns = 5;
constexpr std::int64_t kChunkBytes = 1 << 20;
constexpr std::int64_t kRange = 1024;  // data sets that a thread takes at a time in process

double process_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// One run of all fits.
struct Run {
  double seconds = 0;
  double own_cpu = 0;     // of this process
  double server_cpu = 0;  // of the server's
};

curve::BatchFit to_fit(const BatchWorkload& work, const models::Model& model) {
  curve::BatchFit fit;
  fit.model = &model;
  fit.m = work.m;
  fit.count = work.count;
  for (const auto& predictor : work.predictors) fit.predictors.push_back({predictor, true});
  fit.y = std::span<const double>(work.y);
  fit.start = {work.start, false};
  fit.guessed.assign(work.width(), false);
  fit.fixed.assign(work.width(), false);
  fit.options.maxfev = lm::default_maxfev_analytic(static_cast<int>(work.width()));
  return fit;
}

Run run_in_process(const curve::BatchFit& fit, int threads, curve::BatchOutcome& outcome) {
  outcome.resize(fit);
  const auto begun = Clock::now();
  const double cpu = process_cpu_seconds();
  std::atomic<std::int64_t> next = 0;
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i) {
      workers.emplace_back([&] {
        curve::BatchWorkspace workspace;
        for (std::int64_t first; (first = next.fetch_add(kRange)) < fit.count;) {
          curve::fit_batch(fit, first, std::min(first + kRange, fit.count), {}, outcome, workspace,
                           {});
        }
      });
    }
  }
  return {.seconds = std::chrono::duration<double>(Clock::now() - begun).count(),
          .own_cpu = process_cpu_seconds() - cpu};
}

void set_bytes(v1::Array& array, std::span<const double> numbers) {
  array.set_f64_le(numbers.data(), numbers.size_bytes());
}

std::vector<v1::FitBatchRequest> to_requests(const BatchWorkload& work,
                                             const models::Model& model) {
  std::vector<v1::FitBatchRequest> requests(1);
  auto& header = *requests[0].mutable_header();
  header.set_model(work.model);
  header.set_num_points(work.m);
  for (std::size_t k = 0; k < work.predictors.size(); ++k) {
    set_bytes((*header.mutable_predictors())[model.info().predictors[k].name], work.predictors[k]);
  }
  const auto m = static_cast<std::size_t>(work.m);
  const auto count = static_cast<std::size_t>(work.count);
  const std::size_t rows = kChunkBytes / (8 * m);
  for (std::size_t first = 0; first < count; first += rows) {
    const std::size_t number = std::min(rows, count - first);
    auto& chunk = *requests.emplace_back().mutable_chunk();
    set_bytes(*chunk.mutable_y(), std::span(work.y).subspan(first * m, number * m));
    set_bytes(*chunk.mutable_starts(),
              std::span(work.start).subspan(first * work.width(), number * work.width()));
  }
  return requests;
}

[[noreturn]] void fail(const BatchWorkload& work, const std::string& what) {
  std::fprintf(stderr, "bench: %s: %s\n", work.name.c_str(), what.c_str());
  std::exit(EXIT_FAILURE);
}

void expect_same(const BatchWorkload& work, const v1::FitBatchResults& results,
                 const curve::BatchOutcome& outcome) {
  const std::string& bytes = results.parameters().f64_le();
  const double* expected =
      outcome.parameters.data() + static_cast<std::size_t>(results.first_index()) * work.width();
  if (bytes.size() != static_cast<std::size_t>(results.count()) * work.width() * sizeof(double) ||
      std::memcmp(bytes.data(), expected, bytes.size()) != 0) {
    fail(work, "an answer differs from the one in process");
  }
}

Run run_over_wire(const BatchWorkload& work, const Process& fitd, v1::FitService::Stub& stub,
                  const std::vector<v1::FitBatchRequest>& requests,
                  const curve::BatchOutcome& outcome) {
  const auto begun = Clock::now();
  const double cpu = process_cpu_seconds();
  const auto server_cpu = fitd.cpu_time();
  grpc::ClientContext context;
  const auto stream = stub.FitBatch(&context);
  std::jthread writer([&] {
    for (const auto& request : requests) {
      if (!stream->Write(request)) return;
    }
    stream->WritesDone();
  });
  std::int64_t answered = 0;
  for (v1::FitBatchResponse response; stream->Read(&response);) {
    if (!response.has_results()) continue;
    answered += response.results().count();
    expect_same(work, response.results(), outcome);
  }
  writer.join();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) fail(work, status.error_message());
  if (answered != work.count) fail(work, "data sets were left unanswered");
  return {.seconds = std::chrono::duration<double>(Clock::now() - begun).count(),
          .own_cpu = process_cpu_seconds() - cpu,
          .server_cpu = std::chrono::duration<double>(fitd.cpu_time() - server_cpu).count()};
}

template <class Value>
double median(const std::vector<Run>& runs, Value value) {
  std::vector<double> values;
  for (const Run& run : runs) values.push_back(value(run));
  std::ranges::nth_element(values, values.begin() + kRuns / 2);
  return values[kRuns / 2];
}

BatchRow measure(const BatchWorkload& work, const models::Catalogue& catalogue, const Process& fitd,
                 int workers) {
  const models::Model& model = *catalogue.find(work.model);
  const curve::BatchFit fit = to_fit(work, model);
  const std::vector<v1::FitBatchRequest> requests = to_requests(work, model);
  const auto stub = v1::FitService::NewStub(
      grpc::CreateChannel(fitd.address(), grpc::InsecureChannelCredentials()));
  curve::BatchOutcome outcome;
  std::vector<Run> local;
  std::vector<Run> remote;
  for (int i = -1; i < kRuns; ++i) {  // the first is to warm up
    const Run here = run_in_process(fit, workers, outcome);
    const Run there = run_over_wire(work, fitd, *stub, requests, outcome);
    if (i < 0) continue;
    local.push_back(here);
    remote.push_back(there);
  }
  const auto count = static_cast<double>(work.count);
  const auto seconds = [](const Run& run) { return run.seconds; };
  const auto own_cpu = [](const Run& run) { return run.own_cpu; };
  return {.name = work.name,
          .count = work.count,
          .workers = workers,
          .in_process_per_second = count / median(local, seconds),
          .wire_per_second = count / median(remote, seconds),
          .in_process_cpu = median(local, own_cpu) / count,
          .server_cpu = median(remote, [](const Run& run) { return run.server_cpu; }) / count,
          .client_cpu = median(remote, own_cpu) / count,
          .server_peak_bytes = fitd.peak_memory_bytes()};
}

}  // namespace

std::vector<BatchRow> batch_over_wire(const Process& fitd, int workers, double scale) {
  const models::Catalogue catalogue;
  const auto scaled = [scale](double count) { return static_cast<std::int64_t>(scale * count); };
  std::vector<BatchRow> rows;
  for (const BatchWorkload& work :
       {batch1d(scaled(100'000)), batch2d(scaled(30'000)), exp3(scaled(10'000))}) {
    rows.push_back(measure(work, catalogue, fitd, workers));
  }
  return rows;
}

}  // namespace fitd::bench
