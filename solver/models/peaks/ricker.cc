#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ricker {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "ricker",
        .description = "Ricker wavelet, the negative second derivative of a Gaussian.",
        .formula = "amplitude * (1 - u^2) * exp(-u^2/2), u = (x - x_0)/sigma",
        .parameters = {{"amplitude", "height of the maximum, in y", Role::kHeight},
                       {"x_0", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "standard deviation of the Gaussian, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"ricker_wavelet_1d", "mexican_hat"},
        .example = {.parameters = {3, 5, 1}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, x_0, sigma] = p;
    const T u2 = square((x - x_0) / sigma);
    return amplitude * (1.0 - u2) * exp(-0.5 * u2);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, x_0, sigma] = p;
    return {{"fwhm", "full width at half maximum, in x", 1.25187536723695196 * sigma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    return {peak.height, peak.center, peak.fwhm / 1.2};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ricker, Ricker)

}  // namespace fitd::models
