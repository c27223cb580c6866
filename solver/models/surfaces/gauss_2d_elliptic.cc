#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Gauss2dElliptic {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "gauss_2d_elliptic",
        .description = "Gaussian over the plane with axes along x and y, on a constant offset.",
        .formula = "amplitude*exp(-((x - x0)/sigma_x)^2/2 - ((y - y0)/sigma_y)^2/2) + offset",
        .parameters = {{"amplitude", "height above the offset", Role::kHeight},
                       {"x0", "position of the maximum, in x", Role::kLocation},
                       {"y0", "position of the maximum, in y", Role::kLocation},
                       {"sigma_x", "standard deviation, in x", Role::kScale, 0},
                       {"sigma_y", "standard deviation, in y", Role::kScale, 0},
                       {"offset", "level far from the peak", Role::kOffset}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},

        .example = {.parameters = {5, 4, 6, 1, 1.8, 1}, .ranges = {{0, 10}, {0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, x0, y0, sigma_x, sigma_y, offset] = p;
    return amplitude * exp(-0.5 * (square((x - x0) / sigma_x) + square((y - y0) / sigma_y))) +
           offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x0, y0, sigma_x, sigma_y, offset] = p;
    return {
        {"fwhm_x", "full width at half maximum along the first axis", kFwhmOverSigma * sigma_x},
        {"fwhm_y", "full width at half maximum along the second axis", kFwhmOverSigma * sigma_y},
        {"volume", "volume above the offset, in z times x times y",
         2 * kPi * amplitude * sigma_x * sigma_y}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SurfacePeakEstimate peak = estimate_surface_peak(x[0], x[1], y, Baseline::kFree);
    return {peak.height, peak.x0, peak.y0, peak.sigma_x, peak.sigma_y, peak.baseline};
  }
};

}  // namespace

FITD_DEFINE_MODEL(gauss_2d_elliptic, Gauss2dElliptic)

}  // namespace fitd::models
