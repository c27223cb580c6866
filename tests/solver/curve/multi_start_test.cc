// Many starts: on problems where one start fails, in what order things are said, on any threads.
#include "solver/curve/multi_start.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "solver/models/catalogue.h"
#include "tests/support/nist.h"
#include "tests/support/thread_executor.h"

namespace fitd::curve {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const models::Catalogue& catalogue() {
  static const models::Catalogue kInstance;
  return kInstance;
}

// A fit that owns its data.
struct Problem {
  std::string name;
  std::string model;
  std::vector<std::vector<double>> x;
  std::vector<double> y;
  std::vector<double> start;
  lm::Box bounds;
  double lowest;  // sum of squares at the global minimum, or near it

  CurveFit fit() const {
    CurveFit fit;
    fit.model = catalogue().find(model);
    if (fit.model == nullptr) throw std::runtime_error("no model " + model);
    for (const auto& column : x) fit.data.predictors.emplace_back(column);
    fit.data.y = y;
    fit.start = start;
    fit.fixed.assign(start.size(), false);
    fit.bounds = bounds;
    fit.options.maxfev = lm::default_maxfev_analytic(static_cast<int>(start.size()));
    return fit;
  }
};

// m points of `model` over [from, to] at `truth`, with normal noise.
Problem made(const std::string& name, const std::string& model, const std::vector<double>& truth,
             double from, double to, int m, double noise, std::vector<double> start,
             lm::Box bounds) {
  Problem problem{name, model, {{}}, {}, std::move(start), std::move(bounds), 0};
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal(0, noise);
  for (int i = 0; i < m; ++i) problem.x[0].push_back(from + (to - from) * i / (m - 1));
  problem.y.resize(static_cast<std::size_t>(m));
  const std::vector<std::span<const double>> columns = {problem.x[0]};
  catalogue().find(model)->values(columns, 0, truth, problem.y);
  for (double& y : problem.y) y += normal(random);
  // What a start at the truth finds.
  CurveFit at_truth = problem.fit();
  at_truth.start = truth;
  at_truth.bounds = {};
  const double norm = fit_curve(at_truth, {}, {}).lm.residual_norm;
  problem.lowest = norm * norm;
  return problem;
}

Problem of_nist(const std::string& name, lm::Box bounds) {
  for (const test::NistSet& set : test::nist_sets()) {
    if (set.name != name) continue;
    return {name, set.model, set.x, set.y, set.starts[0], std::move(bounds), set.optimum_rss};
  }
  throw std::runtime_error("no NIST set " + name);
}

// Gauss3 with both its peaks begun on the wrong side of them.
Problem gauss3() {
  Problem problem = of_nist("Gauss3", {});
  problem.start = {90, 0.01, 50, 220, 10, 50, 240, 10};
  problem.bounds = {{0, 0.001, 0, 0, 1, 0, 0, 1}, {200, 0.1, 200, 250, 100, 200, 250, 100}};
  return problem;
}

// ENSO with its two periods off by more than a cycle over the data.
Problem enso() {
  Problem problem = of_nist("ENSO", {});
  problem.start[3] = 20;
  problem.start[6] = 12;
  problem.bounds = {{0, -10, -10, 15, -10, -10, 10, -10, -10},
                    {20, 10, 10, 60, 10, 10, 30, 10, 10}};
  return problem;
}

const std::vector<Problem>& hard_problems() {
  static const std::vector<Problem> kProblems = {
      made("frequency of a sine", "sine", {2, 9.1, 0.7}, 0, 10, 120, 0.3, {1, 3, 0},
           {{0.1, 0.5, -4}, {10, 20, 4}}),
      made("Ramsey fringes", "ramsey", {0.4, 1.9, 0.3, 60, 0.5}, 0, 15, 160, 0.02,
           {0.3, 0.4, 0, 40, 0.5}, {{0.05, 0.05, -3, 5, 0}, {1, 5, 3, 90, 1}}),
      made("a tone that decays slowly", "expsine", {2, 6.1, 0.5, 0.01}, 0, 12, 150, 0.1,
           {1, 15, 0, 0.02}, {{0.1, 0.5, -4, 0.001}, {10, 20, 4, 0.1}}),
      made("a narrow peak far away", "gaussian", {4, 83, 0.8}, 0, 100, 200, 0.1, {5, 20, 3},
           {{0, 0, 0.1}, {50, 100, 20}}),
      made("a narrow line far away", "lorentzian", {1, 12, 0.15}, 0, 60, 400, 0.05, {3, 45, 2},
           {{0, 0, 0.05}, {20, 60, 10}}),
      gauss3(),
      of_nist("MGH17", {{0, 0, -200, 0.001, 0.001}, {60, 200, 0, 2, 2}}),
      enso(),
  };
  return kProblems;
}

bool is_global(const Problem& problem, double norm) {
  return norm * norm <= problem.lowest * (1 + 1e-6);
}

TEST(MultiStart, FindsTheGlobalMinimumWhereOneStartDoesNot) {
  int single = 0;
  std::printf("%-28s %14s %14s %14s minima\n", "", "lowest", "one start", "64 starts");
  for (const Problem& problem : hard_problems()) {
    SCOPED_TRACE(problem.name);
    const CurveFit fit = problem.fit();
    const double alone = fit_curve(fit, {}, {}).lm.residual_norm;
    const MultiStartOutcome many = fit_multi_start(fit, {.starts = 64, .seed = 1}, {}, {});
    const double together = many.best.lm.residual_norm;
    std::printf("%-28s %14.8g %14.8g %14.8g %6zu\n", problem.name.c_str(), problem.lowest,
                alone * alone, together * together, many.minima.size());
    single += is_global(problem, alone);
    EXPECT_TRUE(is_global(problem, together));
    EXPECT_LE(together, alone * (1 + 1e-9));
    EXPECT_TRUE(lm::converged(many.best.lm.termination));
  }
  EXPECT_EQ(single, 0) << "a problem that one start solves shows nothing";
}

TEST(MultiStart, NothingDependsOnThreads) {
  for (const Problem& problem : hard_problems()) {
    SCOPED_TRACE(problem.name);
    const CurveFit fit = problem.fit();
    const MultiStart settings = {.starts = 17, .seed = 5};
    const MultiStartOutcome alone = fit_multi_start(fit, settings, {}, {});
    test::ThreadExecutor threads(4);
    const MultiStartOutcome together = fit_multi_start(fit, settings, {}, {}, &threads);
    EXPECT_GE(threads.runs, 2);
    EXPECT_EQ(alone.start, together.start);
    EXPECT_EQ(alone.best.parameters, together.best.parameters);
    EXPECT_EQ(alone.best.lm.nfev, together.best.lm.nfev);
    EXPECT_EQ(alone.best.standard_errors, together.best.standard_errors);
    ASSERT_EQ(alone.minima.size(), together.minima.size());
    for (std::size_t k = 0; k < alone.minima.size(); ++k) {
      EXPECT_EQ(alone.minima[k].x, together.minima[k].x);
      EXPECT_EQ(alone.minima[k].starts, together.minima[k].starts);
    }
  }
}

TEST(MultiStart, MinimaAreDistinctAscendAndCountTheirStarts) {
  const Problem& problem = hard_problems().front();
  const MultiStartOutcome many = fit_multi_start(problem.fit(), {.starts = 100, .seed = 3}, {}, {});
  ASSERT_GE(many.minima.size(), 3u);
  int starts = 0;
  for (std::size_t k = 0; k < many.minima.size(); ++k) {
    starts += many.minima[k].starts;
    EXPECT_GE(many.minima[k].starts, 1);
    if (k > 0) {
      EXPECT_GE(many.minima[k].chi_square, many.minima[k - 1].chi_square);
    }
  }
  EXPECT_EQ(starts, 100);
  EXPECT_EQ(many.minima[0].x, many.best.lm.x);
  EXPECT_EQ(many.minima[0].termination, many.best.lm.termination);
}

// What leads to the same minimum as the fit's own start leaves the fit as it was, but for counts.
TEST(MultiStart, TheFitsOwnStartGoesFirst) {
  const Problem problem = made("easy", "gaussian", {4, 5, 1}, 0, 10, 50, 0.05, {3, 4.5, 1.2}, {});
  const CurveFit fit = problem.fit();
  const CurveOutcome alone = fit_curve(fit, {}, {});
  const MultiStartOutcome many = fit_multi_start(fit, {.starts = 9}, {}, {});
  EXPECT_EQ(many.start, fit.start);
  EXPECT_EQ(many.best.parameters, alone.parameters);
  EXPECT_EQ(many.best.fvec, alone.fvec);
  EXPECT_EQ(many.best.lm.r, alone.lm.r);
  EXPECT_GE(many.best.lm.nfev, 9 + alone.lm.nfev);
  const MultiStartOutcome one = fit_multi_start(fit, {.starts = 1}, {}, {});
  EXPECT_EQ(one.best.parameters, alone.parameters);
  ASSERT_EQ(one.minima.size(), 1u);
  EXPECT_EQ(one.minima[0].starts, 1);
}

TEST(MultiStart, HeldParametersStayAndBoundsHold) {
  Problem problem = hard_problems()[0];
  CurveFit fit = problem.fit();
  fit.fixed[2] = true;
  fit.start[2] = 0.7;
  const auto starts = draw_starts(fit, {.starts = 40, .seed = 9});
  ASSERT_EQ(starts.size(), 40u);
  EXPECT_EQ(starts[0], fit.start);
  for (const std::vector<double>& start : starts) {
    EXPECT_EQ(start[2], 0.7);
    EXPECT_TRUE(fit.bounds.contains(start));
  }
  const MultiStartOutcome many = fit_multi_start(fit, {.starts = 64}, {}, {});
  EXPECT_EQ(many.best.parameters[2], 0.7);
  EXPECT_EQ(many.minima[0].x.size(), 2u);
  EXPECT_NEAR(many.best.parameters[1], 9.1, 0.05);
}

TEST(MultiStart, SeedsDrawDifferentStartsAndTheSameOnesAgain) {
  const CurveFit fit = hard_problems()[0].fit();
  const auto starts = [&](std::uint64_t seed) {
    return draw_starts(fit, {.starts = 5, .seed = seed});
  };
  EXPECT_EQ(starts(1), starts(1));
  EXPECT_NE(starts(1), starts(2));
}

TEST(MultiStart, CertifiedArithmeticMakesTheLastFit) {
  const Problem problem = of_nist("MGH17", {{0, 0, -200, 0.001, 0.001}, {60, 200, 0, 2, 2}});
  CurveFit fit = problem.fit();
  fit.arithmetic = Arithmetic::kCertified;
  fit.options.maxfev = default_maxfev_certified(5);
  const MultiStartOutcome many = fit_multi_start(fit, {.starts = 32}, {}, {});
  for (const test::NistSet& set : test::nist_sets()) {
    if (set.name != "MGH17") continue;
    EXPECT_GE(test::agreeing_digits(many.best.parameters, set.optimum, 15), 14.9);
  }
}

TEST(MultiStart, StartsThatLeadNowhereAreLeftOut) {
  // x^exponent has no value at 0 for an exponent below 0, which half of the starts have.
  Problem problem{"powers", "powerlaw", {{0, 1, 2, 3, 4}}, {0, 1, 4.1, 9, 15.8}, {1, 1.5}, {}, 0};
  problem.bounds = {{0.1, -3}, {10, 3}};
  const MultiStartOutcome many = fit_multi_start(problem.fit(), {.starts = 41}, {}, {});
  EXPECT_TRUE(lm::converged(many.best.lm.termination));
  int starts = 0;
  for (const Minimum& minimum : many.minima) starts += minimum.starts;
  EXPECT_LT(starts, 35);
  EXPECT_GE(starts, 15);
  problem.bounds = {{0.1, -3}, {10, -1}};
  problem.start = {1, -2};
  const MultiStartOutcome none = fit_multi_start(problem.fit(), {.starts = 10}, {}, {});
  EXPECT_EQ(none.best.lm.termination, lm::Termination::kNonFinite);
  EXPECT_TRUE(none.minima.empty());
  EXPECT_TRUE(none.best.lm.fault);
}

TEST(MultiStart, AnOverTimeLimitReturnsTheBestSoFar) {
  const Problem& problem = hard_problems()[0];
  CurveFit fit = problem.fit();
  fit.time_limit = std::chrono::nanoseconds(1);
  const MultiStartOutcome many = fit_multi_start(fit, {.starts = 1000}, {}, {});
  EXPECT_EQ(many.best.lm.termination, lm::Termination::kTimeLimit);
  EXPECT_EQ(many.best.parameters, fit.start);
  EXPECT_TRUE(many.best.statistics);
  ASSERT_EQ(many.minima.size(), 1u);
  EXPECT_EQ(many.minima[0].starts, 1);
}

TEST(MultiStart, AStopStopsAllOfIt) {
  const CurveFit fit = hard_problems()[0].fit();
  for (const int after : {1, 20, 60}) {
    std::stop_source stop;
    int reports = 0;
    const MultiStartOutcome many =
        fit_multi_start(fit, {.starts = 200}, stop.get_token(), [&](const lm::Iteration&, int) {
          if (++reports == after) stop.request_stop();
        });
    EXPECT_EQ(many.best.lm.termination, lm::Termination::kStopped);
    EXPECT_LE(reports, after + 2);
    EXPECT_TRUE(many.minima.empty());
  }
}

TEST(MultiStart, ProgressCountsTheStarts) {
  const CurveFit fit = hard_problems()[0].fit();
  test::ThreadExecutor threads(3);
  int last_done = 0;
  int zeros = 0;
  double norm = kInfinity;
  std::int64_t nfev = 0;
  const MultiStartOutcome many = fit_multi_start(
      fit, {.starts = 20}, {},
      [&](const lm::Iteration& lowest, int done) {
        zeros += lowest.iteration == 0;
        EXPECT_LE(lowest.residual_norm, norm);
        EXPECT_GE(lowest.nfev, nfev);
        EXPECT_GE(done, last_done);
        EXPECT_EQ(lowest.x.size(), 3u);
        norm = lowest.residual_norm;
        nfev = lowest.nfev;
        last_done = done;
      },
      &threads);
  EXPECT_EQ(zeros, 1);
  EXPECT_EQ(last_done, 20);
  EXPECT_LE(nfev, many.best.lm.nfev);
  EXPECT_NEAR(norm, many.best.lm.residual_norm, 1e-9 * norm);
}

}  // namespace
}  // namespace fitd::curve
