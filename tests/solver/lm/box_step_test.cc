#include "solver/lm/box_step.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "solver/lm/interrupt.h"

namespace fitd::lm {
namespace {

// Residuals (2, -1) + p0 (1, 0) + p1 (1, 1), already triangular. At p = 0 the second parameter
// would go down, which its bound forbids; once the first has gone to -2 it would go up.
class BoxStepTest : public testing::Test {
 protected:
  BoxStepTest() { step_.begin(model_, x_, std::sqrt(5.0)); }

  BoxStepOutcome take(double radius) {
    PacedPoll poll(never_);
    return step_.take({.radius = radius, .lambda = 0}, diag_, trial_, poll);
  }

  Box box_ = {{-10, 0}, {10, 10}};
  std::vector<double> r_ = {1, 0, 1, 1};
  std::vector<int> permutation_ = {0, 1};
  std::vector<double> qtf_ = {2, -1};
  std::vector<double> norms_ = {1, std::sqrt(2.0)};
  Linearization model_ = {r_, permutation_, qtf_, norms_};
  std::vector<double> x_ = {0, 0};
  std::vector<double> diag_ = {1, 1};
  std::vector<double> trial_ = {0, 0};
  Interrupt never_;
  BoxStep step_{box_};
};

TEST_F(BoxStepTest, TheGradientIsThatOfTheFree) {
  EXPECT_NEAR(step_.gradient_cosine(), 2 / std::sqrt(5.0), 1e-15);
}

// Past the held parameter's change of mind to the minimum of both.
TEST_F(BoxStepTest, LetsGoWithinAStep) {
  const BoxStepOutcome outcome = take(100);
  EXPECT_NEAR(trial_[0], -3, 1e-14);
  EXPECT_NEAR(trial_[1], 1, 1e-14);
  EXPECT_EQ(outcome.lambda, 0);
  EXPECT_NEAR(outcome.norm, std::sqrt(10.0), 1e-14);
  EXPECT_NEAR(outcome.prediction.reduction, 1, 1e-14);
  EXPECT_FALSE(step_.held_could_gain(0));
}

TEST_F(BoxStepTest, ARegionThatIsFullKeepsItHeldAndSaysSo) {
  const BoxStepOutcome outcome = take(1.9);
  EXPECT_NEAR(trial_[0], -2, 1e-14);
  EXPECT_EQ(trial_[1], 0);
  EXPECT_NEAR(outcome.prediction.reduction, 0.8, 1e-14);
  EXPECT_NEAR(outcome.prediction.directional_derivative, -0.8, 1e-14);
  // A tenth of the sum of squares, by its cosine.
  EXPECT_TRUE(step_.held_could_gain(0.099));
  EXPECT_FALSE(step_.held_could_gain(0.101));
}

TEST_F(BoxStepTest, StaysWithinTheRegion) {
  for (double radius = 0.01; radius < 5; radius *= 1.3) {
    const BoxStepOutcome outcome = take(radius);
    EXPECT_LE(outcome.norm, 1.1 * radius);
    EXPECT_TRUE(box_.contains(trial_));
    EXPECT_GT(outcome.prediction.reduction, 0);
    EXPECT_LT(outcome.prediction.directional_derivative, 0);
  }
}

// What the path's pieces add up to is what the linear model says of its end.
TEST_F(BoxStepTest, ABentPathIsPredictedFromItsEnd) {
  box_.lower[0] = -1.5;
  const BoxStepOutcome outcome = take(100);
  EXPECT_EQ(trial_[0], -1.5);
  const double r0 = 2 + trial_[0] + trial_[1];
  const double r1 = -1 + trial_[1];
  EXPECT_NEAR(outcome.prediction.reduction, 1 - (r0 * r0 + r1 * r1) / 5, 1e-14);
  EXPECT_NEAR(outcome.reach, 2, 1e-14);
  EXPECT_NEAR(trial_[1], 0.25, 1e-14);
}

}  // namespace
}  // namespace fitd::lm
