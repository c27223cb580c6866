#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Moffat {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "moffat",
        .description = "Moffat's profile of a seeing disk, by its height.",
        .formula = "amplitude / (1 + ((x - center)/sigma)^2)^beta",
        .parameters = {{"amplitude", "height of the maximum, in y", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "width, in x: half the full width at half maximum for beta = 1",
                        Role::kScale, 0},
                       {"beta", "exponent of the wings; 1: Lorentzian", Role::kShape, 0}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {10, 5, 1.2, 2.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, beta] = p;
    return amplitude * pow(1.0 + square((x - center) / sigma), -beta);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, beta] = p;
    return {{"fwhm", "full width at half maximum, in x", 2 * sigma * sqrt(expm1(kLn2 / beta))},
            {"area", "area under the peak, in y times x",
             amplitude * sigma * kSqrtPi / gamma_half_ratio(beta - 0.5)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    constexpr double kBeta = 1.5;
    const double sigma = peak.fwhm / 2 / std::sqrt(std::pow(2, 1 / kBeta) - 1);
    return {peak.height, peak.center, sigma, kBeta};
  }
};

}  // namespace

FITD_DEFINE_MODEL(moffat, Moffat)

}  // namespace fitd::models
