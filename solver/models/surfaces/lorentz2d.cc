#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Lorentz2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "lorentz2d",
        .description = "Round Lorentzian over the plane.",
        .formula = "amplitude*h^2/((x - x_0)^2 + (y - y_0)^2 + h^2), h = fwhm/2",
        .parameters = {{"amplitude", "height of the maximum", Role::kHeight},
                       {"x_0", "position of the maximum, in x", Role::kLocation},
                       {"y_0", "position of the maximum, in y", Role::kLocation},
                       {"fwhm", "full width at half maximum", Role::kScale, 0}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},
        .aliases = {"lorentz_2d"},
        .example = {.parameters = {5, 4, 6, 2}, .ranges = {{0, 10}, {0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, x_0, y_0, fwhm] = p;
    const T half = 0.5 * fwhm;
    return amplitude / (1.0 + square((x - x_0) / half) + square((y - y_0) / half));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SurfacePeakEstimate peak = estimate_surface_peak(x[0], x[1], y);
    return {peak.height, peak.x0, peak.y0, peak.sigma_x + peak.sigma_y};
  }
};

}  // namespace

FITD_DEFINE_MODEL(lorentz2d, Lorentz2d)

}  // namespace fitd::models
