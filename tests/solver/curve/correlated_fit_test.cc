// Fits of correlated data against scipy.optimize.curve_fit with a covariance for sigma.
// tests/data/losses/make_reference.py made the file.

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "solver/curve/whitening.h"
#include "tests/solver/curve/test_model.h"
#include "tests/solver/expression/expressions.h"
#include "tests/support/json.h"

namespace fitd::curve {
namespace {

using test::Json;

struct Way {
  const char* name;
  Arithmetic arithmetic;
  lm::JacobianMethod jacobian;
};

constexpr Way kWays[] = {
    {"reference", Arithmetic::kReference, lm::JacobianMethod::kAnalytic},
    {"fast", Arithmetic::kFast, lm::JacobianMethod::kAnalytic},
    {"forward", Arithmetic::kReference, lm::JacobianMethod::kForwardDifference},
};

struct Problem {
  explicit Problem(const Json& json)
      : name(json["name"]),
        model(expression::model_of(json["formula"].get<std::string>(), {"x"})),
        x(test::numbers(json["x"])),
        y(test::numbers(json["y"])),
        factor(test::numbers(json["y_covariance"])),
        start(test::numbers(json["start"])) {
    EXPECT_FALSE(factor_covariance(factor, y.size(), {}).bad);
  }

  CurveFit fit(const Way& way) const {
    CurveFit fit;
    fit.model = model.get();
    fit.data = {.predictors = {x}, .y = y, .sigma = {}, .whitening = factor};
    fit.start = start;
    fit.fixed.assign(start.size(), false);
    fit.arithmetic = way.arithmetic;
    fit.jacobian = way.jacobian;
    fit.options.ftol = fit.options.xtol = 1e-13;
    fit.options.maxfev = 5000;
    return fit;
  }

  std::string name;
  std::shared_ptr<const models::Model> model;
  std::vector<double> x, y, factor, start;
};

void expect_near(const std::vector<double>& ours, const Json& theirs, double tolerance) {
  const std::vector<double> expected = test::numbers(theirs);
  ASSERT_EQ(ours.size(), expected.size());
  for (std::size_t j = 0; j < ours.size(); ++j) {
    EXPECT_NEAR(ours[j], expected[j], tolerance * std::fabs(expected[j])) << j;
  }
}

TEST(CorrelatedFit, IsScipys) {
  const Json file = test::read_json("losses/problems.json");
  EXPECT_GE(file["correlated"].size(), 8u);
  for (const Json& json : file["correlated"]) {
    const Problem problem(json);
    ASSERT_TRUE(problem.model) << problem.name;
    for (const Way& way : kWays) {
      SCOPED_TRACE(problem.name + ", " + way.name);
      CurveFit fit = problem.fit(way);
      const CurveOutcome outcome = fit_curve(fit, {}, {});
      EXPECT_TRUE(lm::converged(outcome.lm.termination) ||
                  outcome.lm.termination <= lm::Termination::kGtolTooSmall);
      // SciPy stops at 1e-14 of a sum of squares, 1e-7 of the parameters' errors.
      expect_near(outcome.parameters, json["solution"], 1e-6);
      ASSERT_TRUE(outcome.statistics);
      const double chi_square = test::number(json["chi_square"]);
      EXPECT_NEAR(outcome.statistics->chi_square, chi_square, 1e-9 * chi_square);
      EXPECT_NEAR(*outcome.statistics->r_squared, test::number(json["r_squared"]), 1e-9);
      expect_near(outcome.standard_errors, json["standard_errors"], 1e-5);
      fit.absolute_sigma = true;
      expect_near(fit_curve(fit, {}, {}).standard_errors, json["absolute_standard_errors"], 1e-5);
    }
  }
}

TEST(CorrelatedFit, RobustLossesCountWhitenedResiduals) {
  const Json file = test::read_json("losses/problems.json");
  int same = 0;
  for (const Json& json : file["correlated"]) {
    const Problem problem(json);
    for (const Way& way : kWays) {
      SCOPED_TRACE(problem.name + ", " + way.name);
      CurveFit fit = problem.fit(way);
      fit.data.loss = {.kind = LossKind::kCauchy};
      const CurveOutcome outcome = fit_curve(fit, {}, {});
      const double theirs = 2 * test::number(json["cauchy_cost"]);
      ASSERT_TRUE(outcome.statistics);
      EXPECT_LE(*outcome.statistics->objective, theirs * (1 + 1e-8));
      EXPECT_EQ(outcome.standard_errors.size(), outcome.parameters.size());
      // SciPy may end in a poorer minimum, with a pole of the curve among the points.
      if (*outcome.statistics->objective < 0.999 * theirs) continue;
      ++same;
      expect_near(outcome.parameters, json["cauchy_solution"], 1e-4);
    }
  }
  EXPECT_GE(same, 21);  // of 24
}

// A diagonal covariance is sigma squared; with several chunks and their blocks.
TEST(CorrelatedFit, DiagonalCovarianceIsSigma) {
  const test::PointModel model = test::decay_model();
  const test::DecayData data(700);
  std::vector<double> factor(data.y.size() * data.y.size());
  for (std::size_t i = 0; i < data.y.size(); ++i) {
    factor[i * data.y.size() + i] = data.sigma[i];
  }
  for (const Arithmetic arithmetic : {Arithmetic::kReference, Arithmetic::kFast}) {
    CurveFit fit = test::fit_of(model, data.weighted(), {2, 0.5, 0.4});
    fit.arithmetic = arithmetic;
    const CurveOutcome weighted = fit_curve(fit, {}, {});
    fit.data.sigma = {};
    fit.data.whitening = factor;
    const CurveOutcome whitened = fit_curve(fit, {}, {});
    ASSERT_EQ(whitened.fvec.size(), 700u);
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_NEAR(whitened.parameters[j], weighted.parameters[j], 1e-12);
      EXPECT_NEAR(whitened.standard_errors[j], weighted.standard_errors[j], 1e-12);
    }
    for (std::size_t i = 0; i < 700; i += 13) {
      EXPECT_NEAR(whitened.fvec[i], weighted.fvec[i], 1e-10);
      EXPECT_NEAR(whitened.best_fit[i], weighted.best_fit[i], 1e-11);
    }
    EXPECT_EQ(whitened.lm.nfev, weighted.lm.nfev);
    EXPECT_NEAR(*whitened.statistics->r_squared, *weighted.statistics->r_squared, 1e-12);
    EXPECT_EQ(whitened.fjac.size(), weighted.fjac.size());
  }
}

}  // namespace
}  // namespace fitd::curve
