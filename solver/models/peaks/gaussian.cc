#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Gaussian {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "gaussian",
        .description = "Normal distribution by its area.",
        .formula = "amplitude/(sigma*sqrt(2*pi)) * exp(-((x - center)/sigma)^2/2)",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "standard deviation, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"normal"},
        .example = {.parameters = {10, 5, 1.2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma] = p;
    return amplitude / (kSqrt2Pi * sigma) * exp(-0.5 * square((x - center) / sigma));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma] = p;
    return {{"fwhm", "full width at half maximum, in x", kFwhmOverSigma * sigma},
            {"height", "height of the maximum, in y", amplitude / (kSqrt2Pi * sigma)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const double sigma = peak.fwhm / kFwhmOverSigma;
    return {peak.height * sigma * kSqrt2Pi, peak.center, sigma};
  }
};

}  // namespace

FITD_DEFINE_MODEL(gaussian, Gaussian)

}  // namespace fitd::models
