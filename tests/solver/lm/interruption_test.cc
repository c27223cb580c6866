// Stops and time limits: at most one evaluation after the wish, the best accepted iterate, counts
// that agree with what was done.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <stop_token>
#include <vector>

#include "tests/solver/lm/functions.h"

namespace fitd::lm {
namespace {

using test::PointFunction;

struct Outcome {
  LmResult result;
  std::vector<Iteration> iterations;
};

Outcome solve(PointFunction& function, JacobianMethod method, const Interrupt& interrupt) {
  DenseProblem problem(function, method);
  Workspace workspace;
  Outcome outcome;
  outcome.result =
      minimize(problem, std::vector<double>{1, 1, 1}, test::options_for(method, 3), workspace,
               interrupt, [&](const Iteration& it) { outcome.iterations.push_back(it); });
  return outcome;
}

TEST(Interruption, NoEvaluationFollowsAStop) {
  for (const auto method : {JacobianMethod::kAnalytic, JacobianMethod::kForwardDifference}) {
    PointFunction whole = test::exponential_decay();
    const int evaluations = static_cast<int>(test::minimized(whole, {1, 1, 1}, method).nfev);
    for (int stop_in = 1; stop_in < evaluations; ++stop_in) {
      PointFunction function = test::exponential_decay();
      std::stop_source source;
      function.on_evaluation = [&](int number) {
        if (number == stop_in) source.request_stop();
      };
      const Outcome outcome = solve(function, method, Interrupt(source.get_token()));
      EXPECT_EQ(outcome.result.termination, Termination::kStopped);
      EXPECT_EQ(function.evaluations, stop_in);  // the one under way is the last
      EXPECT_EQ(outcome.result.nfev, stop_in);
    }
  }
}

TEST(Interruption, BestAcceptedIterateIsKept) {
  PointFunction function = test::exponential_decay();
  std::stop_source source;
  function.on_evaluation = [&](int number) {
    if (number == 6) source.request_stop();
  };
  const Outcome outcome = solve(function, JacobianMethod::kAnalytic, Interrupt(source.get_token()));
  std::vector<double> r(24);
  function.residuals(outcome.result.x, r, {});
  double sum = 0;
  for (const double entry : r) sum += entry * entry;
  EXPECT_DOUBLE_EQ(outcome.result.residual_norm, std::sqrt(sum));
  EXPECT_LE(outcome.result.residual_norm, outcome.iterations.back().residual_norm);
  EXPECT_LT(outcome.result.residual_norm, outcome.iterations.front().residual_norm);
}

TEST(Interruption, StoppedBeforeTheStartComputesNothing) {
  PointFunction function = test::exponential_decay();
  std::stop_source source;
  source.request_stop();
  const Outcome outcome = solve(function, JacobianMethod::kAnalytic, Interrupt(source.get_token()));
  EXPECT_EQ(outcome.result.termination, Termination::kStopped);
  EXPECT_EQ(function.evaluations, 0);
  EXPECT_EQ(outcome.result.nfev, 0);
  EXPECT_TRUE(std::isnan(outcome.result.residual_norm));
  EXPECT_EQ(outcome.result.x, (std::vector<double>{1, 1, 1}));
  EXPECT_FALSE(outcome.result.linearized);
}

// A limit that has passed lets the first evaluation run, and nothing after it.
TEST(Interruption, TimeLimit) {
  for (const auto method : {JacobianMethod::kAnalytic, JacobianMethod::kForwardDifference}) {
    PointFunction function = test::exponential_decay();
    const Interrupt interrupt({}, Interrupt::Clock::now() - std::chrono::seconds(1));
    const Outcome outcome = solve(function, method, interrupt);
    EXPECT_EQ(outcome.result.termination, Termination::kTimeLimit);
    EXPECT_EQ(function.evaluations, 1);
    EXPECT_EQ(outcome.result.nfev, 1);
    EXPECT_EQ(function.jacobians, 0);
    EXPECT_GT(outcome.result.residual_norm, 0);
  }
}

TEST(Interruption, FutureLimitDoesNothing) {
  PointFunction function = test::exponential_decay();
  const Interrupt interrupt({}, Interrupt::Clock::now() + std::chrono::hours(1));
  const Outcome outcome = solve(function, JacobianMethod::kAnalytic, interrupt);
  EXPECT_TRUE(converged(outcome.result.termination));
}

TEST(Interruption, StopGoesBeforeTimeLimit) {
  std::stop_source source;
  const Interrupt interrupt(source.get_token(), Interrupt::Clock::now() - std::chrono::seconds(1));
  EXPECT_EQ(interrupt.poll(), Interruption::kTimeLimit);
  EXPECT_EQ(interrupt.without_deadline().poll(), Interruption::kNone);
  source.request_stop();
  EXPECT_EQ(interrupt.poll(), Interruption::kStopped);
  EXPECT_EQ(interrupt.without_deadline().poll(), Interruption::kStopped);
}

// A Jacobian cut short is not counted, and its factorisation not shown.
TEST(Interruption, HalfAJacobianIsNone) {
  PointFunction function = test::exponential_decay();
  std::stop_source source;
  function.on_evaluation = [&](int number) {
    if (number == 3) source.request_stop();  // the second of the first three differences
  };
  const Outcome outcome =
      solve(function, JacobianMethod::kForwardDifference, Interrupt(source.get_token()));
  EXPECT_EQ(outcome.result.nfev, 3);
  EXPECT_EQ(outcome.result.njev, 0);
  EXPECT_FALSE(outcome.result.linearized);
  EXPECT_TRUE(outcome.result.r.empty());
}

TEST(Interruption, LongFactorisationEnds) {
  // 300,000 x 3: the poll within the factorisation is the first after the Jacobian.
  const std::int64_t m = 300'000;
  std::stop_source source;
  PointFunction function(m, 3, [&](std::size_t i, std::span<const double> p, double* r, double* d) {
    const double x = 1e-5 * static_cast<double>(i);
    *r = p[0] + p[1] * x + p[2] * x * x - std::exp(x);
    if (d == nullptr) return;
    d[0] = 1;
    d[1] = x;
    d[2] = x * x;
    if (i + 1 == static_cast<std::size_t>(m)) source.request_stop();
  });
  const Outcome outcome = solve(function, JacobianMethod::kAnalytic, Interrupt(source.get_token()));
  EXPECT_EQ(outcome.result.termination, Termination::kStopped);
  EXPECT_EQ(function.jacobians, 1);
  EXPECT_EQ(outcome.result.njev, 0);  // the linearisation was not completed
}

TEST(PacedPoll, PollsOnceInAWhile) {
  std::stop_source source;
  source.request_stop();
  const Interrupt interrupt(source.get_token());
  PacedPoll poll(interrupt);
  EXPECT_FALSE(poll.interrupted_after(1000));
  bool interrupted = false;
  for (int i = 0; i < 1100 && !interrupted; ++i) interrupted = poll.interrupted_after(1000);
  EXPECT_TRUE(interrupted);
  PacedPoll long_step(interrupt);
  EXPECT_TRUE(long_step.interrupted_after(std::int64_t{1} << 40));
}

}  // namespace
}  // namespace fitd::lm
