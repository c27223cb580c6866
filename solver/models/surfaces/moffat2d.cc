#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Moffat2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "moffat2d",
        .description = "Moffat's profile over the plane.",
        .formula = "amplitude*(1 + ((x - x_0)^2 + (y - y_0)^2)/gamma^2)^(-alpha)",
        .parameters = {{"amplitude", "height of the maximum", Role::kHeight},
                       {"x_0", "position of the maximum, in x", Role::kLocation},
                       {"y_0", "position of the maximum, in y", Role::kLocation},
                       {"gamma", "core width", Role::kScale, 0},
                       {"alpha", "exponent of the wings", Role::kShape, 0}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},
        .aliases = {"moffat_2d"},
        .example = {.parameters = {5, 4, 6, 2, 2.5}, .ranges = {{0, 10}, {0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, x_0, y_0, gamma, alpha] = p;
    return amplitude * pow(1.0 + (square((x - x_0) / gamma) + square((y - y_0) / gamma)), -alpha);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x_0, y_0, gamma, alpha] = p;
    return {{"fwhm", "full width at half maximum", 2 * gamma * sqrt(expm1(kLn2 / alpha))},
            {"volume", "volume, in z times x times y",
             amplitude * kPi * gamma * gamma / select(alpha > 1, alpha - 1, Symbol(0))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SurfacePeakEstimate peak = estimate_surface_peak(x[0], x[1], y);
    return {peak.height, peak.x0, peak.y0, peak.sigma_x + peak.sigma_y, 2.5};
  }
};

}  // namespace

FITD_DEFINE_MODEL(moffat2d, Moffat2d)

}  // namespace fitd::models
