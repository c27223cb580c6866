#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct DampedOscillator {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "damped_oscillator",
        .description = "Amplitude of a driven, damped harmonic oscillator.",
        .formula = "amplitude / sqrt((1 - (x/center)^2)^2 + (2*sigma*x/center)^2)",
        .parameters = {{"amplitude", "response at x = 0, in y", Role::kHeight},
                       {"center", "undamped resonance frequency, in x", Role::kLocation, 0},
                       {"sigma", "damping ratio", Role::kShape, 0}},
        .predictors = {{"x", "frequency"}},
        .aliases = {"damped_harmonic_oscillator_amplitude"},
        .example = {.parameters = {2, 5, 0.1}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, center, sigma] = p;
    const T u = x / center;
    return amplitude / sqrt(square(1.0 - square(u)) + square(2.0 * sigma * u));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, center, sigma] = p;
    return {{"maximum_at", "frequency of resonance, in x", center * sqrt(1 - 2 * sigma * sigma)},
            {"height", "height of the maximum, in y",
             select(2 * sigma * sigma < 1, amplitude / (2 * sigma * sqrt(1 - sigma * sigma)),
                    amplitude)},
            {"quality", "quality factor", 0.5 / sigma}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const double center = std::abs(peak.center);
    const double sigma = std::min(peak.fwhm / center / 3.46, 0.7);
    return {peak.height * 2 * sigma, center, sigma};
  }
};

}  // namespace

FITD_DEFINE_MODEL(damped_oscillator, DampedOscillator)

}  // namespace fitd::models
