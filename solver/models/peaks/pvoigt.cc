#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Pvoigt {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "pvoigt",
        .description =
            "Pseudo-Voigt: weighted sum of a Gaussian and a Lorentzian of equal width, by its "
            "area.",
        .formula =
            "(1 - fraction)*gaussian(x, amplitude, center, sigma/sqrt(2*log(2))) + "
            "fraction*lorentzian(x, amplitude, center, sigma)",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "half width at half maximum of both parts, in x", Role::kScale, 0},
                       {"fraction", "share of the Lorentzian", Role::kShape, 0, 1}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"pseudo_voigt"},
        .example = {.parameters = {10, 5, 0.8, 0.4}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, fraction] = p;
    const T u = (x - center) / sigma;
    constexpr double kGaussian = kFwhmOverSigma / 2 / kSqrt2Pi;
    const T gaussian = kGaussian * exp(-kLn2 * square(u));
    const T lorentzian = 1.0 / (kPi * (1.0 + square(u)));
    return amplitude / sigma * ((1.0 - fraction) * gaussian + fraction * lorentzian);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, fraction] = p;
    return {
        {"fwhm", "full width at half maximum, in x", 2 * sigma},
        {"height", "height of the maximum, in y",
         amplitude / sigma * (kFwhmOverSigma / 2 / kSqrt2Pi * (1 - fraction) + fraction / kPi)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const double sigma = peak.fwhm / 2;
    return {peak.height * sigma * 2.52, peak.center, sigma, 0.5};
  }
};

}  // namespace

FITD_DEFINE_MODEL(pvoigt, Pvoigt)

}  // namespace fitd::models
