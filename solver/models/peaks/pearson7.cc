#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Pearson7 {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "pearson7",
        .description =
            "Pearson's type VII distribution, by its area: from a Lorentzian (expon = 1) to a "
            "Gaussian (large expon).",
        .formula =
            "amplitude/(sigma*B(expon - 1/2, 1/2)) * (1 + ((x - center)/sigma)^2)^(-expon), B the "
            "beta function",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "position of the maximum, in x", Role::kLocation},
                       {"sigma", "width, in x", Role::kScale, 0},
                       {"expon", "exponent of the wings", Role::kShape, 0.5}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {10, 5, 1.2, 2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, expon] = p;
    // 1/B(a, 1/2) = Gamma(a + 1/2)/Gamma(a)/sqrt(pi).
    const T norm = gamma_half_ratio(expon - 0.5) / (kSqrtPi * sigma);
    return amplitude * norm * pow(1.0 + square((x - center) / sigma), -expon);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, expon] = p;
    return {{"fwhm", "full width at half maximum, in x", 2 * sigma * sqrt(expm1(kLn2 / expon))},
            {"height", "height of the maximum, in y",
             amplitude * gamma_half_ratio(expon - 0.5) / (kSqrtPi * sigma)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    constexpr double kExpon = 1.5;  // B(1, 1/2) = 2
    const double sigma = peak.fwhm / 2 / std::sqrt(std::pow(2, 1 / kExpon) - 1);
    return {peak.height * sigma * 2, peak.center, sigma, kExpon};
  }
};

}  // namespace

FITD_DEFINE_MODEL(pearson7, Pearson7)

}  // namespace fitd::models
