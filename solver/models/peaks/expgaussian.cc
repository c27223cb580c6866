#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Expgaussian {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "expgaussian",
        .description = "Gaussian convolved with an exponential decay to the right, by its area.",
        .formula =
            "amplitude*gamma/2 * exp(gamma*(center - x + gamma*sigma^2/2)) * erfc((center + "
            "gamma*sigma^2 - x)/(sigma*sqrt(2)))",
        .parameters = {{"amplitude", "area under the peak, in y times x", Role::kHeight},
                       {"center", "mean of the Gaussian, in x", Role::kLocation},
                       {"sigma", "standard deviation of the Gaussian, in x", Role::kScale, 0},
                       {"gamma", "rate of the decay, in 1/x", Role::kRate, 0}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"exponential_gaussian", "emg", "exgaussian"},
        .example = {.parameters = {10, 3, 0.5, 0.8}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma, gamma] = p;
    const T u = (x - center) / sigma;
    const T z = (gamma * sigma - u) / kSqrt2;
    // Two forms of the same: neither overflows where it is used.
    const T rising = exp(-0.5 * square(u)) * erfcx(z);
    const T falling = exp(gamma * sigma * (0.5 * gamma * sigma - u)) * erfc(z);
    return 0.5 * amplitude * gamma * select(z > 0.0, rising, falling);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma, gamma] = p;
    return {{"mean", "mean of the distribution, in x", center + 1 / gamma},
            {"standard_deviation", "standard deviation of the distribution, in x",
             sqrt(sigma * sigma + 1 / (gamma * gamma))},
            {"tau", "decay length of the tail, in x", 1 / gamma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const Basis basis = [](double u, const double* s, double* phi) {
      phi[0] = value<double, double>({u}, {1, s[0], std::abs(s[1]), std::abs(s[2])});
    };
    const double w = peak.fwhm / kFwhmOverSigma;
    const std::vector<Candidate> candidates =
        all_triples({peak.center, peak.center - 0.5 * w, peak.center - w}, {w, 0.5 * w, 0.2 * w},
                    {0.3 / w, 1 / w, 3 / w});
    const Projection best = project(sorted_points(x[0], y), 1, basis, candidates, {w / 3});
    return {best.c[0], best.s[0], std::abs(best.s[1]), std::abs(best.s[2])};
  }
};

}  // namespace

FITD_DEFINE_MODEL(expgaussian, Expgaussian)

}  // namespace fitd::models
