#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Gaussian2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "gaussian2d",
        .description = "Gaussian over the plane by its volume.",
        .formula =
            "amplitude/(2*pi*sigmax*sigmay)*exp(-((x - centerx)/sigmax)^2/2 - ((y - "
            "centery)/sigmay)^2/2)",
        .parameters = {{"amplitude", "volume under the peak", Role::kHeight},
                       {"centerx", "position of the maximum, in x", Role::kLocation},
                       {"centery", "position of the maximum, in y", Role::kLocation},
                       {"sigmax", "standard deviation, in x", Role::kScale, 0},
                       {"sigmay", "standard deviation, in y", Role::kScale, 0}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},

        .example = {.parameters = {30, 4, 6, 1, 1.8}, .ranges = {{0, 10}, {0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, centerx, centery, sigmax, sigmay] = p;
    const T u2 = square((x - centerx) / sigmax) + square((y - centery) / sigmay);
    return amplitude / (2.0 * kPi * sigmax * sigmay) * exp(-0.5 * u2);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, centerx, centery, sigmax, sigmay] = p;
    return {{"height", "height of the maximum", amplitude / (2 * kPi * sigmax * sigmay)},
            {"fwhmx", "full width at half maximum along x", kFwhmOverSigma * sigmax},
            {"fwhmy", "full width at half maximum along y", kFwhmOverSigma * sigmay}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SurfacePeakEstimate peak = estimate_surface_peak(x[0], x[1], y);
    return {peak.height * 2 * kPi * peak.sigma_x * peak.sigma_y, peak.x0, peak.y0, peak.sigma_x,
            peak.sigma_y};
  }
};

}  // namespace

FITD_DEFINE_MODEL(gaussian2d, Gaussian2d)

}  // namespace fitd::models
