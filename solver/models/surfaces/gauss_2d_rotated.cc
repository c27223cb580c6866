#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Gauss2dRotated {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 7;

  static ModelInfo info() {
    return {
        .name = "gauss_2d_rotated",
        .description = "Gaussian over the plane with turned axes, on a constant offset.",
        .formula =
            "amplitude*exp(-(u/sigma_x)^2/2 - (v/sigma_y)^2/2) + offset, u = (x - x0)*cos(theta) - "
            "(y - y0)*sin(theta), v = (x - x0)*sin(theta) + (y - y0)*cos(theta)",
        .parameters = {{"amplitude", "height above the offset", Role::kHeight},
                       {"x0", "position of the maximum, in x", Role::kLocation},
                       {"y0", "position of the maximum, in y", Role::kLocation},
                       {"sigma_x", "standard deviation along the first axis", Role::kScale, 0},
                       {"sigma_y", "standard deviation along the second axis", Role::kScale, 0},
                       {"offset", "level far from the peak", Role::kOffset},
                       {"theta", "angle of the axes", Role::kShape}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},

        .example = {.parameters = {5, 4, 6, 1, 1.8, 1, 0.4}, .ranges = {{0, 10}, {0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, x0, y0, sigma_x, sigma_y, offset, theta] = p;
    const T u = (x - x0) * cos(theta) - (y - y0) * sin(theta);
    const T v = (x - x0) * sin(theta) + (y - y0) * cos(theta);
    return amplitude * exp(-0.5 * (square(u / sigma_x) + square(v / sigma_y))) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x0, y0, sigma_x, sigma_y, offset, theta] = p;
    return {
        {"fwhm_x", "full width at half maximum along the first axis", kFwhmOverSigma * sigma_x},
        {"fwhm_y", "full width at half maximum along the second axis", kFwhmOverSigma * sigma_y},
        {"volume", "volume above the offset, in z times x times y",
         2 * kPi * amplitude * sigma_x * sigma_y}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SurfacePeakEstimate peak = estimate_surface_peak(x[0], x[1], y, Baseline::kFree);
    // The principal axes of the covariance {{a, c}, {c, b}}.
    const double scale = std::max(peak.sigma_x, peak.sigma_y);
    const double a = peak.sigma_x / scale * (peak.sigma_x / scale);
    const double b = peak.sigma_y / scale * (peak.sigma_y / scale);
    const double c = peak.correlation * std::sqrt(a * b);
    const double theta = -0.5 * std::atan2(2 * c, a - b);
    const double middle = (a + b) / 2;
    const double radius = std::hypot((a - b) / 2, c);
    return {peak.height,
            peak.x0,
            peak.y0,
            scale * std::sqrt(middle + radius),
            scale * std::sqrt(std::max(middle - radius, 1e-4 * middle)),
            peak.baseline,
            theta};
  }
};

}  // namespace

FITD_DEFINE_MODEL(gauss_2d_rotated, Gauss2dRotated)

}  // namespace fitd::models
