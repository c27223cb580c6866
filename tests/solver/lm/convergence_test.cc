#include "solver/lm/convergence.h"

#include <gtest/gtest.h>

#include <limits>

namespace fitd::lm {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

// Of a step after which nothing stops.
StepState going_on() {
  return {.actual_reduction = 0.5,
          .predicted_reduction = 0.5,
          .gain_ratio = 1,
          .radius = 1,
          .scaled_x_norm = 1,
          .gradient_cosine = 0.5,
          .nfev = 3};
}

Options options() {
  Options o;
  o.ftol = 1e-4;
  o.xtol = 1e-3;
  o.maxfev = 10;
  return o;
}

StepState with_reductions(StepState s, double reduction) {
  s.actual_reduction = s.predicted_reduction = reduction;
  return s;
}

TEST(Convergence, GoesOn) { EXPECT_EQ(verdict(going_on(), options()), std::nullopt); }

TEST(Convergence, ByFtol) {
  EXPECT_EQ(verdict(with_reductions(going_on(), 1e-4), options()), Termination::kFtol);
  EXPECT_EQ(verdict(with_reductions(going_on(), 1.01e-4), options()), std::nullopt);
}

TEST(Convergence, FtolNeedsAllThree) {
  StepState s = with_reductions(going_on(), 1e-5);
  s.actual_reduction = -1;
  EXPECT_EQ(verdict(s, options()), std::nullopt);
  s = with_reductions(going_on(), 1e-5);
  s.predicted_reduction = 1;
  EXPECT_EQ(verdict(s, options()), std::nullopt);
  s = with_reductions(going_on(), 1e-5);
  s.gain_ratio = 2.1;
  EXPECT_EQ(verdict(s, options()), std::nullopt);
  s.gain_ratio = 2;
  EXPECT_EQ(verdict(s, options()), Termination::kFtol);
}

TEST(Convergence, ByXtol) {
  StepState s = going_on();
  s.radius = 1e-3;
  EXPECT_EQ(verdict(s, options()), Termination::kXtol);
  s.radius = 1.01e-3;
  EXPECT_EQ(verdict(s, options()), std::nullopt);
}

TEST(Convergence, ByBoth) {
  StepState s = with_reductions(going_on(), 1e-5);
  s.radius = 1e-5;
  EXPECT_EQ(verdict(s, options()), Termination::kFtolAndXtol);
}

TEST(Convergence, OverflowedNormIsNoReason) {
  StepState s = going_on();
  s.scaled_x_norm = std::numeric_limits<double>::infinity();
  EXPECT_EQ(verdict(s, options()), std::nullopt);
}

TEST(Convergence, ZeroTolerancesStillHold) {
  Options o = options();
  o.ftol = o.xtol = 0;
  EXPECT_EQ(verdict(with_reductions(going_on(), 0), o), Termination::kFtol);
  StepState s = going_on();
  s.radius = 0;
  EXPECT_EQ(verdict(s, o), Termination::kXtol);
}

TEST(Convergence, Exhaustion) {
  Options o = options();
  o.ftol = o.xtol = 0;
  StepState s = going_on();
  s.nfev = 10;
  EXPECT_EQ(verdict(s, o), Termination::kMaxfev);
  EXPECT_EQ(verdict(with_reductions(going_on(), kEpsilon), o), Termination::kFtolTooSmall);
  s = going_on();
  s.radius = kEpsilon;
  EXPECT_EQ(verdict(s, o), Termination::kXtolTooSmall);
  s = going_on();
  s.gradient_cosine = kEpsilon;
  EXPECT_EQ(verdict(s, o), Termination::kGtolTooSmall);
}

// 5, 6, 7, 8: the last that holds.
TEST(Convergence, LastExhaustionIsNamed) {
  Options o = options();
  o.ftol = o.xtol = 0;
  StepState s = with_reductions(going_on(), kEpsilon);
  s.nfev = 10;
  EXPECT_EQ(verdict(s, o), Termination::kFtolTooSmall);
  s.radius = kEpsilon;
  EXPECT_EQ(verdict(s, o), Termination::kXtolTooSmall);
  s.gradient_cosine = 0;
  EXPECT_EQ(verdict(s, o), Termination::kGtolTooSmall);
}

TEST(Convergence, GoesBeforeExhaustion) {
  StepState s = with_reductions(going_on(), 1e-20);
  s.nfev = 10;
  s.gradient_cosine = 0;
  EXPECT_EQ(verdict(s, options()), Termination::kFtol);
}

}  // namespace
}  // namespace fitd::lm
