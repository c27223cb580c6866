#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct WormLikeChain {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "worm_like_chain",
        .description = "Force to extend a worm-like chain (Marko and Siggia's interpolation).",
        .formula = "kT/Lp*(1/(4*(1 - x/Lc)^2) - 1/4 + x/Lc)",
        .parameters = {{"Lp", "persistence length", Role::kScale, 0},
                       {"Lc", "contour length, in x", Role::kScale, 0},
                       {"kT", "thermal energy, in y times the unit of Lp", Role::kHeight, 0,
                        kInfinity, 4.114}},
        .predictors = {{"x", "extension"}},
        .aliases = {"wlc"},
        .example = {.parameters = {50, 1000, 4.114}, .ranges = {{0, 950}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Lp, Lc, kT] = p;
    const T u = x / Lc;
    return kT / Lp * (0.25 / square(1.0 - u) - 0.25 + u);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [Lp, Lc, kT] = p;
    return {{"stiffness", "slope at x = 0, in y per x", 1.5 * kT / (Lp * Lc)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    constexpr double kThermal = 4.114;  // pN nm at 298 K
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = s[0] > u ? value<double, double>({u}, {1, s[0], 1}) : std::nan("");
    };
    const Projection best = project(
        points, 1, basis, each(scaled(points.largest_x(), {1.01, 1.03, 1.1, 1.2, 1.4, 2, 3, 5})),
        {0.005 * points.largest_x()});
    return {kThermal / best.c[0], best.s[0], kThermal};
  }
};

}  // namespace

FITD_DEFINE_MODEL(worm_like_chain, WormLikeChain)

}  // namespace fitd::models
