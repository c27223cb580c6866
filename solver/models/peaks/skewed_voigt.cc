#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SkewedVoigt {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "skewed_voigt",
        .description = "Voigt profile times a step, by the area of the profile.",
        .formula =
            "voigt(x, amplitude, center, sigma, gamma) * (1 + erf(skew*(x - "
            "center)/(sigma*sqrt(2))))",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "location, in x", Role::kLocation},
                       {"sigma", "standard deviation of the Gaussian, in x", Role::kScale, 0},
                       {"gamma", "half width at half maximum of the Lorentzian, in x", Role::kScale,
                        0},
                       {"skew", "skewness; 0: Voigt", Role::kShape}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {10, 4.5, 0.8, 0.4, 0.8}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, gamma, skew] = p;
    const T unit = kSqrt2 * sigma;
    const T u = (x - center) / unit;
    const T profile = voigt_function(u, gamma / unit) / (kSqrt2Pi * sigma);
    return amplitude * profile * erfc(-skew * u);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, gamma, skew] = p;
    return {{"gaussian_fwhm", "full width at half maximum of the Gaussian, in x",
             kFwhmOverSigma * sigma},
            {"lorentzian_fwhm", "full width at half maximum of the Lorentzian, in x", 2 * gamma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      const double sigma = std::abs(s[1]);
      phi[0] = value<double, double>({u}, {1, s[0], sigma, sigma, s[2]});
    };
    const double w = peak.fwhm / 3.6;
    const std::vector<Candidate> candidates = all_triples(
        {peak.center - w, peak.center, peak.center + w}, {w, 1.5 * w}, {-2, -0.5, 0, 0.5, 2});
    const Projection best = project(sorted_points(x[0], y), 1, basis, candidates, {w / 2, 0, 0.5});
    return {best.c[0], best.s[0], std::abs(best.s[1]), std::abs(best.s[1]), best.s[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(skewed_voigt, SkewedVoigt)

}  // namespace fitd::models
