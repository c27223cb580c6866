#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct LorentzianOffset {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "lorentzian_offset",
        .description = "Lorentzian by its height, on a constant offset.",
        .formula = "amplitude / (1 + ((x - center)/sigma)^2) + offset",
        .parameters = {{"amplitude", "height above the offset, in y", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "half width at half maximum, in x", Role::kScale, 0},
                       {"offset", "level far from the peak, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"cauchy_1d"},
        .example = {.parameters = {3, 5, 0.6, 0.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, offset] = p;
    return amplitude / (1.0 + square((x - center) / sigma)) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, offset] = p;
    return {{"fwhm", "full width at half maximum, in x", 2 * sigma},
            {"area", "area above the offset, in y times x", kPi * amplitude * sigma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y, Baseline::kFree);
    return {peak.height, peak.center, peak.fwhm / 2, peak.baseline};
  }
};

}  // namespace

FITD_DEFINE_MODEL(lorentzian_offset, LorentzianOffset)

}  // namespace fitd::models
