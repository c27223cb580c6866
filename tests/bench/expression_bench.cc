// The expression engine: nanoseconds a point for a value and all its derivatives, by dual numbers
// (the reference), by the tape and by the compiled kernel.
#include <benchmark/benchmark.h>
#include <hwy/aligned_allocator.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "solver/expression/block_function.h"
#include "solver/expression/catalogue_source.h"
#include "solver/expression/expression_model.h"
#include "solver/models/catalogue.h"

namespace fitd::expression {
namespace {

using models::Model;

constexpr std::size_t kPoints = 4096;

const Model& model_named(const std::string& name) {
  static const models::Catalogue catalogue;
  return *catalogue.find(name);
}

std::vector<int> all_parameters(int count) {
  std::vector<int> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

struct Points {
  std::vector<std::vector<double>> columns;
  std::vector<std::span<const double>> spans;

  explicit Points(const std::vector<models::Range>& ranges) {
    for (const models::Range& range : ranges) {
      columns.emplace_back();
      for (std::size_t i = 0; i < kPoints; ++i) {
        const double part = static_cast<double>(i * 1103 % kPoints) / kPoints;
        columns.back().push_back(range.from + part * (range.to - range.from));
      }
    }
    spans.assign(columns.begin(), columns.end());
  }
};

void report(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kPoints));
  state.counters["s/point"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * kPoints,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void run(benchmark::State& state, const BlockFunction& function, const Points& points,
         const std::vector<double>& p) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  const auto scratch = hwy::AllocateAligned<double>(function.scratch_doubles());
  std::vector<double> f(rows);
  std::vector<double> df(rows * p.size());
  for (auto _ : state) {
    for (std::size_t first = 0; first < kPoints; first += rows) {
      if (first == 0 || rows < 256) function.begin(p, scratch.get());
      function.derivatives(points.spans, first, rows, f.data(), df.data(), rows, scratch.get());
      benchmark::DoNotOptimize(df.data());
      benchmark::ClobberMemory();
    }
  }
  report(state);
}

void dual(benchmark::State& state, const char* name) {
  const Model& model = model_named(name);
  const Points points(model.info().example.ranges);
  std::vector<double> f(256);
  std::vector<double> df(256 * model.info().parameters.size());
  for (auto _ : state) {
    for (std::size_t first = 0; first < kPoints; first += 256) {
      model.derivatives(points.spans, first, model.info().example.parameters, f, df);
      benchmark::DoNotOptimize(df.data());
      benchmark::ClobberMemory();
    }
  }
  report(state);
}

void tape(benchmark::State& state, const char* name) {
  const Model& model = model_named(name);
  const auto function =
      compile_block_function(*model.formula(), all_parameters(model.num_parameters()));
  run(state, *function, Points(model.info().example.ranges), model.info().example.parameters);
}

void kernel(benchmark::State& state, const char* name) {
  const Model& model = model_named(name);
  const auto function = compile_block_function(model, all_parameters(model.num_parameters()));
  run(state, *function, Points(model.info().example.ranges), model.info().example.parameters);
}

// Two Gaussians by height on a line: 8 parameters.
Formula double_gaussian_and_line() {
  Formula formula{Graph(), {}, 1, 8};
  Graph& graph = formula.graph;
  const std::vector<NodeId> x = {graph.predictor(0)};
  const auto parameters = [&](std::vector<int> which) {
    std::vector<NodeId> nodes;
    for (const int j : which) nodes.push_back(graph.parameter(j));
    return nodes;
  };
  const Formula& gaussian = *model_named("gaussian_h").formula();
  const Formula& line = *model_named("linear").formula();
  const NodeId first = graph.substitute(gaussian.graph, gaussian.value, x, parameters({0, 1, 2}));
  const NodeId second = graph.substitute(gaussian.graph, gaussian.value, x, parameters({3, 4, 5}));
  const NodeId background = graph.substitute(line.graph, line.value, x, parameters({6, 7}));
  formula.value =
      graph.apply(Operation::kAdd, graph.apply(Operation::kAdd, first, second), background);
  return formula;
}

void tape_of_double_gaussian(benchmark::State& state) {
  const auto function = compile_block_function(double_gaussian_and_line(), all_parameters(8));
  run(state, *function, Points({{0, 10}}), {5, 3, 0.5, 4, 6, 0.8, 0.1, 1});
}

// What a user writes: the formula of damped_sine as text.
constexpr const char* kDampedSine = "amplitude*exp(-x/decay)*sin(frequency*x + shift) + offset";

std::shared_ptr<const ExpressionModel> text_model(const char* text) {
  static const models::Catalogue catalogue;
  return std::get<0>(make_expression(text, {}, CatalogueSource(catalogue)));
}

void text(benchmark::State& state, const char* formula) {
  const auto model = text_model(formula);
  const auto function = compile_block_function(*model, all_parameters(model->num_parameters()));
  const std::vector<double> p = {5, 8, 2, 0.3, 1};
  run(state, *function, Points({{0, 10}}), p);
}

// From text to the model, derivatives included, as each request does.
void make(benchmark::State& state, const char* formula) {
  for (auto _ : state) benchmark::DoNotOptimize(text_model(formula));
}

// Five parameters, one exp and one sin.
BENCHMARK_CAPTURE(text, damped_sine, kDampedSine)->Arg(256)->Arg(64);
BENCHMARK_CAPTURE(make, damped_sine, kDampedSine);
BENCHMARK_CAPTURE(dual, damped_sine, "damped_sine");
BENCHMARK_CAPTURE(tape, damped_sine, "damped_sine")->Arg(256)->Arg(64);
BENCHMARK_CAPTURE(dual, gaussian, "gaussian");
BENCHMARK_CAPTURE(tape, gaussian, "gaussian")->Arg(256)->Arg(64);
BENCHMARK_CAPTURE(kernel, gaussian, "gaussian")->Arg(256)->Arg(64);
BENCHMARK_CAPTURE(dual, gaussian_offset, "gaussian_offset");
BENCHMARK_CAPTURE(tape, gaussian_offset, "gaussian_offset")->Arg(256)->Arg(64);
BENCHMARK_CAPTURE(kernel, gaussian_offset, "gaussian_offset")->Arg(256)->Arg(64);
BENCHMARK_CAPTURE(dual, triexponential, "triexponential");
BENCHMARK_CAPTURE(tape, triexponential, "triexponential")->Arg(256)->Arg(64);
BENCHMARK_CAPTURE(kernel, triexponential, "triexponential")->Arg(256)->Arg(64);
BENCHMARK_CAPTURE(dual, gauss_2d_rotated, "gauss_2d_rotated");
BENCHMARK_CAPTURE(tape, gauss_2d_rotated, "gauss_2d_rotated")->Arg(256);
BENCHMARK_CAPTURE(kernel, gauss_2d_rotated, "gauss_2d_rotated")->Arg(256);
BENCHMARK_CAPTURE(dual, ll_4, "ll_4");
BENCHMARK_CAPTURE(tape, ll_4, "ll_4")->Arg(256);
BENCHMARK_CAPTURE(kernel, ll_4, "ll_4")->Arg(256);
BENCHMARK_CAPTURE(dual, voigt, "voigt");
BENCHMARK_CAPTURE(tape, voigt, "voigt")->Arg(256);
BENCHMARK(tape_of_double_gaussian)->Arg(256)->Arg(64);

}  // namespace
}  // namespace fitd::expression

BENCHMARK_MAIN();
