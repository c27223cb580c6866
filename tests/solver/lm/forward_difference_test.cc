#include "solver/lm/forward_difference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stop_token>
#include <vector>

#include "tests/solver/lm/functions.h"

namespace fitd::lm {
namespace {

using test::PointFunction;

// r_i = p0^2 + (i + 1) p1.
PointFunction quadratic() {
  return PointFunction(3, 2, [](std::size_t i, std::span<const double> p, double* r, double*) {
    *r = p[0] * p[0] + (static_cast<double>(i) + 1) * p[1];
  });
}

struct Differences {
  LinearizeOutcome outcome;
  std::vector<double> j;
};

Differences differences(PointFunction& function, std::vector<double> x, double step,
                        const Interrupt& interrupt = {}) {
  Differences d;
  const auto m = static_cast<std::size_t>(function.num_residuals());
  std::vector<double> r(m);
  std::vector<double> scratch(m);
  d.j.assign(m * x.size(), -1);
  function.residuals(x, r, {});
  function.evaluations = 0;
  const std::vector<double> before = x;
  d.outcome = forward_difference(function, x, r, step, d.j, scratch, interrupt);
  EXPECT_EQ(x, before);
  return d;
}

TEST(ForwardDifference, RelativeStep) {
  EXPECT_EQ(relative_step(0), 0x1p-26);
  EXPECT_EQ(relative_step(1e-20), 0x1p-26);
  EXPECT_EQ(relative_step(1e-4), 1e-2);
}

TEST(ForwardDifference, DividesByTheStep) {
  PointFunction function = quadratic();
  const Differences d = differences(function, {4, -2}, 0x1p-10);
  EXPECT_EQ(d.outcome.status, EvaluationStatus::kOk);
  EXPECT_EQ(d.outcome.evaluations, 2);
  EXPECT_EQ(function.evaluations, 2);
  // ((4 + h)^2 - 16)/h with h = 4 * 2^-10; all of it exact.
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(d.j[i], 8 + 0x1p-8);
    EXPECT_EQ(d.j[3 + i], static_cast<double>(i) + 1);
  }
}

TEST(ForwardDifference, StepAtZeroIsTheRelativeOne) {
  PointFunction function = quadratic();
  EXPECT_EQ(differences(function, {0, 0}, 0x1p-10).j[0], 0x1p-10);
}

TEST(ForwardDifference, PollsBeforeEachEvaluation) {
  PointFunction function = quadratic();
  std::stop_source source;
  int calls = 0;
  function.on_evaluation = [&](int) {
    if (++calls == 2) source.request_stop();  // the first is r(x)
  };
  const Differences d = differences(function, {1, 1}, 0x1p-10, Interrupt(source.get_token()));
  EXPECT_EQ(d.outcome.status, EvaluationStatus::kInterrupted);
  EXPECT_EQ(function.evaluations, 1);
  EXPECT_EQ(d.outcome.evaluations, 1);
}

}  // namespace
}  // namespace fitd::lm
