#include "solver/curve/loss.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "solver/curve/loss_statistics.h"
#include "tests/solver/curve/test_model.h"

namespace fitd::curve {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr LossKind kRobust[] = {LossKind::kSoftL1, LossKind::kHuber, LossKind::kCauchy,
                                LossKind::kArctan};

double root(const Loss& loss, double r, double y = 0) {
  double e = 0;
  CurveLoss(loss, {&y, 1}).roots({&r, 1}, 0, {&e, 1});
  return e;
}

struct LinearRow {
  double d;
  double q;
};

LinearRow linear_row(const Loss& loss, double r, double y = 0) {
  LinearRow row{};
  CurveLoss(loss, {&y, 1}).linear_rows({&r, 1}, 0, {&row.d, 1}, {&row.q, 1});
  return row;
}

// As scipy.optimize.least_squares states them.
double rho(LossKind kind, double z) {
  if (kind == LossKind::kSoftL1) return 2 * (std::sqrt(1 + z) - 1);
  if (kind == LossKind::kHuber) return z <= 1 ? z : 2 * std::sqrt(z) - 1;
  return kind == LossKind::kCauchy ? std::log1p(z) : std::atan(z);
}

TEST(Loss, RootsSquareToScipysLosses) {
  for (const LossKind kind : kRobust) {
    for (const double scale : {0.25, 1.0, 3.0}) {
      for (const double r : {0.0, 0.3, -0.9, 1.0, -2.7, 40.0, 1e6}) {
        const double z = (r / scale) * (r / scale);
        const double e = root({kind, scale}, r);
        EXPECT_NEAR(e * e, scale * scale * rho(kind, z), 1e-13 * e * e + 1e-300);
        EXPECT_EQ(std::signbit(e), std::signbit(r));
      }
    }
  }
}

TEST(Loss, SmallResidualsAreThemselvesAndLargeOnesStayFinite) {
  for (const LossKind kind : kRobust) {
    for (const double r : {5e-324, 1e-160, 1e-12, 1e-9}) {
      EXPECT_DOUBLE_EQ(root({kind, 1}, r), r);
      EXPECT_DOUBLE_EQ(linear_row({kind, 1}, r).d, 1);
    }
    for (const double r : {1e80, 1e153, 1e200, 1e308}) {
      EXPECT_TRUE(std::isfinite(root({kind, 1}, r))) << r;
      EXPECT_GE(linear_row({kind, 1}, r).d, 0) << r;
      EXPECT_TRUE(std::isfinite(influence({kind, 1}, r).slope)) << r;
    }
    // Its loss may be finite; a fit must not go on with it all the same.
    EXPECT_FALSE(std::isfinite(root({kind, 1}, kInfinity)));
    EXPECT_FALSE(std::isfinite(root({kind, 1}, std::nan(""))));
  }
}

TEST(Loss, LinearRowsHaveTheLossesGradient) {
  for (const LossKind kind : kRobust) {
    for (const double r : {0.01, -0.4, 0.99, 1.01, -3.0, 25.0}) {
      const Loss loss = {kind, 0.8};
      const double h = 1e-6 * std::fabs(r);
      const double up = root(loss, r + h);
      const double down = root(loss, r - h);
      const double slope = (up * up - down * down) / (4 * h);  // of half the square
      const LinearRow row = linear_row(loss, r);
      EXPECT_NEAR(row.d * row.q, slope, 1e-7 * std::fabs(slope));
      EXPECT_NEAR(influence(loss, r).psi, slope, 1e-7 * std::fabs(slope));
    }
  }
}

TEST(Loss, CurvatureIsTheWeightAndNotBelowTheTruth) {
  for (const LossKind kind : kRobust) {
    for (double r = 0.05; r < 50; r *= 1.3) {
      const double d = linear_row({kind, 1}, r).d;
      const Influence at = influence({kind, 1}, r);
      EXPECT_DOUBLE_EQ(d * d, at.psi / r) << r;
      EXPECT_GE(d * d, at.slope * (1 - 1e-14)) << r;
    }
  }
}

TEST(Loss, InfluenceIsItsOwnDerivative) {
  for (const LossKind kind : kRobust) {
    for (const double r : {0.01, -0.4, 0.9, 1.1, -3.0, 25.0}) {
      const Loss loss = {kind, 0.8};
      const double h = 1e-6 * std::fabs(r);
      const double slope = (influence(loss, r + h).psi - influence(loss, r - h).psi) / (2 * h);
      EXPECT_NEAR(influence(loss, r).slope, slope, 1e-6);
    }
  }
}

TEST(PoissonLoss, RootsLoseNothingWhereTheMeanIsTheCount) {
  const Loss poisson = {.kind = LossKind::kPoisson};
  for (const double y : {1.0, 7.0, 3e5, 0.25}) {
    EXPECT_EQ(root(poisson, y, y), 0);
    // e = (mu - y)/sqrt(y) (1 - u/3 + 7 u^2/36 - ...), u = (mu - y)/y.
    for (const double u : {0x1p-50, -0x1p-40, 0x1p-30, 0x1p-20, -0x1p-18}) {
      const double mu = y + u * y;
      const double exact = (mu - y) / y;
      const double series = std::sqrt(y) * exact * (1 - exact / 3 + 7 * exact * exact / 36);
      EXPECT_NEAR(root(poisson, mu, y), series, 2e-14 * std::fabs(series) + 1e-300)
          << y << " " << u;
    }
  }
}

TEST(PoissonLoss, RootsSquareToTheDeviance) {
  const Loss poisson = {.kind = LossKind::kPoisson};
  for (const double y : {1.0, 4.0, 250.0}) {
    for (const double ratio : {1e-300, 1e-5, 0.3, 0.749, 0.751, 0.9, 1.1, 1.249, 1.251, 3.0, 1e9}) {
      const double mu = ratio * y;
      const double e = root(poisson, mu, y);
      EXPECT_NEAR(e * e, 2 * (mu - y + y * std::log(y / mu)), 1e-12 * e * e + 1e-14 * y) << ratio;
      EXPECT_EQ(std::signbit(e), mu < y);
    }
  }
  EXPECT_DOUBLE_EQ(root(poisson, 3, 0), std::sqrt(6.0));
  EXPECT_EQ(root(poisson, 0, 0), 0);
}

TEST(PoissonLoss, MeansThatAreNoneHaveNoValue) {
  const Loss poisson = {.kind = LossKind::kPoisson};
  EXPECT_TRUE(std::isnan(root(poisson, 0, 2)));
  EXPECT_TRUE(std::isnan(root(poisson, -1, 2)));
  EXPECT_TRUE(std::isnan(root(poisson, -1e-300, 0)));
  EXPECT_TRUE(std::isnan(root(poisson, std::nan(""), 0)));
  EXPECT_FALSE(std::isfinite(root(poisson, kInfinity, 1)));
}

TEST(PoissonLoss, LinearRowsAreFishersScoring) {
  const Loss poisson = {.kind = LossKind::kPoisson};
  for (const double y : {0.0, 1.0, 30.0}) {
    for (const double mu : {1e-3, 0.5, 29.0, 1e4}) {
      const LinearRow row = linear_row(poisson, mu, y);
      EXPECT_DOUBLE_EQ(row.d * row.d, 1 / mu);
      EXPECT_NEAR(row.d * row.q, 1 - y / mu, 1e-14 * (1 + y / mu));
    }
  }
  // A tail that has underflowed where nothing was counted: finite, and with its gradient.
  const LinearRow tail = linear_row(poisson, 0, 0);
  EXPECT_TRUE(std::isfinite(tail.d));
  EXPECT_DOUBLE_EQ(tail.d * tail.q, 1);
}

// Where no residual reaches the scale, a robust fit is the plain one.
TEST(LossFit, LargeScaleChangesNothing) {
  const test::PointModel model = test::decay_model();
  const test::DecayData data(80);
  CurveFit fit = test::fit_of(model, data.weighted(), {2, 0.5, 0.4});
  for (const Arithmetic arithmetic : {Arithmetic::kReference, Arithmetic::kFast}) {
    fit.arithmetic = arithmetic;
    fit.data.loss = {};
    const CurveOutcome plain = fit_curve(fit, {}, {});
    for (const LossKind kind : kRobust) {
      fit.data.loss = {kind, 1e6};
      const CurveOutcome robust = fit_curve(fit, {}, {});
      for (std::size_t j = 0; j < 3; ++j) {
        EXPECT_NEAR(robust.parameters[j], plain.parameters[j], 1e-9);
        EXPECT_NEAR(robust.standard_errors[j] / plain.standard_errors[j], 1, 1e-6);
      }
      EXPECT_NEAR(robust.statistics->chi_square / plain.statistics->chi_square, 1, 1e-9);
      EXPECT_FALSE(robust.statistics->aic || robust.statistics->bic);
      EXPECT_NEAR(*robust.statistics->r_squared, *plain.statistics->r_squared, 1e-12);
    }
  }
}

TEST(LossFit, ArraysAreThoseWithoutTheLoss) {
  const test::PointModel model = test::decay_model();
  test::DecayData data(80);
  data.y[17] += 3;
  for (const Arithmetic arithmetic : {Arithmetic::kReference, Arithmetic::kFast}) {
    CurveFit fit = test::fit_of(model, data.weighted(), {2, 0.5, 0.4});
    fit.arithmetic = arithmetic;
    fit.data.loss = {LossKind::kCauchy, 1};
    const CurveOutcome outcome = fit_curve(fit, {}, {});
    ASSERT_EQ(outcome.fvec.size(), 80u);
    double squares = 0;
    double objective = 0;
    for (std::size_t i = 0; i < 80; ++i) {
      EXPECT_NEAR(outcome.fvec[i], (outcome.best_fit[i] - data.y[i]) / data.sigma[i], 1e-12);
      squares += outcome.fvec[i] * outcome.fvec[i];
      objective += std::log1p(outcome.fvec[i] * outcome.fvec[i]);
    }
    EXPECT_GT(std::fabs(outcome.fvec[17]), 30);
    EXPECT_NEAR(outcome.statistics->chi_square, squares, 1e-10 * squares);
    EXPECT_NEAR(*outcome.statistics->objective, objective, 1e-10 * objective);
    EXPECT_NEAR(outcome.lm.residual_norm, std::sqrt(objective), 1e-10);
    // R and Q'r are the loss's: R'Q'r is its gradient, which is 0 here.
    ASSERT_TRUE(outcome.lm.linearized);
    const auto unwanted = [&] {
      fit.wanted = {.fvec = false, .fjac = false, .best_fit = false};
      return fit_curve(fit, {}, {});
    }();
    EXPECT_TRUE(unwanted.fvec.empty());
    EXPECT_EQ(unwanted.statistics->chi_square, outcome.statistics->chi_square);
    EXPECT_EQ(unwanted.standard_errors, outcome.standard_errors);
  }
}

TEST(LossFit, MeansBelowZeroAtTheStartAreNamed) {
  const test::PointModel model = test::line_model();
  const std::vector<double> x = {0, 1, 2, 3};
  const std::vector<double> y = {1, 0, 2, 3};
  for (const Arithmetic arithmetic : {Arithmetic::kReference, Arithmetic::kFast}) {
    CurveFit fit = test::fit_of(model, {.predictors = {x}, .y = y, .sigma = {}}, {4, -1.5});
    fit.arithmetic = arithmetic;
    fit.data.loss = {.kind = LossKind::kPoisson};
    const CurveOutcome outcome = fit_curve(fit, {}, {});
    EXPECT_EQ(outcome.lm.termination, lm::Termination::kNonFinite);
    ASSERT_TRUE(outcome.lm.fault);
    EXPECT_EQ(outcome.lm.fault->row, 3);
    EXPECT_EQ(outcome.lm.fault->column, -1);
    EXPECT_FALSE(outcome.statistics || outcome.covariance);
  }
}

// Trial points with means below 0 are rejected steps: a line that must stay above 0 at its end.
TEST(LossFit, MeansBelowZeroOnTheWayAreRejected) {
  const test::PointModel model = test::line_model();
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 30; ++i) {
    x.push_back(i);
    y.push_back(i < 12 ? 12 - i : 0);
  }
  for (const Arithmetic arithmetic : {Arithmetic::kReference, Arithmetic::kFast}) {
    CurveFit fit = test::fit_of(model, {.predictors = {x}, .y = y, .sigma = {}}, {3, 0});
    fit.arithmetic = arithmetic;
    fit.data.loss = {.kind = LossKind::kPoisson};
    const CurveOutcome outcome = fit_curve(fit, {}, {});
    ASSERT_TRUE(outcome.statistics);
    EXPECT_TRUE(std::isfinite(*outcome.statistics->objective));
    for (const double mu : outcome.best_fit) EXPECT_GE(mu, 0);
  }
}

}  // namespace
}  // namespace fitd::curve
