#include "solver/curve/curve_problem.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stop_token>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "tests/solver/curve/test_model.h"
#include "tests/support/thread_executor.h"

namespace fitd::curve {
namespace {

using test::DecayData;
using test::PointModel;

const std::vector<double> kStart = {2, 0.5, 0.4};

// A model that many threads may ask: PointModel counts what it is asked.
class Decay final : public models::Model {
 public:
  Decay() : Model(test::decay_model().info()) {}

  void values(models::Predictors x, std::size_t first, std::span<const double> p,
              std::span<double> f) const override {
    for (std::size_t i = 0; i < f.size(); ++i)
      f[i] = p[0] * std::exp(-p[1] * x[0][first + i]) + p[2];
  }
  void derivatives(models::Predictors x, std::size_t first, std::span<const double> p,
                   std::span<double> f, std::span<double> df) const override {
    values(x, first, p, f);
    for (std::size_t i = 0; i < f.size(); ++i) {
      const double e = std::exp(-p[1] * x[0][first + i]);
      df[3 * i] = e;
      df[3 * i + 1] = -p[0] * x[0][first + i] * e;
      df[3 * i + 2] = 1;
    }
  }
  bool can_guess() const override { return false; }
  std::vector<double> guess(models::Predictors, std::span<const double>) const override {
    return {};
  }
};

CurveFit decay_fit(const models::Model& model, const CurveData& data) {
  CurveFit fit = test::fit_of(model, data, kStart);
  fit.arithmetic = Arithmetic::kFast;
  return fit;
}

void expect_same_bits(const CurveOutcome& a, const CurveOutcome& b) {
  EXPECT_EQ(a.lm.x, b.lm.x);
  EXPECT_EQ(a.lm.residual_norm, b.lm.residual_norm);
  EXPECT_EQ(a.lm.nfev, b.lm.nfev);
  EXPECT_EQ(a.lm.r, b.lm.r);
  EXPECT_EQ(a.lm.qtf, b.lm.qtf);
  EXPECT_EQ(a.standard_errors, b.standard_errors);
  EXPECT_EQ(a.fvec, b.fvec);
  EXPECT_EQ(a.fjac, b.fjac);
  EXPECT_EQ(a.best_fit, b.best_fit);
}

// By products and, with a tighter tolerance, by triangles.
TEST(CurveProblem, BitsDoNotDependOnTheNumberOfThreads) {
  const Decay model;
  const DecayData data(100'003);
  for (const double tolerance : {1.49012e-8, 1e-13}) {
    CurveFit fit = decay_fit(model, data.weighted());
    fit.options.ftol = fit.options.xtol = tolerance;
    const CurveOutcome alone = fit_curve(fit, {}, {});
    EXPECT_TRUE(lm::converged(alone.lm.termination));
    for (const std::size_t width : {1u, 2u, 3u, 8u}) {
      test::ThreadExecutor executor(width);
      expect_same_bits(fit_curve(fit, {}, {}, &executor), alone);
      EXPECT_EQ(executor.runs > 0, width > 1);
    }
  }
}

TEST(CurveProblem, ShortFitsStayOnTheirThread) {
  const Decay model;
  const DecayData data(8000);
  test::ThreadExecutor executor(4);
  fit_curve(decay_fit(model, data.unweighted()), {}, {}, &executor);
  EXPECT_EQ(executor.runs, 0);
}

// One pass over the data for the start and for each trial, and none for a Jacobian.
TEST(CurveProblem, OnePassServesNormAndLinearisation) {
  const PointModel model = test::decay_model();
  const DecayData data(1000);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.wanted = {.fvec = false, .fjac = false, .best_fit = false};
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_TRUE(outcome.covariance);
  EXPECT_EQ(model.derivative_points, 1000u * static_cast<std::size_t>(outcome.lm.nfev));
  EXPECT_EQ(model.points, 0u);
}

TEST(CurveProblem, BlocksAreOfThePromisedSize) {
  const PointModel model = test::decay_model();
  const DecayData data(5000);
  fit_curve(decay_fit(model, data.unweighted()), {}, {});
  EXPECT_EQ(model.longest_block, 256u);
}

// fjac, R and Q'r with MINPACK's signs; counts and everything else as the reference.
TEST(CurveProblem, OutcomeIsTheReferences) {
  const PointModel model = test::decay_model();
  const DecayData data(700);
  CurveFit fit = decay_fit(model, data.weighted());
  fit.fixed[2] = true;
  const CurveOutcome fast = fit_curve(fit, {}, {});
  fit.arithmetic = Arithmetic::kReference;
  const CurveOutcome reference = fit_curve(fit, {}, {});
  EXPECT_EQ(fast.lm.nfev, reference.lm.nfev);
  EXPECT_EQ(fast.lm.njev, reference.lm.njev);
  EXPECT_EQ(fast.lm.termination, reference.lm.termination);
  EXPECT_EQ(fast.lm.permutation, reference.lm.permutation);
  const auto expect_near = [](const std::vector<double>& a, const std::vector<double>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t k = 0; k < a.size(); ++k) {
      EXPECT_NEAR(a[k], b[k], 1e-10 * (1 + std::fabs(b[k]))) << k;
    }
  };
  expect_near(fast.parameters, reference.parameters);
  expect_near(fast.fvec, reference.fvec);
  expect_near(fast.best_fit, reference.best_fit);
  expect_near(fast.lm.qtf, reference.lm.qtf);
  expect_near(*fast.covariance, *reference.covariance);
  expect_near(*fast.correlation, *reference.correlation);
  ASSERT_EQ(fast.fjac.size(), 1400u);
  for (std::size_t j = 0; j < 2; ++j) {
    for (std::size_t i = 0; i <= j; ++i) {
      EXPECT_EQ(fast.lm.r[i + 2 * j], fast.fjac[i + 700 * j]);
      EXPECT_NEAR(fast.fjac[i + 700 * j], reference.fjac[i + 700 * j], 1e-9);
    }
  }
}

// Residuals and Jacobian of any size: squares under- and overflow.
TEST(CurveProblem, AnyScaleOfData) {
  const PointModel model = test::line_model();
  for (const double scale : {1e-290, 1e-200, 1e-140, 1.0, 1e140, 1e200, 1e290}) {
    SCOPED_TRACE(scale);
    std::vector<double> x(100);
    std::vector<double> y(100);
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = static_cast<double>(i);
      y[i] = scale * (3 + 0.5 * x[i] + std::sin(7.0 * x[i]));
    }
    CurveFit fit = test::fit_of(model, {.predictors = {x}, .y = y, .sigma = {}}, {0, 0});
    const CurveOutcome reference = fit_curve(fit, {}, {});
    fit.arithmetic = Arithmetic::kFast;
    const CurveOutcome fast = fit_curve(fit, {}, {});
    EXPECT_EQ(lm::converged(fast.lm.termination), lm::converged(reference.lm.termination));
    EXPECT_NEAR(fast.lm.residual_norm / scale, reference.lm.residual_norm / scale, 1e-12);
    for (std::size_t k = 0; k < 2; ++k) {
      EXPECT_NEAR(fast.lm.x[k] / scale, reference.lm.x[k] / scale, 1e-10);
    }
  }
}

// As the reference: a parameter without influence, and two that are one.
TEST(CurveProblem, RankDeficientProblemsConverge) {
  const PointModel unused(2, [](double x, std::span<const double> p, double* d) {
    if (d != nullptr) {
      d[0] = x;
      d[1] = 0;
    }
    return p[0] * x;
  });
  const PointModel same(2, [](double x, std::span<const double> p, double* d) {
    if (d != nullptr) d[0] = d[1] = x;
    return (p[0] + p[1]) * x;
  });
  const DecayData data(50);
  for (const PointModel* model : {&unused, &same}) {
    CurveFit fit = test::fit_of(*model, data.unweighted(), {1, 5});
    const CurveOutcome reference = fit_curve(fit, {}, {});
    fit.arithmetic = Arithmetic::kFast;
    const CurveOutcome fast = fit_curve(fit, {}, {});
    EXPECT_TRUE(lm::converged(fast.lm.termination));
    EXPECT_NEAR(fast.lm.residual_norm, reference.lm.residual_norm, 1e-14);
    EXPECT_FALSE(fast.covariance);
    EXPECT_EQ(fast.lm.nfev, reference.lm.nfev);
  }
  const CurveOutcome fast = [&] {
    CurveFit fit = test::fit_of(unused, data.unweighted(), {1, 5});
    fit.arithmetic = Arithmetic::kFast;
    return fit_curve(fit, {}, {});
  }();
  EXPECT_EQ(fast.lm.x[1], 5);
  EXPECT_FALSE(fast.cov_x);  // an exact zero on R's diagonal
}

// NaN in row 555: of the value, of a derivative; at the start, and at an iterate later.
TEST(CurveProblem, NonFiniteEntriesAreNamed) {
  const DecayData data(1000);
  for (const bool in_value : {false, true}) {
    const PointModel model(2, [&](double x, std::span<const double> p, double* d) {
      const bool bad = x == data.x[555];
      if (d != nullptr) {
        d[0] = 1;
        d[1] = bad ? INFINITY : x;
      }
      return bad && in_value ? NAN : p[0] + p[1] * x;
    });
    CurveFit fit = test::fit_of(model, data.unweighted(), {1, 1});
    fit.arithmetic = Arithmetic::kFast;
    const CurveOutcome outcome = fit_curve(fit, {}, {});
    EXPECT_EQ(outcome.lm.termination, lm::Termination::kNonFinite);
    ASSERT_TRUE(outcome.lm.fault);
    EXPECT_EQ(outcome.lm.fault->row, 555);
    EXPECT_EQ(outcome.lm.fault->column, in_value ? -1 : 1);
    EXPECT_EQ(std::isnan(outcome.lm.fault->value), in_value);
    EXPECT_EQ(outcome.lm.njev, in_value ? 0 : 1);
    EXPECT_FALSE(outcome.covariance);
  }
}

// A derivative that fails where a step is rejected is no error.
TEST(CurveProblem, NonFiniteTrialsAreRejected) {
  const PointModel model(1, [](double x, std::span<const double> p, double* d) {
    const double root = std::sqrt(p[0]);  // NaN below 0
    if (d != nullptr) d[0] = 0.5 * x / root;
    return root * x;
  });
  const std::vector<double> x = {1, 2, 3, 4};
  const std::vector<double> y = {0.1, 0.2, 0.3, 0.4};
  CurveFit fit = test::fit_of(model, {.predictors = {x}, .y = y, .sigma = {}}, {9});
  fit.arithmetic = Arithmetic::kFast;
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_TRUE(lm::converged(outcome.lm.termination));
  EXPECT_NEAR(outcome.lm.x[0], 0.01, 1e-9);
  EXPECT_GT(outcome.lm.nfev, outcome.lm.njev);
}

TEST(CurveProblem, EndsWithinABlockOfAStop) {
  PointModel model = test::line_model();
  const std::vector<double> x(500'000, 1.0);
  std::stop_source source;
  model.on_derivative_block = [&] { source.request_stop(); };
  CurveFit fit = test::fit_of(model, {.predictors = {x}, .y = x, .sigma = {}}, {1, 1});
  fit.arithmetic = Arithmetic::kFast;
  const CurveOutcome outcome = fit_curve(fit, source.get_token(), {});
  EXPECT_EQ(outcome.lm.termination, lm::Termination::kStopped);
  EXPECT_LE(model.derivative_points, 256u);
}

TEST(CurveProblem, TimeLimitStillReports) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.time_limit = std::chrono::nanoseconds(1);
  const CurveOutcome outcome = fit_curve(fit, {}, {});
  EXPECT_EQ(outcome.lm.termination, lm::Termination::kTimeLimit);
  EXPECT_EQ(outcome.lm.nfev, 1);
  EXPECT_EQ(outcome.parameters, kStart);
  EXPECT_TRUE(outcome.statistics);
  EXPECT_TRUE(outcome.covariance);
  EXPECT_EQ(outcome.best_fit.size(), 50u);
}

TEST(CurveProblem, DifferencesRunInTheReference) {
  const PointModel model = test::decay_model();
  const DecayData data(50);
  CurveFit fit = decay_fit(model, data.unweighted());
  fit.jacobian = lm::JacobianMethod::kForwardDifference;
  fit.options.maxfev = lm::default_maxfev_forward_difference(3);
  EXPECT_EQ(arithmetic_of(fit), Arithmetic::kReference);
  const CurveOutcome asked_fast = fit_curve(fit, {}, {});
  fit.arithmetic = Arithmetic::kReference;
  expect_same_bits(asked_fast, fit_curve(fit, {}, {}));
}

}  // namespace
}  // namespace fitd::curve
