#include "solver/lm/trust_region.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace fitd::lm {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(TrustRegion, ActualReduction) {
  EXPECT_DOUBLE_EQ(actual_reduction(2, 1), 0.75);
  EXPECT_DOUBLE_EQ(actual_reduction(1, 2), -3);
  EXPECT_EQ(actual_reduction(1, 1), 0);
  EXPECT_EQ(actual_reduction(1, 10), -1);  // ten times worse, and how much worse no longer matters
  EXPECT_EQ(actual_reduction(1, kInfinity), -1);
  EXPECT_EQ(actual_reduction(1, kNaN), -1);
}

TEST(TrustRegion, Prediction) {
  const Prediction p = predict(3, 2, 0.5, 10);
  EXPECT_DOUBLE_EQ(p.reduction, 0.09 + 2 * 0.01);
  EXPECT_DOUBLE_EQ(p.directional_derivative, -(0.09 + 0.01));
}

TEST(TrustRegion, GainRatio) {
  EXPECT_EQ(gain_ratio(0.5, 0.25), 2);
  EXPECT_EQ(gain_ratio(0.5, 0), 0);
}

TEST(TrustRegion, AcceptsATenThousandth) {
  EXPECT_TRUE(step_is_acceptable(1e-4));
  EXPECT_FALSE(step_is_acceptable(std::nextafter(1e-4, 0)));
  EXPECT_FALSE(step_is_acceptable(kNaN));
}

TEST(TrustRegion, ShrinkFactor) {
  EXPECT_EQ(shrink_factor(0, -1, 1, 1), 0.5);
  EXPECT_EQ(shrink_factor(0.1, -1, 1, 1), 0.5);
  EXPECT_DOUBLE_EQ(shrink_factor(-1, -1, 1, 1.2), 0.5 * -1 / (-1 - 0.5));
  EXPECT_EQ(shrink_factor(-1, -1e-3, 1, 1.2), 0.1);  // the parabola's minimum is nearer
  EXPECT_EQ(shrink_factor(-1, -1, 1, 10), 0.1);      // ten times worse
}

TEST(TrustRegion, Shrunk) {
  const TrustRegion near = shrunk({.radius = 8, .lambda = 3}, 0.5, 0.1);
  EXPECT_DOUBLE_EQ(near.radius, 0.5);  // the step was shorter than a tenth of the region
  EXPECT_EQ(near.lambda, 6);
  EXPECT_EQ(shrunk({.radius = 8, .lambda = 3}, 0.5, 2).radius, 4);
}

TEST(TrustRegion, AroundStep) {
  const TrustRegion region = around_step({.radius = 1, .lambda = 3}, 2);
  EXPECT_EQ(region.radius, 4);
  EXPECT_EQ(region.lambda, 1.5);
}

TEST(TrustRegion, WhatAStepDoesToIt) {
  EXPECT_TRUE(step_disappoints(0.25));
  EXPECT_TRUE(step_disappoints(-1));
  EXPECT_TRUE(step_disappoints(kNaN));
  EXPECT_FALSE(step_disappoints(0.26));
  EXPECT_TRUE(step_earns_trust(0.75, 1));
  EXPECT_TRUE(step_earns_trust(0.3, 0));
  EXPECT_FALSE(step_earns_trust(0.74, 1));
}

}  // namespace
}  // namespace fitd::lm
