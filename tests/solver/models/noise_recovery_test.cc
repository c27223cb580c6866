// From data with noise, the guess leads to as good a fit as the truth does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "solver/curve/fit_curve.h"
#include "tests/solver/models/model_samples.h"

namespace fitd::models {
namespace {

constexpr int kSeeds = 100;
constexpr int kMustSucceed = 95;
constexpr double kNoise = 0.02;  // standard deviation over the range of the curve
constexpr double kWorse = 1e-6;  // of chi-square, relative

// Models that fall short of it, and how many seeds they are held to: a debt. The two of rational
// functions have data, in noise of 2 %, that far more than their own curve fits; Bennett5's valley
// ends at maxfev from the truth too; the corners of the other two lie between points.
int must_succeed(const std::string& model) {
  static const std::map<std::string, int> kShort = {{"nist_bennett5", 40},
                                                    {"nist_hahn1", 10},
                                                    {"nist_kirby2", 80},
                                                    {"rectangle_linear", 85},
                                                    {"trapezoid", 85}};
  const auto found = kShort.find(model);
  return found == kShort.end() ? kMustSucceed : found->second;
}

// Two numbers of a normal distribution from two uniform ones (Box and Muller).
class Normal {
 public:
  explicit Normal(unsigned seed) : random_(seed) {}
  double operator()() {
    const double size = std::sqrt(-2 * std::log(0.5 * (1 + uniform(random_)) + 0x1p-54));
    return size * std::cos(3.14159265358979323846 * uniform(random_));
  }

 private:
  std::mt19937_64 random_;
};

curve::CurveOutcome fit_from(const Model& model, const Grid& grid, const std::vector<double>& y,
                             const std::vector<double>& start) {
  curve::CurveFit fit;
  fit.model = &model;
  fit.data.predictors = grid.spans();
  fit.data.y = y;
  fit.start = start;
  for (const ParameterInfo& p : model.info().parameters) {
    fit.fixed.push_back(p.fixed_default.has_value());
  }
  fit.options.ftol = 1e-11;
  fit.options.xtol = 1e-11;
  fit.options.maxfev = 2000;
  fit.wanted = {false, false, false};
  fit.wants_derived = false;
  return curve::fit_curve(fit, {}, {});
}

double chi_square(const curve::CurveOutcome& outcome) {
  const double norm = outcome.lm.residual_norm;
  return std::isfinite(norm) ? norm * norm : HUGE_VAL;
}

std::vector<double> noisy(const std::vector<double>& exact, unsigned seed) {
  const auto [low, high] = std::minmax_element(exact.begin(), exact.end());
  Normal normal(seed);
  std::vector<double> y = exact;
  for (double& v : y) v += kNoise * (*high - *low) * normal();
  return y;
}

void expect_as_good_as_from_the_truth(const Model& model) {
  if (!model.can_guess()) return;
  const Grid grid = example_grid(model, model.info().predictors.size() == 1 ? 60 : 144);
  const std::vector<double>& truth = model.info().example.parameters;
  const std::vector<double> exact = values_of(model, grid, truth);
  int succeeded = 0;
  std::string first_failure;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    const std::vector<double> y = noisy(exact, seed);
    const curve::CurveOutcome from_truth = fit_from(model, grid, y, truth);
    const std::vector<double> guess = model.guess(grid.spans(), y);
    const curve::CurveOutcome from_guess = fit_from(model, grid, y, guess);
    if (chi_square(from_guess) <= chi_square(from_truth) * (1 + kWorse)) {
      ++succeeded;
    } else if (first_failure.empty()) {
      first_failure =
          "seed " + std::to_string(seed) + ": from the guess " + testing::PrintToString(guess) +
          "\n to " + testing::PrintToString(from_guess.parameters) + ", ended by " +
          std::to_string(static_cast<int>(from_guess.lm.termination)) + "\n from the truth to " +
          testing::PrintToString(from_truth.parameters) + ", ratio of chi-squares " +
          std::to_string(chi_square(from_guess) / chi_square(from_truth));
    }
  }
  EXPECT_GE(succeeded, must_succeed(model.info().name))
      << model.info().name << ", " << first_failure;
}

using NoiseRecovery = EveryModel;
TEST_P(NoiseRecovery, AsGoodAsFromTheTruth) { check(expect_as_good_as_from_the_truth); }
INSTANTIATE_TEST_SUITE_P(Catalogue, NoiseRecovery, testing::ValuesIn(all_groups()), GroupName());

}  // namespace
}  // namespace fitd::models
