#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Blackbody {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "blackbody",
        .description =
            "Planck's spectral radiance against frequency, in W/(m^2 Hz sr) for scale = 1.",
        .formula = "scale*2*h*x^3/c^2/(exp(h*x/(k*temperature)) - 1), h, k and c of the SI",
        .parameters = {{"temperature", "temperature, in K", Role::kScale, 0},
                       {"scale", "factor", Role::kHeight}},
        .predictors = {{"x", "frequency, in Hz"}},
        .aliases = {"planck"},
        .example = {.parameters = {5800, 1e8}, .ranges = {{0, 2e15}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [temperature, scale] = p;
    constexpr double kPlanckOverBoltzmann = 6.62607015e-34 / 1.380649e-23;  // K/Hz
    constexpr double kTwoBoltzmannOverC2 = 2 * 1.380649e-23 / 299792458.0 / 299792458.0;
    const T u = kPlanckOverBoltzmann * x / temperature;
    return scale * kTwoBoltzmannOverC2 * square(x) * temperature * bernoulli(u);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [temperature, scale] = p;
    return {{"peak_frequency", "frequency of the greatest radiance, in Hz",
             5.87892575764682e10 * temperature}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    // The maximum lies at u = 2.82; its value is scale * 2 k/c^2 * x^2 * temperature * 0.179.
    const PeakEstimate peak = estimate_peak(x[0], y);
    const double temperature = 6.62607015e-34 / 1.380649e-23 * std::abs(peak.center) / 2.82;
    const double unit = value<double, double>({peak.center}, {temperature, 1});
    return {temperature, peak.height / unit};
  }
};

}  // namespace

FITD_DEFINE_MODEL(blackbody, Blackbody)

}  // namespace fitd::models
