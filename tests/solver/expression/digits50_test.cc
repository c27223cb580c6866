// Every model's values and derivatives against its formula evaluated with 50 digits.
#include "tests/solver/expression/digits50.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include "solver/expression/evaluate.h"
#include "tests/solver/models/model_samples.h"

namespace fitd::expression {
namespace {

using digits50::Digits50;
using digits50::Real;
using models::Grid;
using models::Model;

class ExactModel {
 public:
  explicit ExactModel(const Formula& formula) : formula_(formula), nodes_(formula.graph.size()) {}

  Real value(const std::vector<Digits50>& x, const std::vector<Digits50>& p) {
    evaluate<Digits50>(formula_.graph, x, p, nodes_);
    return nodes_[formula_.value.index].value;
  }

  // By a central difference; its own error is 1e-30 or so, relative.
  Real derivative(const std::vector<Digits50>& x, std::vector<Digits50> p, std::size_t j) {
    const Real at = p[j].value;
    const Real step = (at == 0 ? Real(1) : Real(boost::multiprecision::abs(at))) * Real("1e-17");
    p[j] = Digits50(Real(at + step));
    const Real above = value(x, p);
    p[j] = Digits50(Real(at - step));
    const Real below = value(x, p);
    return (above - below) / (2 * step);
  }

 private:
  const Formula& formula_;
  std::vector<Digits50> nodes_;
};

void expect_agree_with_50_digits(const Model& model) {
  ExactModel exact(*model.formula());
  std::mt19937_64 random(41);
  const Grid grid = models::example_grid(model, 16);
  for (int draw = 0; draw < 3; ++draw) {
    const std::vector<double> p = models::parameters_near_example(model, 0.5, random);
    const std::vector<Digits50> p50(p.begin(), p.end());
    const auto at = models::derivatives_of(model, grid, p);
    for (std::size_t i = 0; i < grid.size(); ++i) {
      if (!std::isfinite(at.f[i])) continue;
      std::vector<Digits50> x;
      for (const auto& column : grid.columns) x.emplace_back(column[i]);
      double sensitivity = std::abs(at.f[i]);
      for (std::size_t j = 0; j < p.size(); ++j) {
        const double d = at.df[i * p.size() + j];
        const double unit = p[j] == 0 ? 1 : std::abs(p[j]);
        sensitivity = std::fmax(sensitivity, std::abs(d * p[j]));
        const double expected = exact.derivative(x, p50, j).convert_to<double>();
        const double scale = std::fmax(std::abs(expected), std::abs(at.f[i]) / unit);
        EXPECT_LE(std::abs(d - expected), 1e-10 * scale + 1e-300)
            << "d/d" << model.info().parameters[j].name << " at " << grid.columns[0][i] << ": " << d
            << ", not " << expected << ", f " << at.f[i];
      }
      const double value = exact.value(x, p50).convert_to<double>();
      EXPECT_LE(std::abs(at.f[i] - value), 1e-13 * sensitivity + 1e-300) << grid.columns[0][i];
    }
  }
}

using Exact = models::EveryModel;
TEST_P(Exact, DerivativesAgreeWith50Digits) { check(expect_agree_with_50_digits); }
INSTANTIATE_TEST_SUITE_P(Catalogue, Exact, testing::ValuesIn(models::all_groups()),
                         models::GroupName());

// The 50-digit functions themselves, where one can be had from another.
TEST(Digits50Functions, AgreeWithEachOther) {
  const Real tiny("1e-45");
  const auto near = [&](const Digits50& a, const Digits50& b) {
    EXPECT_LE(boost::multiprecision::abs(Real(a.value / b.value - 1)), tiny) << a.value;
  };
  for (const double b : {0.01, 0.7, 3.0, 11.0, 15.0, 40.0}) {
    near(digits50::voigt_function(0.0, b), digits50::erfcx(b));
  }
  near(digits50::gamma_half_ratio(0.5),
       Digits50(1.0) /
           sqrt(Digits50(Real("3.14159265358979323846264338327950288419716939937510582"))));
  near(digits50::gamma_median(1.0), log(Digits50(2.0)));
}

}  // namespace
}  // namespace fitd::expression
