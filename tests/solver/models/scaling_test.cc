// Data in SI units: x in nanometres or nanoseconds, y in counts.
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "tests/solver/models/model_samples.h"
#include "tests/solver/models/scaling_exponents.h"

namespace fitd::models {
namespace {

constexpr double kX = 1e-9;
constexpr double kY = 1e12;

void expect_same_curve_in_other_units(const Model& model) {
  const auto exponents = scaling_exponents(model);
  if (!exponents) return;
  const std::vector<double>& p = model.info().example.parameters;
  Grid grid = example_grid(model, 40);
  const ValuesAndDerivatives plain = derivatives_of(model, grid, p);
  double scale = 0;
  for (const double f : plain.f) scale = std::fmax(scale, std::abs(f));
  for (auto& column : grid.columns) {
    for (double& x : column) x *= kX;
  }
  const ValuesAndDerivatives scaled =
      derivatives_of(model, grid, scaled_parameters(p, *exponents, kX, kY));
  for (std::size_t i = 0; i < grid.size(); ++i) {
    EXPECT_NEAR(scaled.f[i] / kY, plain.f[i], 1e-11 * scale);
    for (std::size_t j = 0; j < p.size(); ++j) {
      const Exponents& unit = (*exponents)[j];
      const double factor = kY / (std::pow(kX, unit.by_x) * std::pow(kY, unit.by_y));
      const double derivative = scaled.df[i * p.size() + j] / factor;
      const double size = p[j] == 0 ? 1 : std::abs(p[j]);
      EXPECT_NEAR(derivative * size, plain.df[i * p.size() + j] * size, 1e-10 * scale)
          << model.info().parameters[j].name;
    }
  }
}

using Scaling = EveryModel;
TEST_P(Scaling, SameCurveInOtherUnits) { check(expect_same_curve_in_other_units); }
INSTANTIATE_TEST_SUITE_P(Catalogue, Scaling, testing::ValuesIn(all_groups()), GroupName());

// That the test above tests something. What does not scale holds log(x), a value at x = 1 or a
// constant of nature.
TEST(ScalingCoverage, MostModelsScale) {
  std::set<std::string> scaling;
  for (const auto& model : catalogue().models()) {
    if (scaling_exponents(*model)) scaling.insert(model->info().name);
  }
  EXPECT_GE(scaling.size(), catalogue().models().size() * 3 / 4);
  for (const char* name :
       {"gaussian", "lorentzian", "voigt", "pvoigt", "moffat", "step_erf", "linear", "polynomial_5",
        "exponential", "biexponential", "logis", "ll_4", "michaelis_menten", "damped_sine",
        "carreau", "langevin", "gauss_2d", "gauss_2d_rotated", "polynomial2d_2"}) {
    EXPECT_TRUE(scaling.contains(name)) << name;
  }
}

}  // namespace
}  // namespace fitd::models
