// From the guess, a fit finds every model's example again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <utility>

#include "solver/curve/fit_curve.h"
#include "tests/solver/models/model_samples.h"
#include "tests/solver/models/scaling_exponents.h"

namespace fitd::models {
namespace {

curve::CurveOutcome fit_from_guess(const Model& model, const Grid& grid,
                                   const std::vector<double>& y) {
  curve::CurveFit fit;
  fit.model = &model;
  fit.data.predictors = grid.spans();
  fit.data.y = y;
  fit.start = model.guess(fit.data.predictors, y);
  for (const ParameterInfo& p : model.info().parameters) {
    fit.fixed.push_back(p.fixed_default.has_value());
  }
  fit.options.ftol = 1e-15;
  fit.options.xtol = 1e-12;
  fit.options.maxfev = 3000;
  return curve::fit_curve(fit, {}, {});
}

double sum_of_squares(const std::vector<double>& v) {
  double largest = 0;
  for (const double a : v) largest = std::fmax(largest, std::abs(a));
  double sum = 0;
  for (const double a : v) sum += largest > 0 ? a / largest * (a / largest) : 0;
  return sum * largest * largest;
}

// The curve; its parameters may be those of a mirror image (a shift by 2 pi, terms exchanged).
void expect_curve(const curve::CurveOutcome& outcome, const std::vector<double>& y,
                  double tolerance) {
  EXPECT_LE(outcome.lm.residual_norm, tolerance * std::sqrt(sum_of_squares(y)))
      << "ended by " << static_cast<int>(outcome.lm.termination) << " at "
      << testing::PrintToString(outcome.parameters);
}

void expect_example_recovered(const Model& model) {
  if (!model.can_guess()) return;
  const Grid grid = example_grid(model, model.info().predictors.size() == 1 ? 60 : 225);
  const std::vector<double> y = values_of(model, grid, model.info().example.parameters);
  expect_curve(fit_from_guess(model, grid, y), y, 1e-7);
}

void expect_example_recovered_in_other_units(const Model& model) {
  const auto exponents = scaling_exponents(model);
  const auto& parameters = model.info().parameters;
  const bool has_constant = std::any_of(parameters.begin(), parameters.end(),
                                        [](const auto& p) { return p.fixed_default.has_value(); });
  if (!model.can_guess() || !exponents || has_constant) return;
  Grid grid = example_grid(model, model.info().predictors.size() == 1 ? 60 : 225);
  for (auto& column : grid.columns) {
    for (double& x : column) x *= 1e-9;
  }
  const std::vector<double> y = values_of(
      model, grid, scaled_parameters(model.info().example.parameters, *exponents, 1e-9, 1e12));
  expect_curve(fit_from_guess(model, grid, y), y, 1e-7);
}

// A fit must do at least as well as the truth.
void expect_fit_in_noise(const Model& model) {
  // The quotients of polynomials have several minima in as much noise as this, and the guess that
  // fits best need not lie by the deepest.
  const std::string& name = model.info().name;
  if (!model.can_guess() || name == "nist_hahn1" || name == "nist_kirby2") return;
  const Grid grid = example_grid(model, model.info().predictors.size() == 1 ? 120 : 225);
  const std::vector<double> exact = values_of(model, grid, model.info().example.parameters);
  const auto [low, high] = std::minmax_element(exact.begin(), exact.end());
  std::mt19937_64 random(17);
  for (int draw = 0; draw < 5; ++draw) {
    std::vector<double> y = exact;
    std::vector<double> noise(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) {
      noise[i] = 0.03 * (*high - *low) * uniform(random);
      y[i] += noise[i];
    }
    const curve::CurveOutcome outcome = fit_from_guess(model, grid, y);
    EXPECT_LE(outcome.lm.residual_norm, 1.0001 * std::sqrt(sum_of_squares(noise)))
        << "ended by " << static_cast<int>(outcome.lm.termination) << " at "
        << testing::PrintToString(outcome.parameters) << ", draw " << draw;
  }
}

using GuessRecovery = EveryModel;
TEST_P(GuessRecovery, Example) { check(expect_example_recovered); }
TEST_P(GuessRecovery, ExampleInOtherUnits) { check(expect_example_recovered_in_other_units); }
TEST_P(GuessRecovery, ExampleInNoise) { check(expect_fit_in_noise); }
INSTANTIATE_TEST_SUITE_P(Catalogue, GuessRecovery, testing::ValuesIn(all_groups()), GroupName());

// A NIST StRD file: predictors, y, and the certified residual sum of squares.
struct NistSet {
  Grid grid;
  std::vector<double> y;
  double certified = 0;
};

NistSet read_nist(const std::string& name, std::size_t predictors) {
  std::ifstream file(FITD_TEST_DATA "/nist/" + name + ".dat");
  NistSet set;
  set.grid.columns.resize(predictors);
  bool in_data = false;
  for (std::string line; std::getline(file, line);) {
    const std::string label = "Residual Sum of Squares:";
    if (line.starts_with(label)) set.certified = std::stod(line.substr(label.size()));
    std::istringstream words(line);
    double y = 0;
    if (in_data && words >> y) {
      set.y.push_back(y);
      for (auto& column : set.grid.columns) {
        column.emplace_back();
        words >> column.back();
      }
    }
    in_data = in_data || (line.starts_with("Data:") && set.certified != 0);
  }
  return set;
}

TEST(NistRecovery, NistDataFromTheGuess) {
  const std::pair<const char*, const char*> sets[] = {
      {"nist_misra1a", "Misra1a"},   {"nist_boxbod", "BoxBOD"},     {"nist_misra1b", "Misra1b"},
      {"nist_misra1c", "Misra1c"},   {"nist_misra1d", "Misra1d"},   {"nist_chwirut1", "Chwirut1"},
      {"nist_chwirut2", "Chwirut2"}, {"nist_danwood", "DanWood"},   {"nist_kirby2", "Kirby2"},
      {"nist_hahn1", "Hahn1"},       {"nist_thurber", "Thurber"},   {"nist_mgh17", "MGH17"},
      {"nist_mgh09", "MGH09"},       {"nist_mgh10", "MGH10"},       {"nist_enso", "ENSO"},
      {"nist_rat42", "Rat42"},       {"nist_rat43", "Rat43"},       {"nist_eckerle4", "Eckerle4"},
      {"nist_bennett5", "Bennett5"}, {"nist_lanczos2", "Lanczos2"}, {"nist_lanczos3", "Lanczos3"}};
  for (const auto& [name, file] : sets) {
    SCOPED_TRACE(name);
    const Model* model = catalogue().find(name);
    const NistSet set = read_nist(file, 1);
    ASSERT_GT(set.y.size(), 5u);
    const curve::CurveOutcome outcome = fit_from_guess(*model, set.grid, set.y);
    const double rss = outcome.lm.residual_norm * outcome.lm.residual_norm;
    EXPECT_NEAR(rss, set.certified, 1e-6 * set.certified)
        << testing::PrintToString(outcome.parameters);
  }
}

}  // namespace
}  // namespace fitd::models
