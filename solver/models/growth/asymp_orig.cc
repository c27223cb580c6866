#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct AsympOrig {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "asymp_orig",
        .description = "Asymptotic regression through the origin.",
        .formula = "Asym*(1 - exp(-exp(lrc)*x))",
        .parameters = {{"Asym", "level that the curve ends at, in y", Role::kHeight},
                       {"lrc", "logarithm of the rate, in 1/x", Role::kShape}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"ssasymporig"},
        .example = {.parameters = {10, -1}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Asym, lrc] = p;
    return -Asym * expm1(-exp(lrc) * x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Asym, lrc] = p;
    return {{"rate", "rate constant, in 1/x", exp(lrc)},
            {"half_life", "half-life, in x", kLn2 * exp(-lrc)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = -std::expm1(-s[0] * u);
    };
    const Projection best = project(points, 1, basis, each(rate_grid(points)));
    return {best.c[0], std::log(best.s[0])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(asymp_orig, AsympOrig)

}  // namespace fitd::models
