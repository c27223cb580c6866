#include "solver/lm/minimize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/solver/lm/functions.h"

namespace fitd::lm {
namespace {

using test::PointFunction;

const std::vector<double> kStart = {1, 1, 1};

// An iteration with its x copied out.
struct Seen {
  Iteration iteration;
  std::vector<double> x;
};

std::vector<Seen> observed(PointFunction& function, const std::vector<double>& start,
                           LmResult& result) {
  std::vector<Seen> seen;
  result = test::minimized(function, start, JacobianMethod::kAnalytic, [&](const Iteration& it) {
    seen.push_back({it, std::vector<double>(it.x.begin(), it.x.end())});
  });
  return seen;
}

TEST(Minimize, FindsTheMinimum) {
  PointFunction function = test::exponential_decay();
  const LmResult result = test::minimized(function, kStart);
  EXPECT_TRUE(converged(result.termination));
  EXPECT_NEAR(result.x[0], 3, 0.1);
  EXPECT_NEAR(result.x[1], 0.7, 0.1);
  EXPECT_NEAR(result.x[2], 0.5, 0.1);
  EXPECT_EQ(result.nfev, function.evaluations);
  EXPECT_EQ(result.njev, function.jacobians);
}

TEST(Minimize, CountsDifferences) {
  PointFunction function = test::exponential_decay();
  const LmResult result = test::minimized(function, kStart, JacobianMethod::kForwardDifference);
  EXPECT_TRUE(converged(result.termination));
  EXPECT_EQ(result.nfev, function.evaluations);
  EXPECT_EQ(function.jacobians, 0);
  EXPECT_GT(result.njev, 2);
}

TEST(Minimize, ObserverSeesEveryOuterIteration) {
  PointFunction function = test::exponential_decay();
  LmResult result;
  const std::vector<Seen> seen = observed(function, kStart, result);
  ASSERT_EQ(std::ssize(seen), result.njev);
  EXPECT_EQ(seen[0].x, kStart);
  EXPECT_EQ(seen[0].iteration.radius, 0);
  EXPECT_FALSE(seen[0].iteration.gain_ratio);
  EXPECT_EQ(seen[0].iteration.nfev, 1);
  for (std::size_t k = 0; k < seen.size(); ++k) {
    EXPECT_EQ(seen[k].iteration.iteration, static_cast<std::int64_t>(k));
    EXPECT_EQ(seen[k].iteration.njev, static_cast<std::int64_t>(k) + 1);
    EXPECT_GE(seen[k].iteration.gradient_cosine, 0);
    EXPECT_LE(seen[k].iteration.gradient_cosine, 1 + 1e-15);
    if (k == 0) continue;
    EXPECT_LT(seen[k].iteration.residual_norm, seen[k - 1].iteration.residual_norm);
    EXPECT_GT(seen[k].iteration.radius, 0);
    EXPECT_GE(*seen[k].iteration.gain_ratio, 1e-4);
  }
}

// What lm_parameter found for the step that was taken, not what the region's update made of it.
TEST(Minimize, ObservedLambdaIsTheSteps) {
  PointFunction function = test::exponential_decay();
  DenseProblem problem(function, JacobianMethod::kAnalytic);
  Workspace workspace;
  Options options = test::options_for(JacobianMethod::kAnalytic, 3);
  options.factor = 0.1;
  std::vector<double> lambdas;
  minimize(problem, kStart, options, workspace, {},
           [&](const Iteration& it) { lambdas.push_back(it.lambda); });
  ASSERT_GT(lambdas.size(), 3u);
  EXPECT_EQ(lambdas[0], 0);
  EXPECT_GT(lambdas[1], 0);      // a first region this small bends the step
  EXPECT_EQ(lambdas.back(), 0);  // Gauss-Newton at the end
}

TEST(Minimize, WorkspaceRemembersNothing) {
  PointFunction function = test::exponential_decay();
  PointFunction line(5, 1, [](std::size_t i, std::span<const double> p, double* r, double* d) {
    *r = p[0] * static_cast<double>(i) - 2;
    if (d != nullptr) d[0] = static_cast<double>(i);
  });
  const Options options = test::options_for(JacobianMethod::kAnalytic, 3);
  Workspace used;
  DenseProblem line_problem(line, JacobianMethod::kAnalytic);
  minimize(line_problem, std::vector<double>{0.0}, options, used, {}, {});
  DenseProblem problem(function, JacobianMethod::kAnalytic);
  const LmResult second = minimize(problem, kStart, options, used, {}, {});
  const LmResult fresh = test::minimized(function, kStart);
  EXPECT_EQ(second.x, fresh.x);
  EXPECT_EQ(second.nfev, fresh.nfev);
  EXPECT_EQ(second.r, fresh.r);
}

TEST(Minimize, StartAtTheSolution) {
  PointFunction exact(4, 2, [](std::size_t i, std::span<const double> p, double* r, double* d) {
    const double x = static_cast<double>(i);
    *r = p[0] + p[1] * x - (1 + 2 * x);
    if (d == nullptr) return;
    d[0] = 1;
    d[1] = x;
  });
  const LmResult result = test::minimized(exact, {1, 2});
  EXPECT_EQ(result.termination, Termination::kGtol);
  EXPECT_EQ(result.nfev, 1);
  EXPECT_EQ(result.residual_norm, 0);
  EXPECT_EQ(result.x, (std::vector<double>{1, 2}));
}

// The scaled norm of x outlives a linearisation: a port that resets it can never stop on xtol right
// after one. With ftol out of the way this ends by xtol, and soon.
TEST(Minimize, StopsOnXtolAlone) {
  PointFunction function = test::exponential_decay();
  DenseProblem problem(function, JacobianMethod::kAnalytic);
  Workspace workspace;
  Options options = test::options_for(JacobianMethod::kAnalytic, 3);
  options.ftol = 0;
  options.xtol = 1e-6;
  const LmResult result = minimize(problem, kStart, options, workspace, {}, {});
  EXPECT_EQ(result.termination, Termination::kXtol);
  EXPECT_LT(result.nfev, 25);
}

// Of a result without damping nothing is left below R; with it, S is.
TEST(Minimize, LowerTriangleOfR) {
  PointFunction function = test::exponential_decay();
  const LmResult plain = test::minimized(function, kStart);
  EXPECT_FALSE(plain.damped);
  EXPECT_EQ(plain.r[1], 0);
  EXPECT_EQ(plain.r[2], 0);
  EXPECT_EQ(plain.r[5], 0);

  DenseProblem problem(function, JacobianMethod::kAnalytic);
  Workspace workspace;
  Options options;
  options.maxfev = 1;
  options.factor = 0.1;
  const LmResult damped = minimize(problem, kStart, options, workspace, {}, {});
  EXPECT_EQ(damped.termination, Termination::kMaxfev);
  EXPECT_TRUE(damped.damped);
  EXPECT_NE(damped.r[1], 0);
  const std::vector<double> fjac = problem.take_fjac(damped);
  for (std::size_t j = 0; j < 3; ++j) {
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(fjac[i + j * 24], damped.r[i + j * 3]);
  }
}

TEST(Minimize, GivenScaleStays) {
  // With D given, the first radius is factor ||D x||: a tiny D bends the step, a huge one does not.
  PointFunction function = test::exponential_decay();
  DenseProblem problem(function, JacobianMethod::kAnalytic);
  Workspace workspace;
  Options options = test::options_for(JacobianMethod::kAnalytic, 3);
  options.diag = {5, 7, 11};
  minimize(problem, kStart, options, workspace, {}, {});
  EXPECT_EQ(workspace.diag, options.diag);
}

TEST(Minimize, ScaleIsTheLargestColumnNormSoFar) {
  PointFunction function = test::exponential_decay();
  DenseProblem problem(function, JacobianMethod::kAnalytic);
  Workspace workspace;
  const Options options = test::options_for(JacobianMethod::kAnalytic, 3);
  std::vector<double> largest(3, 0.0);
  const LmResult result = minimize(problem, kStart, options, workspace, {}, [&](const Iteration&) {
    for (std::size_t j = 0; j < 3; ++j) {
      largest[j] = std::max(largest[j], workspace.column_norms[j]);
    }
  });
  EXPECT_GT(result.njev, 2);
  EXPECT_EQ(workspace.diag, largest);
}

TEST(Preconditions, Hold) {
  Options o;
  o.maxfev = 1;
  EXPECT_TRUE(preconditions_hold(o, 3, 3));
  EXPECT_FALSE(preconditions_hold(o, 2, 3));
  EXPECT_FALSE(preconditions_hold(o, 3, 0));
  for (double Options::*member :
       {&Options::ftol, &Options::xtol, &Options::gtol, &Options::factor}) {
    for (const double bad : {-1e-300, HUGE_VAL, std::nan("")}) {
      Options wrong = o;
      wrong.*member = bad;
      EXPECT_FALSE(preconditions_hold(wrong, 3, 3));
    }
  }
  Options wrong = o;
  wrong.factor = 0;
  EXPECT_FALSE(preconditions_hold(wrong, 3, 3));
  wrong = o;
  wrong.maxfev = 0;
  EXPECT_FALSE(preconditions_hold(wrong, 3, 3));
  for (const std::vector<double>& diag :
       {std::vector<double>{1, 1}, {1, 1, 0}, {1, -1, 1}, {1, NAN, 1}, {INFINITY, 1, 1}}) {
    wrong = o;
    wrong.diag = diag;
    EXPECT_FALSE(preconditions_hold(wrong, 3, 3));
  }
}

}  // namespace
}  // namespace fitd::lm
