// The 53 runs of MINPACK's own drivers, against Fortran MINPACK to the bit and against the counts
// of SciPy's core. exp decides some counts (Meyer): the reference was made with glibc 2.36.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "solver/lm/dense_problem.h"
#include "solver/lm/minimize.h"
#include "tests/solver/lm/mgh_function.h"
#include "tests/support/json.h"

namespace fitd::test {
namespace {

using lm::JacobianMethod;

// Fortran MINPACK's machine epsilon is a rounded one; given as epsfcn it makes its difference
// steps.
constexpr double kFortranEpsilon = 2.22044604926e-16;

struct Run {
  lm::LmResult result;
  std::vector<double> fvec;
};

Run solve(int problem, int m, int n, double factor, JacobianMethod method, double tolerance,
          double epsfcn) {
  MghFunction function(problem, m, n);
  lm::DenseProblem dense(function, method, epsfcn);
  lm::Options options;
  options.ftol = options.xtol = tolerance;
  options.maxfev = method == JacobianMethod::kAnalytic ? lm::default_maxfev_analytic(n)
                                                       : lm::default_maxfev_forward_difference(n);
  lm::Workspace workspace;
  lm::LmResult result = minimize(dense, function.start(factor), options, workspace, {}, {});
  return {std::move(result), dense.take_fvec()};
}

struct Quantity {
  const char* name;
  std::vector<double> ours;
  std::vector<double> theirs;
};

// |f| as the reference's driver summed it: scaled by the largest entry. enorm's own differs from it
// in the last bit here and there, in MINPACK too.
double driver_norm(const std::vector<double>& f) {
  double largest = 0;
  for (const double v : f) largest = std::max(largest, std::fabs(v));
  if (largest == 0) return 0;
  double sum = 0;
  for (const double v : f) sum += (v / largest) * (v / largest);
  return largest * std::sqrt(sum);
}

// x, |f|, f, R and qtf of both.
std::vector<Quantity> quantities(const Run& run, const Json& expected) {
  const lm::LmResult& result = run.result;
  std::vector<double> r;
  std::vector<double> expected_r;
  const std::size_t n = result.x.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i; j < n; ++j) {
      r.push_back(result.r[i + j * n]);
      expected_r.push_back(number(expected["r"][i][j - i]));
    }
  }
  return {{"x", result.x, numbers(expected["x"])},
          {"norm", {driver_norm(run.fvec)}, {number(expected["norm"])}},
          {"fvec", run.fvec, numbers(expected["fvec"])},
          {"r", r, expected_r},
          {"qtf", result.qtf, numbers(expected["qtf"])}};
}

// The largest difference relative to the largest entry; 0 is the same bits.
double worst_difference(const Quantity& q) {
  double scale = 0;
  double worst = q.ours.size() == q.theirs.size() ? 0 : INFINITY;
  for (const double v : q.theirs) scale = std::max(scale, std::fabs(v));
  for (std::size_t i = 0; i < q.ours.size() && i < q.theirs.size(); ++i) {
    if (q.ours[i] == q.theirs[i]) continue;
    worst = std::max(worst, std::fabs(q.ours[i] - q.theirs[i]) / scale);
  }
  return worst;
}

void expect_same_path(const Run& run, const Json& expected) {
  EXPECT_EQ(static_cast<int>(run.result.termination), expected["info"].get<int>());
  EXPECT_EQ(run.result.nfev, expected["nfev"].get<std::int64_t>());
  EXPECT_EQ(run.result.njev, expected["njev"].get<std::int64_t>());
  for (std::size_t k = 0; k < run.result.permutation.size(); ++k) {
    EXPECT_EQ(run.result.permutation[k] + 1, expected["ipvt"][k].get<int>());
  }
}

// Runs all cases; returns how many agree to the bit. Where they do not, to `tolerance`.
int identical_runs(const char* routine, JacobianMethod method, double epsfcn, double tolerance) {
  const Json reference = read_json("minpack/cases.json");
  const double convergence = number(reference["settings"]["ftol"]);
  int identical = 0;
  for (const Json& c : reference["cases"]) {
    SCOPED_TRACE(c["id"].get<std::string>());
    const Json& expected = c[routine]["minpack"];
    const Run run = solve(c["problem"], c["m"], c["n"], c["factor"], method, convergence, epsfcn);
    expect_same_path(run, expected);
    bool same = true;
    EXPECT_DOUBLE_EQ(run.result.residual_norm, number(expected["norm"]));
    for (const Quantity& q : quantities(run, expected)) {
      const double difference = worst_difference(q);
      EXPECT_LE(difference, tolerance) << q.name;
      if (difference != 0) {
        std::printf("%s %s: %s differs by %.1e\n", routine, c["id"].get<std::string>().c_str(),
                    q.name, difference);
      }
      same &= difference == 0;
    }
    identical += same;
  }
  return identical;
}

TEST(MinpackParity, LmdifIsFortranToTheBit) {
  EXPECT_EQ(identical_runs("lmdif", JacobianMethod::kForwardDifference, kFortranEpsilon, 0), 53);
}

TEST(MinpackParity, LmderIsFortranToTheBit) {
  EXPECT_GE(identical_runs("lmder", JacobianMethod::kAnalytic, 0, 1e-12), 51);
}

// leastsq's defaults and 2^-52, as SciPy's core since 1.15.
void expect_gold_counts(const char* routine, JacobianMethod method) {
  const Json gold = read_json("minpack/gold_counts.json");
  int runs = 0;
  for (const Json& c : gold["more_garbow_hillstrom"]) {
    const Json& expected = c[routine];
    const Run run = solve(c["problem"], c["m"], c["n"], c["start_factor"], method, 1.49012e-8, 0);
    SCOPED_TRACE(c.dump());
    EXPECT_EQ(static_cast<int>(run.result.termination), expected["ier"].get<int>());
    EXPECT_EQ(run.result.nfev, expected["nfev"].get<std::int64_t>());
    if (expected.contains("njev")) {
      EXPECT_EQ(run.result.njev, expected["njev"].get<std::int64_t>());
    }
    ++runs;
  }
  EXPECT_EQ(runs, 53);
}

TEST(MinpackParity, LmdifHasScipysCounts) {
  expect_gold_counts("lmdif", JacobianMethod::kForwardDifference);
}

TEST(MinpackParity, LmderHasScipysCounts) {
  expect_gold_counts("lmder", JacobianMethod::kAnalytic);
}

}  // namespace
}  // namespace fitd::test
