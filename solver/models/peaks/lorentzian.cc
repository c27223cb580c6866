#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Lorentzian {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "lorentzian",
        .description = "Cauchy distribution by its area.",
        .formula = "amplitude/(pi*sigma) / (1 + ((x - center)/sigma)^2)",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "half width at half maximum, in x", Role::kScale, 0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"cauchy"},
        .example = {.parameters = {10, 5, 0.8}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma] = p;
    return amplitude / (kPi * sigma) / (1.0 + square((x - center) / sigma));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma] = p;
    return {{"fwhm", "full width at half maximum, in x", 2 * sigma},
            {"height", "height of the maximum, in y", amplitude / (kPi * sigma)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const double sigma = peak.fwhm / 2;
    return {peak.height * sigma * kPi, peak.center, sigma};
  }
};

}  // namespace

FITD_DEFINE_MODEL(lorentzian, Lorentzian)

}  // namespace fitd::models
