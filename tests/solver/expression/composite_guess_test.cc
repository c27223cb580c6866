// Sums of models, found again from data that start at the guess.
#include "solver/expression/composite_guess.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "solver/curve/fit_curve.h"
#include "tests/solver/expression/expressions.h"

namespace fitd::expression {
namespace {

struct Case {
  const char* text;
  std::vector<double> truth;  // in the order of the parameters
  double from;
  double to;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> kCases = {
      {"gaussian(prefix='a_') + gaussian(prefix='b_')", {10, 3, 0.5, 6, 7, 0.8}, 0, 10},
      {"gaussian(prefix='a_') + gaussian(prefix='b_') + linear(prefix='bg_')",
       {10, 3, 0.5, 6, 7, 0.8, 0.4, 2},
       0,
       10},
      {"linear(prefix='bg_') + gaussian(prefix='a_')", {-0.7, 20, 8, 4, 0.6}, 0, 10},
      {"lorentzian(prefix='a_') + constant()", {3, 5, 0.4, 11}, 0, 10},
      {"gaussian(prefix='a_') + exponential(prefix='e_')", {10, 6, 0.5, 20, 2}, 0, 10},
      {"gaussian(prefix='a_') + gaussian(prefix='b_') + gaussian(prefix='c_') + constant()",
       {8, 2, 0.4, 6, 5, 0.4, 4, 8, 0.4, 3},
       0,
       10},
      {"quadratic(prefix='q_') + gaussian(prefix='a_')", {0.2, -1, 5, 12, 6, 0.7}, 0, 10},
      {"linear(prefix='bg_') - gaussian(prefix='dip_')", {0.5, 10, 6, 4, 0.5}, 0, 10},
      {"voigt(prefix='v_') + linear(prefix='bg_')", {12, 5, 0.4, 0.3, 0.3, 1}, 0, 10},
      {"step_erf(prefix='s_') + gaussian(prefix='a_')", {4, 7, 0.4, 9, 3, 0.5}, 0, 10},
      {"sine(prefix='s_') + linear(prefix='bg_')", {3, 2.2, 0.4, 0.5, 1}, 0, 10},
  };
  return kCases;
}

curve::CurveOutcome fit(const models::Model& model, models::Predictors x,
                        const std::vector<double>& y, const std::vector<double>& start) {
  curve::CurveFit job;
  job.model = &model;
  job.data.predictors.assign(x.begin(), x.end());
  job.data.y = y;
  job.start = start;
  job.fixed.assign(start.size(), false);
  job.options.maxfev = 2000;
  return curve::fit_curve(job, {}, {});
}

TEST(CompositeGuess, SumsAreFoundFromTheGuessAsFromTheTruth) {
  constexpr int kPoints = 300;
  constexpr int kSeeds = 5;
  int found = 0;
  int tried = 0;
  for (const Case& c : cases()) {
    const auto model = model_of(c.text);
    ASSERT_NE(model, nullptr) << error_of(c.text);
    ASSERT_TRUE(model->can_guess()) << c.text;
    ASSERT_EQ(c.truth.size(), model->info().parameters.size()) << c.text;
    std::vector<double> column;
    for (int i = 0; i < kPoints; ++i) {
      column.push_back(c.from + (c.to - c.from) * i / (kPoints - 1));
    }
    const std::span<const double> x[] = {column};
    std::vector<double> clean(kPoints);
    model->values(x, 0, c.truth, clean);
    const auto [low, high] = std::minmax_element(clean.begin(), clean.end());
    for (unsigned seed = 0; seed < kSeeds; ++seed) {
      std::mt19937 random(seed);
      std::normal_distribution<double> noise(0, 0.02 * (*high - *low));
      std::vector<double> y = clean;
      for (double& value : y) value += noise(random);
      const std::vector<double> guess = model->guess(x, y);
      for (const double value : guess) ASSERT_TRUE(std::isfinite(value)) << c.text;
      const double right = fit(*model, x, y, c.truth).lm.residual_norm;
      const double reached = fit(*model, x, y, guess).lm.residual_norm;
      ++tried;
      if (reached <= right * (1 + 1e-6)) {
        ++found;
      } else {
        std::printf("not found: %s, seed %u: %g instead of %g\n", c.text, seed, reached, right);
      }
    }
  }
  EXPECT_GE(found, tried * 95 / 100);
}

TEST(CompositeGuess, OnlySumsOfModelsThatCanGuess) {
  for (const char* text :
       {"a*gaussian(prefix='p_')", "gaussian(prefix='p_') + c", "gaussian(prefix='p_')*linear()",
        "exp(x)", "2*linear()", "gaussian(prefix='p_', sigma=2)", "linear(x, 1, 2)",
        "nist_roszman1()"}) {
    const auto model = model_of(text);
    ASSERT_NE(model, nullptr) << error_of(text);
    EXPECT_FALSE(model->can_guess()) << text;
  }
  for (const char* text : {"linear()", "-linear()", "-(linear() - gaussian())", "+(linear())"}) {
    EXPECT_TRUE(model_of(text)->can_guess()) << text;
  }
}

TEST(CompositeGuess, ATermAloneGuessesAsItsModel) {
  const auto term = model_of("gaussian(prefix='p_')");
  const models::Model& model = *catalogue().find("gaussian");
  const std::vector<double> x = {0, 1, 2, 3, 4, 5, 6};
  const std::vector<double> y = {0, 1, 4, 7, 5, 1, 0};
  const std::span<const double> at[] = {x};
  EXPECT_EQ(term->guess(at, y), model.guess(at, y));
}

TEST(CompositeGuess, AnyDataGiveFiniteStarts) {
  const auto model = model_of("gaussian(prefix='a_') + gaussian(prefix='b_') - linear()");
  const double inf = std::numeric_limits<double>::max();
  for (const std::vector<double>& y : std::vector<std::vector<double>>{
           {3}, {0, 0}, {1, 1, 1}, {inf, -inf, inf}, {1e-300, 0, 5e-324, 1}}) {
    const std::vector<double> x(y.size(), 2.0);
    const std::span<const double> at[] = {x};
    const std::vector<double> guess = model->guess(at, y);
    ASSERT_EQ(guess.size(), 8U);
    for (const double value : guess) EXPECT_TRUE(std::isfinite(value));
  }
}

// A million points take no longer than a few thousand.
TEST(CompositeGuess, ManyPointsAreThinned) {
  const auto model = model_of("gaussian(prefix='a_') + linear()");
  const std::vector<double> truth = {10, 300'000, 20'000, 1e-6, 2};
  std::vector<double> x(1'000'000);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i);
  std::vector<double> y(x.size());
  const std::span<const double> at[] = {x};
  model->values(at, 0, truth, y);
  EXPECT_NEAR(model->guess(at, y)[1], 300'000, 30'000);
}

}  // namespace
}  // namespace fitd::expression
