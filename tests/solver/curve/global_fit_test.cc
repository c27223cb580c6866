// Fits of several data sets at once: held against hand-written residuals, against one set alone,
// and against each other in both arithmetics.
#include "solver/curve/global_fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stop_token>
#include <vector>

#include "solver/lm/minimize_within.h"
#include "tests/solver/curve/test_model.h"
#include "tests/support/thread_executor.h"

namespace fitd::curve {
namespace {

// amplitude*exp(-rate*x) + offset, and its derivatives.
class Decay final : public models::Model {
 public:
  Decay() : Model(test::decay_model().info()) {}

  void values(models::Predictors x, std::size_t first, std::span<const double> p,
              std::span<double> f) const override {
    for (std::size_t i = 0; i < f.size(); ++i) {
      f[i] = p[0] * std::exp(-p[1] * x[0][first + i]) + p[2];
    }
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

struct Points {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> sigma;
};

Points points(std::size_t m, double amplitude, double rate, double offset, bool weighted) {
  Points result;
  for (std::size_t i = 0; i < m; ++i) {
    const auto t = static_cast<double>(i);
    const double x = 6 * t / static_cast<double>(m);
    result.x.push_back(x);
    result.y.push_back(amplitude * std::exp(-rate * x) + offset + 0.02 * std::sin(3.1 * t * t));
    if (weighted) result.sigma.push_back(0.02 * (1.5 + std::cos(t)));
  }
  return result;
}

// Three decays: their rate, parameter 1 of the fit, is shared; the first's offset is held.
// Parameters: amplitude_1, rate, offset_1, amplitude_2, offset_2, offset_3, amplitude_3.
class Decays {
 public:
  explicit Decays(const std::vector<std::size_t>& sizes, bool weighted = true)
      : sets{points(sizes[0], 3, 0.8, 0.5, weighted), points(sizes[1], 5, 0.8, 0.1, weighted),
             points(sizes[2], 2, 0.8, -0.4, weighted)} {
    const std::vector<std::vector<int>> places = {{0, 1, 2}, {3, 1, 4}, {6, 1, 5}};
    for (std::size_t k = 0; k < sets.size(); ++k) {
      GlobalSet set = {.model = &model, .data = {}, .places = places[k]};
      set.data.predictors = {sets[k].x};
      set.data.y = sets[k].y;
      set.data.sigma = sets[k].sigma;
      fit.sets.push_back(set);
    }
    fit.settings.start = {2, 0.5, 0.5, 4, 0, 0, 1};
    fit.settings.fixed = {false, false, true, false, false, false, false};
    fit.settings.options.maxfev = 1000;
  }

  Decay model;
  std::vector<Points> sets;
  GlobalFit fit;
};

// The residuals of Decays as one would write them by hand, parameter by parameter.
class HandWritten final : public lm::ResidualFunction {
 public:
  explicit HandWritten(const Decays& decays) : sets_(decays.sets) {}

  std::int64_t num_residuals() const override {
    return std::ssize(sets_[0].y) + std::ssize(sets_[1].y) + std::ssize(sets_[2].y);
  }
  int num_parameters() const override { return 6; }

  lm::EvaluationStatus residuals(std::span<const double> x, std::span<double> r,
                                 const lm::Interrupt&) override {
    std::size_t row = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const auto [amplitude, offset] = own(x, k);
      for (std::size_t i = 0; i < sets_[k].y.size(); ++i, ++row) {
        const double f = amplitude * std::exp(-x[1] * sets_[k].x[i]) + offset;
        r[row] = (f - sets_[k].y[i]) / sets_[k].sigma[i];
      }
    }
    return lm::EvaluationStatus::kOk;
  }

  lm::EvaluationStatus jacobian(std::span<const double> x, std::span<double> j,
                                const lm::Interrupt&) override {
    const auto m = static_cast<std::size_t>(num_residuals());
    std::fill(j.begin(), j.end(), 0.0);
    constexpr std::size_t kAmplitude[] = {0, 2, 5};
    constexpr std::size_t kOffset[] = {99, 3, 4};
    std::size_t row = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const double amplitude = own(x, k).first;
      for (std::size_t i = 0; i < sets_[k].y.size(); ++i, ++row) {
        const double e = std::exp(-x[1] * sets_[k].x[i]);
        j[kAmplitude[k] * m + row] = e / sets_[k].sigma[i];
        j[m + row] = -amplitude * sets_[k].x[i] * e / sets_[k].sigma[i];
        if (k > 0) j[kOffset[k] * m + row] = 1 / sets_[k].sigma[i];
      }
    }
    return lm::EvaluationStatus::kOk;
  }

 private:
  static std::pair<double, double> own(std::span<const double> x, std::size_t k) {
    if (k == 0) return {x[0], 0.5};
    return k == 1 ? std::pair(x[2], x[3]) : std::pair(x[5], x[4]);
  }

  const std::vector<Points>& sets_;
};

TEST(GlobalFit, InReferenceArithmeticIsTheHandWrittenFitToTheBit) {
  Decays decays({30, 700, 45});
  for (const auto method :
       {lm::JacobianMethod::kAnalytic, lm::JacobianMethod::kForwardDifference}) {
    decays.fit.settings.arithmetic = Arithmetic::kReference;
    decays.fit.settings.jacobian = method;
    const GlobalOutcome outcome = fit_global(decays.fit, {}, {});
    HandWritten function(decays);
    lm::DenseProblem problem(function, method);
    lm::Workspace workspace;
    const std::vector<double> start = {2, 0.5, 4, 0, 0, 1};
    const lm::LmResult truth =
        lm::minimize_within({}, problem, start, decays.fit.settings.options, workspace, {}, {});
    EXPECT_TRUE(lm::converged(truth.termination));
    EXPECT_EQ(outcome.fit.lm.termination, truth.termination);
    EXPECT_EQ(outcome.fit.lm.x, truth.x);
    EXPECT_EQ(outcome.fit.lm.nfev, truth.nfev);
    EXPECT_EQ(outcome.fit.lm.r, truth.r);
    EXPECT_EQ(outcome.fit.lm.qtf, truth.qtf);
    EXPECT_EQ(outcome.fit.fjac, problem.take_fjac(truth));
    EXPECT_EQ(outcome.fit.fvec, problem.take_fvec());
  }
}

void expect_same_bits(const GlobalOutcome& a, const GlobalOutcome& b) {
  EXPECT_EQ(a.fit.lm.x, b.fit.lm.x);
  EXPECT_EQ(a.fit.lm.residual_norm, b.fit.lm.residual_norm);
  EXPECT_EQ(a.fit.lm.nfev, b.fit.lm.nfev);
  EXPECT_EQ(a.fit.standard_errors, b.fit.standard_errors);
  EXPECT_EQ(a.fit.fvec, b.fit.fvec);
  EXPECT_EQ(a.fit.best_fit, b.fit.best_fit);
  EXPECT_EQ(a.fit.fjac, b.fit.fjac);
}

void expect_close(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    EXPECT_NEAR(a[k], b[k], tolerance * std::max(1.0, std::abs(b[k]))) << k;
  }
}

// By products and, with a tighter tolerance, by triangles.
TEST(GlobalFit, TheTwoArithmeticsAgree) {
  for (const double tolerance : {1.49012e-8, 1e-14}) {
    Decays decays({30, 20000, 45});
    decays.fit.settings.options.xtol = decays.fit.settings.options.ftol = tolerance;
    const GlobalOutcome fast = fit_global(decays.fit, {}, {});
    decays.fit.settings.arithmetic = Arithmetic::kReference;
    const GlobalOutcome reference = fit_global(decays.fit, {}, {});
    EXPECT_TRUE(lm::converged(fast.fit.lm.termination));
    EXPECT_EQ(fast.fit.free, (std::vector<int>{0, 1, 3, 4, 5, 6}));
    // Of two ways to one minimum that stop by the same rule: within a step of xtol, or rounding.
    expect_close(fast.fit.parameters, reference.fit.parameters, 1e-10);
    expect_close(fast.fit.fvec, reference.fit.fvec, 1e-8);
    expect_close(fast.fit.best_fit, reference.fit.best_fit, 1e-9);
    ASSERT_TRUE(fast.fit.covariance && reference.fit.covariance);
    expect_close(fast.fit.standard_errors, reference.fit.standard_errors, 1e-10);
    expect_close(*fast.fit.correlation, *reference.fit.correlation, 1e-8);
    ASSERT_EQ(fast.sets.size(), 3u);
    for (std::size_t k = 0; k < 3; ++k) {
      const double chi_square = reference.sets[k].chi_square;
      EXPECT_NEAR(fast.sets[k].chi_square, chi_square, 1e-9 * chi_square);
      EXPECT_NEAR(*fast.sets[k].r_squared, *reference.sets[k].r_squared, 1e-10);
    }
  }
}

TEST(GlobalFit, OfOneSetIsTheFitOfThatSetToTheBit) {
  Decays decays({30, 20000, 45});
  for (const std::size_t k : {std::size_t{0}, std::size_t{1}}) {
    GlobalFit one = decays.fit;
    one.sets = {decays.fit.sets[k]};
    one.sets[0].places = {0, 1, 2};
    one.settings.start = {2, 0.5, 0};
    one.settings.fixed = {false, false, false};
    CurveFit alone = one.settings;
    alone.model = one.sets[0].model;
    alone.data = one.sets[0].data;
    for (const auto arithmetic : {Arithmetic::kFast, Arithmetic::kReference}) {
      one.settings.arithmetic = alone.arithmetic = arithmetic;
      const GlobalOutcome outcome = fit_global(one, {}, {});
      const CurveOutcome truth = fit_curve(alone, {}, {});
      EXPECT_EQ(outcome.fit.lm.x, truth.lm.x);
      EXPECT_EQ(outcome.fit.lm.nfev, truth.lm.nfev);
      EXPECT_EQ(outcome.fit.fvec, truth.fvec);
      EXPECT_EQ(outcome.fit.fjac, truth.fjac);
      EXPECT_EQ(outcome.fit.statistics->chi_square, truth.statistics->chi_square);
      EXPECT_EQ(outcome.fit.statistics->degrees_of_freedom, truth.statistics->degrees_of_freedom);
      EXPECT_NEAR(*outcome.fit.statistics->r_squared, *truth.statistics->r_squared, 1e-14);
      expect_close(outcome.fit.standard_errors, truth.standard_errors, 1e-13);
    }
  }
}

// Small sets that go to several threads, and one that is cut into chunks.
TEST(GlobalFit, BitsDoNotDependOnTheNumberOfThreads) {
  for (const double tolerance : {1.49012e-8, 1e-14}) {
    Decays decays({9000, 40000, 8000});
    decays.fit.settings.options.xtol = decays.fit.settings.options.ftol = tolerance;
    const GlobalOutcome alone = fit_global(decays.fit, {}, {});
    test::ThreadExecutor executor(3);
    expect_same_bits(fit_global(decays.fit, {}, {}, &executor), alone);
  }
}

TEST(GlobalFit, BoundsHoldAndAreCountedAsHeld) {
  Decays decays({30, 70, 45});
  decays.fit.settings.bounds.lower.assign(7, -std::numeric_limits<double>::infinity());
  decays.fit.settings.bounds.upper.assign(7, std::numeric_limits<double>::infinity());
  decays.fit.settings.bounds.upper[1] = 0.7;  // the shared rate
  for (const auto arithmetic : {Arithmetic::kFast, Arithmetic::kReference}) {
    decays.fit.settings.arithmetic = arithmetic;
    const GlobalOutcome outcome = fit_global(decays.fit, {}, {});
    EXPECT_EQ(outcome.fit.parameters[1], 0.7);
    EXPECT_EQ(outcome.fit.standing[1], lm::Standing::kAtUpper);
    EXPECT_EQ(outcome.fit.standard_errors[1], 0);
    EXPECT_EQ(outcome.fit.statistics->degrees_of_freedom, 145 - 5);
  }
}

TEST(GlobalFit, WhatIsNotFiniteIsNamedByItsPlaceAmongAllPoints) {
  Decays decays({30, 70, 45});
  decays.sets[2].x[7] = -1e6;  // exp overflows
  for (const auto arithmetic : {Arithmetic::kFast, Arithmetic::kReference}) {
    decays.fit.settings.arithmetic = arithmetic;
    const GlobalOutcome outcome = fit_global(decays.fit, {}, {});
    EXPECT_EQ(outcome.fit.lm.termination, lm::Termination::kNonFinite);
    ASSERT_TRUE(outcome.fit.lm.fault.has_value());
    EXPECT_EQ(outcome.fit.lm.fault->row, 30 + 70 + 7);
    EXPECT_TRUE(outcome.sets.empty());
  }
}

TEST(GlobalFit, EndsSoonAfterAStop) {
  Decays decays({3000, 7000, 4500});
  for (const auto arithmetic : {Arithmetic::kFast, Arithmetic::kReference}) {
    decays.fit.settings.arithmetic = arithmetic;
    std::stop_source stop;
    int seen = 0;
    const GlobalOutcome outcome = fit_global(decays.fit, stop.get_token(), [&](const auto&) {
      if (++seen == 2) stop.request_stop();
    });
    EXPECT_EQ(outcome.fit.lm.termination, lm::Termination::kStopped);
    EXPECT_EQ(seen, 2);
  }
}

TEST(GlobalFit, MemoryGrowsWithTheSetsAndNotWithTheirPoints) {
  const WorkingSet whole = {
      .m = 1000000, .n = 20, .wanted = {.fvec = false, .fjac = false, .best_fit = false}};
  const std::int64_t two = working_memory(whole, {{500000, 11}, {500000, 11}});
  EXPECT_LT(two, 8 * 1000000);
  const auto sets = [&](std::size_t count) {
    return working_memory(whole, std::vector<GlobalSetSize>(count, {1000, 3}));
  };
  EXPECT_GT(sets(200), sets(100) + 100 * 8 * 272 * 4);  // a block of rows each
}

}  // namespace
}  // namespace fitd::curve
