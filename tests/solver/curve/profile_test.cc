// Profile-likelihood intervals and predictions against lmfit's (tests/data/lmfit/make_intervals.py
// made the file), and against what is known without it.
#include "solver/curve/profile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "solver/curve/prediction.h"
#include "tests/solver/expression/expressions.h"
#include "tests/support/json.h"

namespace fitd::curve {
namespace {

using test::Json;
using test::numbers;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A fit of an expression of x, with what it needs to live.
struct Fitted {
  std::shared_ptr<const models::Model> model;
  std::vector<double> x;
  std::vector<double> y;
  CurveFit fit;
  CurveOutcome best;

  Fitted(const std::string& formula, std::vector<double> at, std::vector<double> measured,
         const std::map<std::string, double>& start)
      : model(expression::model_of(formula)), x(std::move(at)), y(std::move(measured)) {
    fit.model = model.get();
    fit.data.predictors.emplace_back(x);
    fit.data.y = y;
    for (const auto& parameter : model->info().parameters) {
      fit.start.push_back(start.at(parameter.name));
    }
    fit.fixed.assign(fit.start.size(), false);
    fit.options.ftol = fit.options.xtol = 1e-13;
    fit.options.maxfev = 1000;
  }

  void solve() { best = fit_curve(fit, {}, {}); }
  double chi_square() const { return best.lm.residual_norm * best.lm.residual_norm; }

  Profiles profile(const std::vector<double>& rises, int most_fits = 60) const {
    ProfileSettings settings;
    settings.parameters = best.free;
    settings.rises = rises;
    settings.most_fits = most_fits;
    return profile_parameters(fit, best, settings, {});
  }
};

Fitted fitted_from(const Json& problem, Arithmetic arithmetic) {
  Fitted fitted(problem["formula"], numbers(problem["x"]), numbers(problem["y"]),
                problem["start"].get<std::map<std::string, double>>());
  fitted.fit.arithmetic = arithmetic;
  fitted.solve();
  return fitted;
}

// F(1, m - n) is the square of Student's t.
std::vector<double> rises_of(const Json& problem, const Fitted& fitted) {
  std::vector<double> rises;
  const auto freedom = static_cast<double>(fitted.y.size() - fitted.best.free.size());
  for (const double t : numbers(problem["prediction"]["t"])) {
    rises.push_back(fitted.chi_square() * t * t / freedom);
  }
  return rises;
}

class AgainstLmfit : public testing::TestWithParam<Arithmetic> {
 protected:
  const Json reference_ = test::read_json("lmfit/intervals.json");
};

TEST_P(AgainstLmfit, Intervals) {
  for (const Json& problem : reference_["problems"]) {
    const Fitted fitted = fitted_from(problem, GetParam());
    const Profiles profiles = fitted.profile(rises_of(problem, fitted));
    ASSERT_EQ(profiles.profiles.size(), fitted.best.free.size());
    EXPECT_FALSE(profiles.lower_minimum);
    for (const Profile& profile : profiles.profiles) {
      const std::string& name =
          fitted.model->info().parameters[static_cast<std::size_t>(profile.parameter)].name;
      SCOPED_TRACE(problem["name"].get<std::string>() + " " + name);
      const Json& theirs = problem["intervals"][name];
      const std::vector<double> lower = numbers(theirs["lower"]);
      const std::vector<double> upper = numbers(theirs["upper"]);
      for (std::size_t k = 0; k < lower.size(); ++k) {
        // lmfit ends its search at a probability known to 1e-5 or so of the level.
        const double tolerance = 1e-4 * (upper[k] - lower[k]);
        EXPECT_EQ(profile.lower[k].kind, LimitKind::kFound);
        EXPECT_EQ(profile.upper[k].kind, LimitKind::kFound);
        EXPECT_NEAR(profile.lower[k].value, lower[k], tolerance);
        EXPECT_NEAR(profile.upper[k].value, upper[k], tolerance);
      }
    }
    // Three levels on two sides: a handful of fits each.
    EXPECT_LE(profiles.fits, 30 * std::ssize(profiles.profiles));
  }
}

TEST_P(AgainstLmfit, Predictions) {
  for (const Json& problem : reference_["problems"]) {
    SCOPED_TRACE(problem["name"].get<std::string>());
    const Fitted fitted = fitted_from(problem, GetParam());
    const Json& theirs = problem["prediction"];
    const std::vector<double> at = numbers(theirs["x"]);
    const std::span<const double> x[] = {at};
    const auto prediction = predict(*fitted.model, x, fitted.best.parameters, fitted.best.free,
                                    *fitted.best.covariance, {});
    ASSERT_TRUE(prediction);
    for (std::size_t i = 0; i < at.size(); ++i) {
      EXPECT_NEAR(prediction->values[i], numbers(theirs["values"])[i],
                  1e-6 * std::fabs(prediction->values[i]) + 1e-9);
      // Their covariance is by forward differences.
      const double error = numbers(theirs["standard_errors"])[i];
      EXPECT_NEAR(prediction->standard_errors[i], error, 2e-4 * error + 1e-12);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Arithmetics, AgainstLmfit,
                         testing::Values(Arithmetic::kFast, Arithmetic::kReference));

std::vector<double> range(int m) {
  std::vector<double> x;
  for (int i = 0; i < m; ++i) x.push_back(0.5 * i);
  return x;
}

std::vector<double> line_data(const std::vector<double>& x) {
  std::vector<double> y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    y.push_back(2 - 0.7 * x[i] + 0.1 * std::sin(9.0 * static_cast<double>(i)));
  }
  return y;
}

// Where the model is linear chi-square is a parabola: limits lie a multiple of the standard error
// away.
TEST(Profile, OfALineIsTheStandardErrors) {
  const std::vector<double> x = range(12);
  Fitted line("a + b*x", x, line_data(x), {{"a", 1}, {"b", 1}});
  line.solve();
  const double variance = *line.best.statistics->reduced_chi_square;
  const Profiles profiles = line.profile({variance, 4 * variance});
  for (const Profile& profile : profiles.profiles) {
    const auto j = static_cast<std::size_t>(profile.parameter);
    for (const double k : {1.0, 2.0}) {
      const auto level = static_cast<std::size_t>(k - 1);
      const double reach = k * line.best.standard_errors[j];
      EXPECT_NEAR(profile.upper[level].value - line.best.parameters[j], reach, 2e-6 * reach);
      EXPECT_NEAR(line.best.parameters[j] - profile.lower[level].value, reach, 2e-6 * reach);
    }
  }
}

TEST(Profile, OfTheOnlyFreeParameter) {
  const std::vector<double> x = range(12);
  for (const auto arithmetic : {Arithmetic::kFast, Arithmetic::kReference}) {
    Fitted line("a + b*x", x, line_data(x), {{"a", 2}, {"b", 1}});
    line.fit.fixed[0] = true;
    line.fit.arithmetic = arithmetic;
    line.solve();
    const double variance = *line.best.statistics->reduced_chi_square;
    const Profile profile = line.profile({variance}).profiles.front();
    EXPECT_NEAR(profile.upper[0].value, line.best.parameters[1] + line.best.standard_errors[0],
                2e-6 * line.best.standard_errors[0]);
  }
}

TEST(Profile, EndsAtABound) {
  const std::vector<double> x = range(12);
  Fitted line("a + b*x", x, line_data(x), {{"a", 1}, {"b", -1}});
  line.solve();
  const double error = line.best.standard_errors[1];
  line.fit.bounds = {{-kInfinity, -5}, {kInfinity, line.best.parameters[1] + 0.3 * error}};
  line.solve();
  const double variance = *line.best.statistics->reduced_chi_square;
  const Profile profile = line.profile({variance}).profiles[1];
  EXPECT_EQ(profile.upper[0].kind, LimitKind::kAtBound);
  EXPECT_EQ(profile.upper[0].value, line.fit.bounds.upper[1]);
  EXPECT_EQ(profile.lower[0].kind, LimitKind::kFound);
}

// Growth that has not begun to saturate: any ceiling above some value will do.
TEST(Profile, IsOpenWhereTheDataBoundNothing) {
  const std::vector<double> x = range(10);
  std::vector<double> y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    y.push_back(20 * x[i] / (100 + x[i]) + 0.05 * std::sin(9.0 * static_cast<double>(i)));
  }
  Fitted curve("v*x/(k + x)", x, y, {{"v", 20}, {"k", 100}});
  curve.fit.options.maxfev = 10000;
  curve.solve();
  const double variance = *curve.best.statistics->reduced_chi_square;
  const Profiles profiles = curve.profile({16 * variance});
  for (const Profile& profile : profiles.profiles) {
    EXPECT_TRUE(profile.lower[0].kind == LimitKind::kFound ||
                profile.upper[0].kind == LimitKind::kFound);
    EXPECT_TRUE(profile.lower[0].kind == LimitKind::kNotReached ||
                profile.upper[0].kind == LimitKind::kNotReached);
  }
}

TEST(Profile, EndsWhereTheModelDoes) {
  const std::vector<double> x = range(10);
  std::vector<double> y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    y.push_back(std::log(x[i] + 0.5) + 0.3 * std::sin(9.0 * static_cast<double>(i)));
  }
  Fitted curve("log(x + s)", x, y, {{"s", 0.4}});
  curve.solve();
  // For s <= 0 the first point has no value.
  const Profile profile = curve.profile({1e300}).profiles.front();
  EXPECT_EQ(profile.lower[0].kind, LimitKind::kNonFinite);
  EXPECT_NEAR(profile.lower[0].value, 0, 1e-6);
}

TEST(Profile, TellsOfALowerMinimum) {
  // A frequency's profile crosses the valleys of others.
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 40; ++i) {
    x.push_back(0.25 * i);
    y.push_back(std::sin(2.0 * x.back() + 0.3) + 0.05 * std::sin(31.0 * i));
  }
  Fitted wave("sin(w*x + p)", x, y, {{"w", 3.2}, {"p", 0.3}});
  wave.solve();
  ASSERT_GT(wave.chi_square(), 5);
  const Profiles profiles = wave.profile({20 * wave.chi_square()}, 200);
  ASSERT_TRUE(profiles.lower_minimum);
  EXPECT_LT(profiles.lower_minimum->chi_square, wave.chi_square());
  EXPECT_EQ(profiles.lower_minimum->parameters.size(), 2u);
}

TEST(Profile, AStopEndsIt) {
  const std::vector<double> x = range(12);
  Fitted line("a + b*x", x, line_data(x), {{"a", 1}, {"b", 1}});
  line.solve();
  std::stop_source stop;
  stop.request_stop();
  ProfileSettings settings;
  settings.parameters = {0, 1};
  settings.rises = {1};
  const Profiles profiles = profile_parameters(line.fit, line.best, settings, stop.get_token());
  EXPECT_EQ(profiles.fits, 0);
  EXPECT_EQ(profiles.profiles[1].upper[0].kind, LimitKind::kInterrupted);
}

}  // namespace
}  // namespace fitd::curve
