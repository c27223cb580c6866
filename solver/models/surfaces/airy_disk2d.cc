#include <cmath>

#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct AiryDisk2d {
  static constexpr int kPredictors = 2;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "airy_disk2d",
        .description = "Airy's pattern of light behind a round aperture.",
        .formula =
            "amplitude*(2*J1(u)/u)^2, u = 3.8317059702075123*sqrt((x - x_0)^2 + (y - "
            "y_0)^2)/radius, J1 Bessel's function",
        .parameters = {{"amplitude", "height of the maximum", Role::kHeight},
                       {"x_0", "center, first coordinate", Role::kLocation},
                       {"y_0", "center, second coordinate", Role::kLocation},
                       {"radius", "radius of the first dark ring", Role::kScale, 0}},
        .predictors = {{"x", "first abscissa"}, {"y", "second abscissa"}},
        .aliases = {"airy_disk_2d"},
        .example = {.parameters = {5, 4.1, 6.2, 3}, .ranges = {{0, 10}, {0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x, y] = at;
    const auto& [amplitude, x_0, y_0, radius] = p;

    constexpr double kFirstZero = 3.83170597020751232;  // of J_1
    const T u = kFirstZero / radius * sqrt(square(x - x_0) + square(y - y_0));
    return amplitude * square(jinc(u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x_0, y_0, radius] = p;
    return {{"fwhm", "full width at half maximum", 0.843665960216236341 * radius}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SurfacePeakEstimate peak = estimate_surface_peak(x[0], x[1], y);
    constexpr double kRadiusOverSigma = 2.9;  // of the Gaussian that is nearest
    return {peak.height, peak.x0, peak.y0,
            kRadiusOverSigma * std::sqrt(peak.sigma_x) * std::sqrt(peak.sigma_y)};
  }
};

}  // namespace

FITD_DEFINE_MODEL(airy_disk2d, AiryDisk2d)

}  // namespace fitd::models
