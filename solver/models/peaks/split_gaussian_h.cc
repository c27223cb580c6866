#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SplitGaussianH {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "split_gaussian_h",
        .description =
            "Gaussian with different widths left and right of its maximum, by its height.",
        .formula = "height * exp(-((x - center)/s)^2/2), s = sigma for x < center, else sigma_r",
        .parameters = {{"height", "height of the maximum, in y", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "standard deviation on the left, in x", Role::kScale, 0},
                       {"sigma_r", "standard deviation on the right, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"bigaussian"},
        .example = {.parameters = {3, 4, 0.8, 1.6}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [height, center, sigma, sigma_r] = p;
    const T width = select(x < center, sigma, sigma_r);
    return height * exp(-0.5 * square((x - center) / width));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [height, center, sigma, sigma_r] = p;
    return {
        {"fwhm", "full width at half maximum, in x", kFwhmOverSigma / 2 * (sigma + sigma_r)},
        {"area", "area under the peak, in y times x", kSqrt2Pi / 2 * height * (sigma + sigma_r)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], std::abs(s[1]), std::abs(s[2])});
    };
    const double w = peak.fwhm / kFwhmOverSigma;
    const Projection best =
        project(sorted_points(x[0], y), 1, basis, {{peak.center, w, w}}, {w / 2});
    return {best.c[0], best.s[0], std::abs(best.s[1]), std::abs(best.s[2])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(split_gaussian_h, SplitGaussianH)

}  // namespace fitd::models
