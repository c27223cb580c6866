#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

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
