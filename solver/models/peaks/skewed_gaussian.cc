#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SkewedGaussian {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "skewed_gaussian",
        .description = "Skew normal distribution by its area.",
        .formula =
            "amplitude/(sigma*sqrt(2*pi)) * exp(-u^2/2) * (1 + erf(gamma*u/sqrt(2))), u = (x - "
            "center)/sigma",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "location, in x", Role::kLocation},
                       {"sigma", "scale, in x", Role::kScale, 0},
                       {"gamma", "skewness; 0: Gaussian", Role::kShape}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"skew_normal"},
        .example = {.parameters = {10, 4, 1.5, 2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, gamma] = p;
    const T u = (x - center) / sigma;
    return amplitude / (kSqrt2Pi * sigma) * exp(-0.5 * square(u)) * erfc(-gamma * u / kSqrt2);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, gamma] = p;
    return {{"mean", "mean of the distribution, in x",
             center + sigma * gamma * sqrt(2 / kPi / (1 + gamma * gamma))},
            {"standard_deviation", "standard deviation of the distribution, in x",
             sigma * sqrt(1 - 2 / kPi * gamma * gamma / (1 + gamma * gamma))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], std::abs(s[1]), s[2]});
    };
    const double w = peak.fwhm / kFwhmOverSigma;
    const std::vector<Candidate> candidates = all_triples(
        {peak.center - w, peak.center, peak.center + w}, {w, 1.5 * w}, {-3, -1, 0, 1, 3});
    const Projection best = project(sorted_points(x[0], y), 1, basis, candidates, {w / 3, 0, 0.5});
    return {best.c[0], best.s[0], std::abs(best.s[1]), best.s[2]};
  }
};

}  // namespace

FITD_DEFINE_MODEL(skewed_gaussian, SkewedGaussian)

}  // namespace fitd::models
