#include "solver/lm/minimize_within.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/solver/lm/functions.h"
#include "tests/solver/lm/mgh_function.h"

namespace fitd::lm {
namespace {

using test::PointFunction;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Box unbounded(std::size_t n) {
  return {std::vector<double>(n, -kInfinity), std::vector<double>(n, kInfinity)};
}

// Fails the test on any evaluation outside the box.
class Fenced final : public ResidualFunction {
 public:
  Fenced(ResidualFunction& inner, const Box& box) : inner_(inner), box_(box) {}

  std::int64_t num_residuals() const override { return inner_.num_residuals(); }
  int num_parameters() const override { return inner_.num_parameters(); }
  EvaluationStatus residuals(std::span<const double> x, std::span<double> r,
                             const Interrupt& interrupt) override {
    EXPECT_TRUE(box_.contains(x));
    ++evaluations;
    return inner_.residuals(x, r, interrupt);
  }
  EvaluationStatus jacobian(std::span<const double> x, std::span<double> j,
                            const Interrupt& interrupt) override {
    EXPECT_TRUE(box_.contains(x));
    return inner_.jacobian(x, j, interrupt);
  }

  int evaluations = 0;

 private:
  ResidualFunction& inner_;
  const Box& box_;
};

LmResult minimized_within(const Box& box, ResidualFunction& function,
                          const std::vector<double>& start,
                          JacobianMethod method = JacobianMethod::kAnalytic) {
  Fenced fenced(function, box);
  DenseProblem problem(fenced, method, 0, box);
  Workspace workspace;
  LmResult result = minimize_within(
      box, problem, start, test::options_for(method, function.num_parameters()), workspace, {}, {});
  EXPECT_EQ(result.nfev, fenced.evaluations);
  return result;
}

void expect_same_bits(const LmResult& a, const LmResult& b) {
  EXPECT_EQ(a.termination, b.termination);
  EXPECT_EQ(a.x, b.x);
  EXPECT_EQ(a.residual_norm, b.residual_norm);
  EXPECT_EQ(a.nfev, b.nfev);
  EXPECT_EQ(a.njev, b.njev);
  EXPECT_EQ(a.damped, b.damped);
  EXPECT_EQ(a.r, b.r);
  EXPECT_EQ(a.permutation, b.permutation);
  EXPECT_EQ(a.qtf, b.qtf);
}

class MghCase : public testing::TestWithParam<int> {};

// Bounds that nothing meets change no bit and no count of MINPACK's own problems.
TEST_P(MghCase, IdleBoundsChangeNothing) {
  std::vector<mgh_case> cases(53);
  ASSERT_EQ(mgh_cases(cases.data()), 53);
  const mgh_case& c = cases[static_cast<std::size_t>(GetParam())];
  test::MghFunction function(c.prob, c.m, c.n);
  const std::vector<double> start = function.start(c.factor);
  for (const auto method : {JacobianMethod::kAnalytic, JacobianMethod::kForwardDifference}) {
    DenseProblem problem(function, method);
    Workspace workspace;
    const LmResult free =
        minimize(problem, start, test::options_for(method, c.n), workspace, {}, {});
    const Box box = unbounded(static_cast<std::size_t>(c.n));
    expect_same_bits(minimized_within(box, function, start, method), free);
  }
}

INSTANTIATE_TEST_SUITE_P(Minpack, MghCase, testing::Range(0, 53));

// r = A (p - c) with columns of A that lean on each other: the bounded minimum is not the free one
// moved into the box.
PointFunction leaning(const std::vector<double>& centre) {
  const auto n = static_cast<int>(centre.size());
  return PointFunction(
      3 * n, n, [centre](std::size_t i, std::span<const double> p, double* r, double* d) {
        *r = 0.1 * std::sin(static_cast<double>(7 * i));
        for (std::size_t j = 0; j < centre.size(); ++j) {
          const double a = 1 + 0.5 * std::sin(static_cast<double>(3 * i * (j + 1) + j));
          *r += a * (p[j] - centre[j]);
          if (d != nullptr) d[j] = a;
        }
      });
}

// Whether no parameter can move within the box and bring the sum of squares down, by its derivative
// relative to the norms.
void expect_stationary(const Box& box, ResidualFunction& function, const LmResult& result,
                       double tolerance) {
  const auto m = static_cast<std::size_t>(function.num_residuals());
  const std::size_t n = result.x.size();
  std::vector<double> r(m);
  std::vector<double> jacobian(m * n);
  function.residuals(result.x, r, {});
  function.jacobian(result.x, jacobian, {});
  for (std::size_t j = 0; j < n; ++j) {
    double dot = 0;
    double norm = 0;
    for (std::size_t i = 0; i < m; ++i) {
      dot += jacobian[j * m + i] * r[i];
      norm += jacobian[j * m + i] * jacobian[j * m + i];
    }
    const double cosine = dot / (std::sqrt(norm) * result.residual_norm);
    if (result.x[j] > box.lower[j]) {
      EXPECT_LE(cosine, tolerance) << j;
    }
    if (result.x[j] < box.upper[j]) {
      EXPECT_GE(cosine, -tolerance) << j;
    }
  }
}

// The minimum over the box by trying every set of held parameters: where a quadratic's is.
double smallest_norm_of_all_active_sets(const Box& box, PointFunction& function) {
  const std::size_t n = box.lower.size();
  double smallest = kInfinity;
  std::size_t sets = 1;
  for (std::size_t j = 0; j < n; ++j) sets *= 3;
  for (std::size_t set = 0; set < sets; ++set) {
    std::vector<double> held(n);
    std::vector<std::size_t> free;
    std::size_t digits = set;
    for (std::size_t j = 0; j < n; ++j, digits /= 3) {
      if (digits % 3 == 0) free.push_back(j);
      held[j] = digits % 3 == 1 ? box.lower[j] : digits % 3 == 2 ? box.upper[j] : 0;
    }
    if (std::ranges::any_of(held, [](double v) { return std::isinf(v); })) continue;
    PointFunction reduced(function.num_residuals(),
                          static_cast<int>(std::max<std::size_t>(free.size(), 1)),
                          [&](std::size_t i, std::span<const double> p, double* r, double* d) {
                            std::vector<double> all = held;
                            for (std::size_t k = 0; k < free.size(); ++k) all[free[k]] = p[k];
                            std::vector<double> derivatives(n);
                            function.at(i, all, r, derivatives.data());
                            if (d == nullptr) return;
                            d[0] = 0;
                            for (std::size_t k = 0; k < free.size(); ++k)
                              d[k] = derivatives[free[k]];
                          });
    const LmResult result =
        test::minimized(reduced, std::vector<double>(std::max<std::size_t>(free.size(), 1), 0.0));
    bool inside = true;
    for (std::size_t k = 0; k < free.size(); ++k) {
      const double p = result.x[k];
      inside &= box.lower[free[k]] - 1e-9 <= p && p <= box.upper[free[k]] + 1e-9;
    }
    if (inside) smallest = std::min(smallest, result.residual_norm);
  }
  return smallest;
}

TEST(MinimizeWithin, LinearProblemsEndAtTheBestActiveSet) {
  for (int seed = 0; seed < 40; ++seed) {
    std::vector<double> centre(4);
    Box box = unbounded(4);
    for (std::size_t j = 0; j < 4; ++j) {
      centre[j] = 2 * std::sin(static_cast<double>(seed) * 1.7 + static_cast<double>(j));
      if ((seed + static_cast<int>(j)) % 3 != 0) box.lower[j] = -0.6;
      if ((seed + static_cast<int>(j)) % 4 != 0) box.upper[j] = 0.7;
    }
    PointFunction function = leaning(centre);
    const LmResult result = minimized_within(box, function, {0, 0, 0, 0});
    EXPECT_TRUE(converged(result.termination)) << seed;
    expect_stationary(box, function, result, 1e-7);
    EXPECT_NEAR(result.residual_norm, smallest_norm_of_all_active_sets(box, function),
                1e-9 * result.residual_norm)
        << seed;
    EXPECT_LE(result.nfev, 8) << seed;
  }
}

TEST(MinimizeWithin, StopsAtTheBoundToTheBit) {
  PointFunction function = test::exponential_decay();
  Box box = unbounded(3);
  box.upper[0] = 2.5;
  const LmResult result = minimized_within(box, function, {1, 1, 1});
  EXPECT_TRUE(converged(result.termination));
  EXPECT_EQ(result.x[0], 2.5);
  expect_stationary(box, function, result, 1e-4);
}

// Every kind of bound on the same problem, by both Jacobians.
TEST(MinimizeWithin, DifferencesStayInside) {
  PointFunction function = test::exponential_decay();
  Box box = {{0, 0.75, 0.55}, {2.5, 4, 1}};
  const LmResult exact = minimized_within(box, function, {2.5, 0.75, 1});
  const LmResult result =
      minimized_within(box, function, {2.5, 0.75, 1}, JacobianMethod::kForwardDifference);
  EXPECT_TRUE(converged(result.termination));
  EXPECT_NEAR(result.residual_norm, exact.residual_norm, 1e-9 * exact.residual_norm);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(result.x[j], exact.x[j], 1e-5);
}

TEST(MinimizeWithin, LeavesBoundsItStartsAt) {
  PointFunction function = test::exponential_decay();
  const LmResult free = test::minimized(function, {1, 1, 1});
  const Box box = {{0, 0, 0}, {10, 10, 10}};
  const LmResult result = minimized_within(box, function, {10, 10, 10});
  EXPECT_TRUE(converged(result.termination));
  EXPECT_NEAR(result.residual_norm, free.residual_norm, 1e-9 * free.residual_norm);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(result.x[j], free.x[j], 1e-5);
}

TEST(MinimizeWithin, AllHeldIsConvergence) {
  PointFunction function = leaning({5, 5, 5});
  const Box box = {{-1, -1, -1}, {1, 1, 1}};
  const LmResult result = minimized_within(box, function, {1, 1, 1});
  EXPECT_EQ(result.termination, Termination::kGtol);
  EXPECT_EQ(result.x, std::vector<double>({1, 1, 1}));
  EXPECT_EQ(result.nfev, 1);
  EXPECT_EQ(result.njev, 1);
}

// A box narrower than a forward step.
TEST(MinimizeWithin, NarrowBox) {
  PointFunction function = test::exponential_decay();
  const Box box = {{1 - 1e-9, 0, 0}, {1 + 1e-9, 9, 9}};
  const LmResult result =
      minimized_within(box, function, {1, 1, 1}, JacobianMethod::kForwardDifference);
  EXPECT_TRUE(converged(result.termination));
  EXPECT_EQ(result.x[0], 1 + 1e-9);
}

// The linearisation of the result is over all parameters, the held ones included.
TEST(MinimizeWithin, LinearizationIsOverAllParameters) {
  PointFunction function = test::exponential_decay();
  Box box = unbounded(3);
  box.upper[0] = 2.5;
  const LmResult result = minimized_within(box, function, {1, 1, 1});
  ASSERT_TRUE(result.linearized);
  EXPECT_EQ(result.r.size(), 9U);
  EXPECT_EQ(result.qtf.size(), 3U);
  std::vector<int> permutation = result.permutation;
  std::ranges::sort(permutation);
  EXPECT_EQ(permutation, std::vector<int>({0, 1, 2}));
}

// With a tolerance on x that the first step meets: it ends where a held parameter would go on.
TEST(MinimizeWithin, NoConvergenceWhileAHeldParameterWouldGo) {
  PointFunction function(2, 2, [](std::size_t i, std::span<const double> p, double* r, double* d) {
    *r = i == 0 ? 2 + p[0] + p[1] : p[1] - 1;
    if (d == nullptr) return;
    d[0] = i == 0 ? 1 : 0;
    d[1] = 1;
  });
  const Box box = {{-10, 0}, {10, 10}};
  DenseProblem problem(function, JacobianMethod::kAnalytic);
  Workspace workspace;
  Options options = test::options_for(JacobianMethod::kAnalytic, 2);
  options.factor = 1.9;
  options.xtol = 100;
  const LmResult result =
      minimize_within(box, problem, std::vector<double>{0, 0}, options, workspace, {}, {});
  EXPECT_TRUE(converged(result.termination));
  EXPECT_NEAR(result.x[0], -3, 1e-12);
  EXPECT_NEAR(result.x[1], 1, 1e-12);
}

TEST(MinimizeWithin, MaxfevCounts) {
  PointFunction function = test::exponential_decay();
  Box box = unbounded(3);
  box.upper[0] = 2.5;
  DenseProblem problem(function, JacobianMethod::kAnalytic, 0, box);
  Workspace workspace;
  Options options = test::options_for(JacobianMethod::kAnalytic, 3);
  options.maxfev = 3;
  const LmResult result =
      minimize_within(box, problem, std::vector<double>{1, 1, 1}, options, workspace, {}, {});
  EXPECT_EQ(result.termination, Termination::kMaxfev);
  EXPECT_EQ(result.nfev, 3);
}

}  // namespace
}  // namespace fitd::lm
