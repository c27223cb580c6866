#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct WeibullGrowth {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "weibull_growth",
        .description = "Weibull growth.",
        .formula = "Asym - Drop*exp(-exp(lrc)*x^pwr)",
        .parameters = {{"Asym", "level that the growth ends at, in y", Role::kHeight},
                       {"Drop", "growth from x = 0 on, in y", Role::kHeight},
                       {"lrc", "logarithm of the rate", Role::kShape},
                       {"pwr", "power of x", Role::kShape, 0}},
        .predictors = {{"x", "abscissa, not negative"}},
        .aliases = {"ssweibull"},
        .example = {.parameters = {160, 115, -5.5, 2.4}, .ranges = {{0, 21}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Asym, Drop, lrc, pwr] = p;
    return Asym - Drop * exp(-exp(lrc) * pow(x, pwr));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Asym, Drop, lrc, pwr] = p;
    return {
        {"initial", "value at x = 0, in y", Asym - Drop},
        {"half_time", "where half of Drop is made up, in x", exp((std::log(kLn2) - lrc) / pwr)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = u > 0 ? -std::exp(-std::pow(u / s[0], s[1])) : -1;
      phi[1] = 1;
    };
    const Projection best =
        project(points, 2, basis, all_pairs(length_grid(points), {0.5, 1, 1.5, 2, 3, 4, 6}));
    return {best.c[1], best.c[0], -best.s[1] * std::log(best.s[0]), best.s[1]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(weibull_growth, WeibullGrowth)

}  // namespace fitd::models
