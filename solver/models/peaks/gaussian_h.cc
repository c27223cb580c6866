#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct GaussianH {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "gaussian_h",
        .description = "Gaussian by its height.",
        .formula = "height * exp(-((x - center)/sigma)^2/2)",
        .parameters = {{"height", "height of the maximum, in y", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "standard deviation, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {3, 5, 1.2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [height, center, sigma] = p;
    return height * exp(-0.5 * square((x - center) / sigma));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [height, center, sigma] = p;
    return {{"fwhm", "full width at half maximum, in x", kFwhmOverSigma * sigma},
            {"area", "area under the peak, in y times x", kSqrt2Pi * height * sigma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    return {peak.height, peak.center, peak.fwhm / kFwhmOverSigma};
  }
};

}  // namespace

FITD_DEFINE_MODEL(gaussian_h, GaussianH)

}  // namespace fitd::models
