#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ricker2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "ricker2d",
        .description = "Ricker wavelet over the plane.",
        .formula = "amplitude*(1 - u)*exp(-u), u = ((x - x_0)^2 + (y - y_0)^2)/(2*sigma^2)",
        .parameters = {{"amplitude", "height of the maximum", Role::kHeight},
                       {"x_0", "position of the maximum, in x", Role::kLocation},
                       {"y_0", "position of the maximum, in y", Role::kLocation},
                       {"sigma", "width", Role::kScale, 0}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},
        .aliases = {"ricker_wavelet_2d"},
        .example = {.parameters = {5, 4, 6, 1.5}, .ranges = {{0, 10}, {0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, x_0, y_0, sigma] = p;
    const T u = 0.5 * (square((x - x_0) / sigma) + square((y - y_0) / sigma));
    return amplitude * (1.0 - u) * exp(-u);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x_0, y_0, sigma] = p;
    return {{"fwhm", "full width at half maximum", 1.58725689879214210 * sigma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SurfacePeakEstimate peak = estimate_surface_peak(x[0], x[1], y);
    return {peak.height, peak.x0, peak.y0, peak.sigma_x + peak.sigma_y};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ricker2d, Ricker2d)

}  // namespace fitd::models
