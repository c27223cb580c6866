// The edges of every model's domain.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "tests/solver/models/model_samples.h"

namespace fitd::models {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Zero dose, t = 0, x^p at 0: value and derivatives take the limit.
void expect_zero_is_legal_where_the_example_begins_there(const Model& model) {
  for (const Range& range : model.info().example.ranges) {
    if (range.from != 0) return;  // not defined at 0, or nothing special there
  }
  const std::vector<double>& p = model.info().example.parameters;
  Grid zero;
  Grid near;
  for (std::size_t k = 0; k < model.info().predictors.size(); ++k) {
    zero.columns.push_back({0.0, -0.0});
    near.columns.push_back({1e-200, 1e-200});
  }
  const ValuesAndDerivatives at = derivatives_of(model, zero, p);
  const ValuesAndDerivatives limit = derivatives_of(model, near, p);
  double scale = 0;
  for (const double f : values_of(model, example_grid(model, 30), p)) {
    scale = std::fmax(scale, std::abs(f));
  }
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_LE(std::abs(at.f[i] - limit.f[i]), 1e-12 * scale);
    for (std::size_t j = 0; j < p.size(); ++j) {
      const double unit = p[j] == 0 ? 1 : std::abs(p[j]);
      EXPECT_LE(std::abs(at.df[i * p.size() + j] - limit.df[i * p.size() + j]) * unit,
                1e-12 * scale)
          << model.info().parameters[j].name << " " << at.df[i * p.size() + j];
    }
  }
}

// Overflow inside a formula must not spoil the derivatives of a finite value.
void expect_finite_values_have_finite_derivatives(const Model& model) {
  // NIST's expressions are kept as they stand: exp(t) in a denominator loses its derivative where t
  // is so close to log(largest double) that only the derivative overflows.
  if (model.info().group == "nist") return;  // expressions kept as published
  std::mt19937_64 random(99);
  for (int draw = 0; draw < 300; ++draw) {
    std::vector<double> p = parameters_near_example(model, 0.3, random);
    for (double& v : p) v *= std::pow(10, 1.5 * uniform(random));
    Grid grid = example_grid(model, 25);
    for (auto& column : grid.columns) {
      const double factor = std::pow(10, 3 * uniform(random));
      for (double& v : column) v *= factor;
    }
    const ValuesAndDerivatives at = derivatives_of(model, grid, p);
    for (std::size_t i = 0; i < grid.size(); ++i) {
      if (!std::isfinite(at.f[i])) continue;
      for (std::size_t j = 0; j < p.size(); ++j) {
        ASSERT_FALSE(std::isnan(at.df[i * p.size() + j]))
            << model.info().parameters[j].name << " at x = " << grid.columns[0][i]
            << ", f = " << at.f[i] << ", p = " << testing::PrintToString(p);
      }
    }
  }
}

void expect_anything_may_be_passed(const Model& model) {
  const double extremes[] = {0.0,    -0.0,   1.0,   -1.0,      1e300,      -1e300,
                             1e-300, 5e-324, 710.0, kInfinity, -kInfinity, std::nan("")};
  std::mt19937_64 random(3);
  const auto any = [&] { return extremes[random() % std::size(extremes)]; };
  for (int draw = 0; draw < 300; ++draw) {
    std::vector<double> p(model.info().parameters.size());
    for (double& v : p) v = any();
    Grid grid;
    for (std::size_t k = 0; k < model.info().predictors.size(); ++k) {
      grid.columns.emplace_back();
      for (int i = 0; i < 6; ++i) grid.columns.back().push_back(any());
    }
    const std::vector<double> values = values_of(model, grid, p);
    const std::vector<double> beside = derivatives_of(model, grid, p).f;
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_TRUE(values[i] == beside[i] || (std::isnan(values[i]) && std::isnan(beside[i])));
    }
  }
}

using Limits = EveryModel;
TEST_P(Limits, ZeroIsLegalWhereTheExampleBeginsThere) {
  check(expect_zero_is_legal_where_the_example_begins_there);
}
TEST_P(Limits, FiniteValuesHaveFiniteDerivatives) {
  check(expect_finite_values_have_finite_derivatives);
}
TEST_P(Limits, AnythingMayBePassed) { check(expect_anything_may_be_passed); }
INSTANTIATE_TEST_SUITE_P(Catalogue, Limits, testing::ValuesIn(all_groups()), GroupName());

std::vector<double> gradient(const char* name, double x, const std::vector<double>& p) {
  const Model* model = catalogue().find(name);
  return derivatives_of(*model, Grid{{{x}}}, p).df;
}

double value(const char* name, double x, const std::vector<double>& p) {
  return values_of(*catalogue().find(name), Grid{{{x}}}, p)[0];
}

TEST(Overflow, SigmoidsEndFlat) {
  EXPECT_EQ(value("logis", -1e9, {6, 5, 1.2}), 0);
  EXPECT_EQ(gradient("logis", -1e9, {6, 5, 1.2}), (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(value("logis", 1e9, {6, 5, 1.2}), 6);
  EXPECT_EQ(gradient("logis", 1e9, {6, 5, 1.2}), (std::vector<double>{1, 0, 0}));
  // exp((xmid - x)/scal) is near the largest double: only its derivatives overflow.
  for (const double x : {-846.0, -846.5, -846.6, -846.7, -846.8}) {
    for (const double d : gradient("logis", x, {6, 5, 1.2})) EXPECT_TRUE(std::isfinite(d)) << x;
  }
  EXPECT_EQ(gradient("ll_4", 1e200, {8, 1, 9, 2}), (std::vector<double>{0, 1, 0, 0}));
  EXPECT_EQ(gradient("ll_4", 0, {8, 1, 9, 2}), (std::vector<double>{0, 0, 1, 0}));
  EXPECT_EQ(gradient("gompertz", -1e5, {5, 4, 0.5}), (std::vector<double>{0, 0, 0}));
}

TEST(ZeroAbscissa, PowersTakeTheirLimit) {
  EXPECT_EQ(value("powerlaw", 0, {2, 1.7}), 0);
  EXPECT_EQ(gradient("powerlaw", 0, {2, 1.7}), (std::vector<double>{0, 0}));
  EXPECT_EQ(gradient("herschel_bulkley", 0, {5, 3, 0.6}), (std::vector<double>{1, 0, 0}));
  EXPECT_EQ(gradient("stretched_exponential", 0, {3, 2, 0.6}), (std::vector<double>{1, 0, 0}));
  EXPECT_EQ(gradient("allosteric_sigmoidal", 0, {10, 0.5, 4}), (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(gradient("casson", 0, {5, 0.8}), (std::vector<double>{1, 0}));
  EXPECT_EQ(gradient("lognormal", 0, {10, 1, 0.5}), (std::vector<double>{0, 0, 0}));
}

// lmfit's 1e-15 on 2*sigma^2 falsifies every width below 2e-8.
TEST(SmallWidths, AreNotClamped) {
  const double width = 1e-12;
  const double peak = value("gaussian", 5e-12, {1, 5e-12, width});
  EXPECT_NEAR(peak * width * 2.5066282746310002, 1, 1e-14);
  EXPECT_NEAR(value("gaussian", 6e-12, {1, 5e-12, width}) / peak, std::exp(-0.5), 1e-12);
  EXPECT_NEAR(
      value("lorentzian", 6e-12, {1, 5e-12, width}) / value("lorentzian", 5e-12, {1, 5e-12, width}),
      0.5, 1e-12);
}

TEST(Bateman, EqualRates) {
  // amplitude*k*t*exp(-k t).
  EXPECT_NEAR(value("bateman", 3, {5, 0.4, 0.4}), 5 * 0.4 * 3 * std::exp(-1.2), 1e-14);
  const std::vector<double> at = gradient("bateman", 3, {5, 0.4, 0.4});
  const std::vector<double> beside = gradient("bateman", 3, {5, 0.4, 0.4 + 1e-9});
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(at[j], beside[j], 1e-7);
}

}  // namespace
}  // namespace fitd::models
