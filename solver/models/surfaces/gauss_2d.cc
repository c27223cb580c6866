#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Gauss2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "gauss_2d",
        .description = "Round Gaussian over the plane, on a constant offset.",
        .formula = "amplitude*exp(-((x - x0)^2 + (y - y0)^2)/(2*sigma^2)) + offset",
        .parameters = {{"amplitude", "height above the offset", Role::kHeight},
                       {"x0", "position of the maximum, in x", Role::kLocation},
                       {"y0", "position of the maximum, in y", Role::kLocation},
                       {"sigma", "standard deviation, in x and y", Role::kScale, 0},
                       {"offset", "level far from the peak", Role::kOffset}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},

        .example = {.parameters = {5, 4, 6, 1.3, 1}, .ranges = {{0, 10}, {0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, x0, y0, sigma, offset] = p;
    return amplitude * exp(-0.5 * (square((x - x0) / sigma) + square((y - y0) / sigma))) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x0, y0, sigma, offset] = p;
    return {{"fwhm", "full width at half maximum", kFwhmOverSigma * sigma},
            {"volume", "volume above the offset, in z times x times y",
             2 * kPi * amplitude * sigma * sigma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SurfacePeakEstimate peak = estimate_surface_peak(x[0], x[1], y, Baseline::kFree);
    return {peak.height, peak.x0, peak.y0, std::sqrt(peak.sigma_x) * std::sqrt(peak.sigma_y),
            peak.baseline};
  }
};

}  // namespace

FITD_DEFINE_MODEL(gauss_2d, Gauss2d)

}  // namespace fitd::models
