#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct BreitWigner {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "breit_wigner",
        .description = "Breit-Wigner-Fano resonance; far from it the curve tends to its amplitude.",
        .formula = "amplitude*(q + u)^2/(1 + u^2), u = 2*(x - center)/sigma",
        .parameters = {{"amplitude", "level far from the resonance, in y", Role::kHeight},
                       {"center", "position of the resonance, in x", Role::kLocation},
                       {"sigma", "full width of the resonance, in x", Role::kScale, 0},
                       {"q", "Fano's asymmetry parameter", Role::kShape}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"breit_wigner_fano", "fano"},
        .example = {.parameters = {3, 5, 1.5, 1.2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, q] = p;
    const T u = 2.0 * (x - center) / sigma;
    return amplitude * square(q + u) / (1.0 + square(u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, q] = p;
    return {{"height", "height of the maximum, in y", amplitude * (1 + q * q)},
            {"maximum_at", "position of the maximum, in x", center + sigma / (2 * q)},
            {"zero_at", "where the curve touches zero, in x", center - q * sigma / 2}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    // Linear in amplitude * (1, q^2 - 1, 2q).
    const Points points = sorted_points(x[0], y);
    const Basis basis = [](double v, const double* s, double* phi) {
      const double u = 2 * (v - s[0]) / s[1];
      phi[0] = 1;
      phi[1] = 1 / (1 + u * u);
      phi[2] = u / (1 + u * u);
    };
    const double span = points.span();
    const Projection best = project(
        points, 3, basis,
        all_pairs(location_grid(points), scaled(span, {0.5, 0.2, 0.1, 0.04, 0.01})), {span / 24});
    return {best.c[0], best.s[0], std::abs(best.s[1]), best.c[2] / (2 * best.c[0])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(breit_wigner, BreitWigner)

}  // namespace fitd::models
