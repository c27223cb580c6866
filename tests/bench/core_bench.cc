// fitd's core in reference arithmetic beside Debian's cminpack: the same functions with analytic
// Jacobians, the same options, one run. Before measuring, both solve each problem, and must agree.
#include <benchmark/benchmark.h>
#include <cminpack.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "solver/lm/dense_problem.h"
#include "solver/lm/minimize.h"
#include "tests/bench/bench_problems.h"
#include "tests/bench/ratio_reporter.h"

namespace fitd::bench {
namespace {

constexpr double kTolerance = 1.49012e-8;
constexpr double kFactor = 100;

struct Solved {
  double norm;
  long nfev;
};

Solved solve_by_fitd(const Workload::Problem& p, lm::Workspace& workspace) {
  lm::DenseProblem problem(*p.function, lm::JacobianMethod::kAnalytic);
  lm::Options options;
  options.ftol = options.xtol = kTolerance;
  options.factor = kFactor;
  options.maxfev = lm::default_maxfev_analytic(p.function->num_parameters());
  const lm::LmResult result = lm::minimize(problem, p.start, options, workspace, {}, {});
  return {result.residual_norm, static_cast<long>(result.nfev)};
}

int callback(void* function, int m, int n, const double* x, double* fvec, double* fjac, int,
             int iflag) {
  auto& f = *static_cast<lm::ResidualFunction*>(function);
  const std::span<const double> at(x, static_cast<std::size_t>(n));
  const auto rows = static_cast<std::size_t>(m);
  if (iflag == 1) f.residuals(at, {fvec, rows}, {});
  if (iflag == 2) f.jacobian(at, {fjac, rows * at.size()}, {});
  return 0;
}

// Like fitd's problem, cminpack's arrays are made anew for each fit.
Solved solve_by_cminpack(const Workload::Problem& p) {
  const auto m = static_cast<int>(p.function->num_residuals());
  const int n = p.function->num_parameters();
  const auto rows = static_cast<std::size_t>(m);
  const auto columns = static_cast<std::size_t>(n);
  std::vector<double> x = p.start;
  std::vector<double> fvec(rows);
  std::vector<double> wa4(rows);
  std::vector<double> fjac(rows * columns);
  std::vector<double> work(5 * columns);
  std::vector<int> ipvt(columns);
  double* const wa = work.data();
  int nfev = 0;
  int njev = 0;
  lmder(callback, p.function.get(), m, n, x.data(), fvec.data(), fjac.data(), m, kTolerance,
        kTolerance, 0, 100 * (n + 1), wa, 1, kFactor, 0, &nfev, &njev, ipvt.data(), wa + columns,
        wa + 2 * columns, wa + 3 * columns, wa + 4 * columns, wa4.data());
  return {enorm(m, fvec.data()), nfev};
}

// Ends the program where the two do not agree: then their times mean nothing. (Where the exact
// residual is 0 the norms are rounding.)
void expect_same_work(const Workload& workload) {
  lm::Workspace workspace;
  for (const Workload::Problem& p : workload.problems) {
    const Solved ours = solve_by_fitd(p, workspace);
    const Solved theirs = solve_by_cminpack(p);
    if (ours.nfev == theirs.nfev &&
        std::fabs(ours.norm - theirs.norm) <= 1e-10 * (theirs.norm + 1e-2)) {
      continue;
    }
    std::fprintf(stderr, "%s: fitd %ld evaluations to %.17g, cminpack %ld to %.17g\n",
                 workload.name.c_str(), ours.nfev, ours.norm, theirs.nfev, theirs.norm);
    std::exit(1);
  }
}

void register_pair(const Workload& workload) {
  const auto add = [&](const char* solver, auto solve) {
    const std::string name = std::string(solver) + "/" + workload.name;
    benchmark::RegisterBenchmark(name.c_str(), [&workload, solve](benchmark::State& state) {
      lm::Workspace workspace;
      for (auto _ : state) {
        for (const Workload::Problem& p : workload.problems) {
          benchmark::DoNotOptimize(solve(p, workspace));
        }
      }
    });
  };
  add("fitd", [](const Workload::Problem& p, lm::Workspace& w) { return solve_by_fitd(p, w); });
  add("cminpack", [](const Workload::Problem& p, lm::Workspace&) { return solve_by_cminpack(p); });
}

}  // namespace
}  // namespace fitd::bench

int main(int argc, char** argv) {
  // Repetitions in random order, so that both solvers meet the same weather. Flags given win.
  std::vector<std::string> arguments = {
      argv[0], "--benchmark_repetitions=9", "--benchmark_enable_random_interleaving=true",
      "--benchmark_report_aggregates_only=true", "--benchmark_min_time=0.1"};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  benchmark::Initialize(&count, pointers.data());

  const std::vector<fitd::bench::Workload> workloads = fitd::bench::workloads();
  for (const auto& workload : workloads) {
    fitd::bench::expect_same_work(workload);
    fitd::bench::register_pair(workload);
  }
  fitd::bench::RatioReporter reporter("cminpack");
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}
