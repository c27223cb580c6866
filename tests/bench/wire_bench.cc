// What the wire adds: Fit of 100 points and 4 parameters, beside a call of the same bytes that
// computes nothing, beside the same fit in process. All three in one run; exact percentiles. Then
// batches over loopback beside the same batches in process.
//
//   wire_bench --fitd=PATH [--calls=N] [--batches=SCALE] [--json=FILE]

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "nlohmann/json.hpp"
#include "server/convert_fit.h"
#include "solver/models/catalogue.h"
#include "tests/bench/batch_wire.h"
#include "tests/bench/empty_server.h"
#include "tests/bench/load_client.h"
#include "tests/bench/process.h"

namespace fitd::bench {
namespace {

constexpr int kPoints = 100;

// A gaussian on a constant, 4 parameters, starts off by 10 to 30 %.
v1::FitRequest make_request() {
  v1::FitRequest request;
  request.set_model("gaussian_offset");
  std::string x;
  std::string y;
  for (int i = 0; i < kPoints; ++i) {
    const double abscissa = 0.1 * i;
    const double value =
        3 * std::exp(-0.5 * std::pow((abscissa - 5) / 0.8, 2)) + 1 + 0.05 * std::sin(13.0 * i);
    x.append(reinterpret_cast<const char*>(&abscissa), sizeof abscissa);
    y.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  (*request.mutable_predictors())["x"].set_f64_le(x);
  request.mutable_y()->set_f64_le(y);
  const std::pair<const char*, double> starts[] = {
      {"amplitude", 3.6}, {"center", 4.7}, {"sigma", 1}, {"offset", 0.8}};
  for (const auto& [name, start] : starts) {
    auto* parameter = request.add_parameters();
    parameter->set_name(name);
    parameter->set_start(start);
  }
  return request;
}

// CPU time of this thread for one fit of `request`, conversion included.
double in_process_seconds(const v1::FitRequest& request, int repetitions) {
  const models::Catalogue catalogue;
  const server::ModelRegistry registry(catalogue);
  const server::ModelPointer model = registry.find(request.model());
  timespec start{};
  timespec end{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
  for (int k = 0; k < repetitions; ++k) {
    const auto job = server::to_job(v1::FitRequest(request), server::FittedModel(model));
    const auto outcome = curve::fit_curve(job->fit, {}, {});
    if (!lm::converged(outcome.lm.termination)) std::abort();
  }
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
  const double elapsed = static_cast<double>(end.tv_sec - start.tv_sec) +
                         1e-9 * static_cast<double>(end.tv_nsec - start.tv_nsec);
  return elapsed / repetitions;
}

// The event a server answers `request` with.
v1::FitEvent answer_to(const v1::FitRequest& request) {
  const models::Catalogue catalogue;
  const auto job =
      server::to_job(v1::FitRequest(request),
                     server::FittedModel(server::ModelRegistry(catalogue).find(request.model())));
  v1::FitEvent event;
  event.mutable_accepted()->set_fit_id("00000000-1");
  event.mutable_accepted()->set_model(request.model());
  event.mutable_progress()->mutable_parameters()->Resize(4, 1.0);
  *event.mutable_result() = server::to_result(*job, curve::fit_curve(job->fit, {}, {}));
  return event;
}

struct Row {
  std::string name;
  int in_flight;
  LoadResult load;
  double cpu_seconds_per_call;
  std::int64_t peak_memory_bytes;
};

Row measure(const std::string& name, const Process& server, const v1::FitRequest& request,
            const Load& load) {
  run_load(server.address(), request, {.in_flight = load.in_flight, .calls = load.calls / 10});
  const auto before = server.cpu_time();
  LoadResult result = run_load(server.address(), request, load);
  const std::chrono::duration<double> cpu = server.cpu_time() - before;
  if (result.failed > 0) {
    std::fprintf(stderr, "bench: %ld calls failed\n", static_cast<long>(result.failed));
    std::exit(EXIT_FAILURE);
  }
  return {name, load.in_flight, std::move(result), cpu.count() / load.calls,
          server.peak_memory_bytes()};
}

double microseconds(std::chrono::nanoseconds time) {
  return 1e-3 * static_cast<double>(time.count());
}

void print(const Row& row) {
  std::printf("| %-10s | %9d | %9.0f | %8.1f | %8.1f | %8.1f | %8.1f | %11.1f | %8.1f |\n",
              row.name.c_str(), row.in_flight, row.load.calls_per_second(),
              microseconds(row.load.percentile(50)), microseconds(row.load.percentile(90)),
              microseconds(row.load.percentile(99)), microseconds(row.load.percentile(99.9)),
              1e6 * row.cpu_seconds_per_call,
              static_cast<double>(row.peak_memory_bytes) / (1 << 20));
}

void print_batches(const std::vector<BatchRow>& rows) {
  std::printf(
      "\n| batch      |   fits | in process/s | over the wire/s | ratio | in process us | server "
      "us |"
      " client us | share | peak MiB |\n|---|---|---|---|---|---|---|---|---|---|\n");
  for (const BatchRow& row : rows) {
    std::printf(
        "| %-10s | %6ld | %12.0f | %15.0f | %5.2f | %13.2f | %9.2f | %9.2f | %5.2f | %8.1f |\n",
        row.name.c_str(), static_cast<long>(row.count), row.in_process_per_second,
        row.wire_per_second, row.wire_per_second / row.in_process_per_second,
        1e6 * row.in_process_cpu, 1e6 * row.server_cpu, 1e6 * row.client_cpu, row.server_share(),
        static_cast<double>(row.server_peak_bytes) / (1 << 20));
  }
  std::printf(
      "\nus: CPU time of one fit. share: in process / server, the part of the server's time that is"
      " fitting.\n");
}

nlohmann::json to_json(const BatchRow& row) {
  return {{"name", row.name},
          {"count", row.count},
          {"workers", row.workers},
          {"in_process_per_second", row.in_process_per_second},
          {"wire_per_second", row.wire_per_second},
          {"in_process_cpu_us", 1e6 * row.in_process_cpu},
          {"server_cpu_us", 1e6 * row.server_cpu},
          {"client_cpu_us", 1e6 * row.client_cpu},
          {"server_share", row.server_share()},
          {"server_peak_mib", static_cast<double>(row.server_peak_bytes) / (1 << 20)}};
}

nlohmann::json to_json(const Row& row) {
  return {{"name", row.name},
          {"in_flight", row.in_flight},
          {"calls_per_second", row.load.calls_per_second()},
          {"p50_us", microseconds(row.load.percentile(50))},
          {"p90_us", microseconds(row.load.percentile(90))},
          {"p99_us", microseconds(row.load.percentile(99))},
          {"p999_us", microseconds(row.load.percentile(99.9))},
          {"server_cpu_us", 1e6 * row.cpu_seconds_per_call},
          {"server_peak_mib", static_cast<double>(row.peak_memory_bytes) / (1 << 20)}};
}

struct Arguments {
  std::string fitd;
  std::string json;
  int calls = 20'000;
  double batches = 1;
  bool serve_empty = false;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string text = argv[i];
    if (text.rfind("--fitd=", 0) == 0) arguments.fitd = text.substr(7);
    if (text.rfind("--json=", 0) == 0) arguments.json = text.substr(7);
    if (text.rfind("--calls=", 0) == 0) arguments.calls = std::atoi(text.c_str() + 8);
    if (text.rfind("--batches=", 0) == 0) arguments.batches = std::atof(text.c_str() + 10);
    if (text == "--serve-empty") arguments.serve_empty = true;
  }
  return arguments;
}

int serve_empty() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const EmptyServer server(answer_to(make_request()));
  std::printf("empty server listening on %s\n", server.address().c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  return EXIT_SUCCESS;
}

// On as many cores as there are, which server and client share.
std::vector<BatchRow> run_batches(const Arguments& arguments) {
  const int workers = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const Process fitd({arguments.fitd, "--listen=127.0.0.1:0", "--log_level=off",
                      "--workers=" + std::to_string(workers)});
  return batch_over_wire(fitd, workers, arguments.batches);
}

int run(const Arguments& arguments, const char* self) {
  const v1::FitRequest request = make_request();
  const double solve = in_process_seconds(request, arguments.calls);
  const Process fitd({arguments.fitd, "--listen=127.0.0.1:0", "--log_level=off"});
  const Process empty({self, "--serve-empty"});
  std::vector<Row> rows;
  std::printf(
      "| server     | in flight |   calls/s |   p50 us |   p90 us |   p99 us | p99.9 us |"
      " CPU us/call | peak MiB |\n|---|---|---|---|---|---|---|---|---|\n");
  for (const int in_flight : {1, 8, 64}) {
    const Load load = {.in_flight = in_flight,
                       .calls = in_flight == 1 ? arguments.calls / 4 : arguments.calls};
    rows.push_back(measure("empty call", empty, request, load));
    print(rows.back());
    rows.push_back(measure("Fit", fitd, request, load));
    print(rows.back());
  }
  const double empty_cpu = rows[rows.size() - 2].cpu_seconds_per_call;
  const double fit_cpu = rows.back().cpu_seconds_per_call;
  std::printf(
      "\nThe same fit in process: %.1f us of CPU. Fit costs %.2f x (empty call + solve) at 64 in"
      " flight.\n",
      1e6 * solve, fit_cpu / (empty_cpu + solve));
  const std::vector<BatchRow> batches = run_batches(arguments);
  print_batches(batches);
  if (!arguments.json.empty()) {
    nlohmann::json json = {{"solve_us", 1e6 * solve},
                           {"overhead", fit_cpu / (empty_cpu + solve)},
                           {"rows", nlohmann::json::array()},
                           {"batches", nlohmann::json::array()}};
    for (const BatchRow& row : batches) json["batches"].push_back(to_json(row));
    for (const Row& row : rows) json["rows"].push_back(to_json(row));
    std::ofstream(arguments.json) << json.dump(2) << "\n";
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace fitd::bench

int main(int argc, char** argv) {
  const auto arguments = fitd::bench::parse(argc, argv);
  if (arguments.serve_empty) return fitd::bench::serve_empty();
  if (arguments.fitd.empty()) {
    std::fprintf(stderr, "usage: wire_bench --fitd=PATH [--calls=N] [--json=FILE]\n");
    return EXIT_FAILURE;
  }
  return fitd::bench::run(arguments, argv[0]);
}
