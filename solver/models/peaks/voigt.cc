#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

// By the chord method from Olivero and Longbothum's approximation (JQSRT 17 (1977) 233), which is
// good to 2e-4; each step makes the error a thousandth.
Symbol voigt_fwhm(const Symbol& sigma, const Symbol& gamma) {
  const Symbol unit = kSqrt2 * sigma;
  const Symbol v = gamma / unit;
  const Symbol half_height = 0.5 * erfcx(v);
  const auto above_half = [&](const Symbol& u) { return voigt_function(u, v) - half_height; };
  const Symbol g = kFwhmOverSigma / kSqrt2;  // widths in the unit
  const Symbol start = 0.5 * (0.5346 * 2 * v + sqrt(0.2166 * 4 * v * v + g * g));
  const Symbol chord = (above_half(1.001 * start) - above_half(start)) / (0.001 * start);
  Symbol u = start;
  for (int turn = 0; turn < 5; ++turn) u = u - above_half(u) / chord;
  return 2 * unit * u;
}

struct Voigt {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "voigt",
        .description = "Gaussian convolved with a Lorentzian, by its area.",
        .formula =
            "amplitude/(sigma*sqrt(2*pi)) * Re w(z), z = (x - center + i*gamma)/(sigma*sqrt(2)), w "
            "the Faddeeva function",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "standard deviation of the Gaussian, in x", Role::kScale, 0},
                       {"gamma", "half width at half maximum of the Lorentzian, in x", Role::kScale,
                        0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"voigt_profile"},
        .example = {.parameters = {10, 5, 0.6, 0.4}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, gamma] = p;
    const T unit = kSqrt2 * sigma;
    return amplitude * voigt_function((x - center) / unit, gamma / unit) / (kSqrt2Pi * sigma);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, gamma] = p;
    return {{"fwhm", "full width at half maximum, in x", voigt_fwhm(sigma, gamma)},
            {"height", "height of the maximum, in y",
             amplitude * erfcx(gamma / (kSqrt2 * sigma)) / (kSqrt2Pi * sigma)},
            {"gaussian_fwhm", "full width at half maximum of the Gaussian, in x",
             kFwhmOverSigma * sigma},
            {"lorentzian_fwhm", "full width at half maximum of the Lorentzian, in x", 2 * gamma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const double sigma = peak.fwhm / 3.6;       // of a profile whose gamma equals sigma
    constexpr double kRelativeHeight = 0.5231;  // Re w(i/sqrt(2))
    return {peak.height * sigma * kSqrt2Pi / kRelativeHeight, peak.center, sigma, sigma};
  }
};

}  // namespace

FITD_DEFINE_MODEL(voigt, Voigt)

}  // namespace fitd::models
