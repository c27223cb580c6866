#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Dho {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "dho",
        .description = "Damped harmonic oscillator seen by scattering, with detailed balance.",
        .formula =
            "amplitude*sigma/pi/(1 - exp(-x/gamma)) * (1/((x - center)^2 + sigma^2) - 1/((x + "
            "center)^2 + sigma^2))",
        .parameters = {{"amplitude", "strength, in y times x", Role::kHeight},
                       {"center", "energy of the oscillator, in x", Role::kLocation},
                       {"sigma", "half width of the lines, in x", Role::kScale, 0},
                       {"gamma", "thermal energy kT, in x", Role::kScale, 0}},
        .predictors = {{"x", "energy transfer"}},
        .aliases = {"damped_harmonic_oscillator"},
        .example = {.parameters = {10, 5, 0.8, 3}, .ranges = {{-10, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, gamma] = p;

    // 1/(1 - exp(-x/gamma)) is gamma/x*bernoulli(-x/gamma), and x divides the difference.
    const T below = square(x - center) + square(sigma);
    const T above = square(x + center) + square(sigma);
    return amplitude * sigma / kPi * gamma * bernoulli(-x / gamma) *
           (4.0 * center / (below * above));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, gamma] = p;
    return {{"line_width", "full width at half maximum of each line, in x", 2 * sigma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], std::abs(s[1]), std::abs(s[2])});
    };
    const Points points = sorted_points(x[0], y);
    const double center = std::abs(peak.center);
    const Projection best =
        project(points, 1, basis,
                all_triples({center, 0.9 * center, 1.1 * center}, scaled(peak.fwhm, {0.25, 0.5, 1}),
                            scaled(center, {0.1, 0.3, 1, 3, 10})),
                {peak.fwhm / 4});
    return {best.c[0], best.s[0], std::abs(best.s[1]), std::abs(best.s[2])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(dho, Dho)

}  // namespace fitd::models
