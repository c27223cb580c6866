#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/oscillation/damped_sine_guess.h"

namespace fitd::models {
namespace {

struct Expsine {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "expsine",
        .description = "Sine wave that decays exponentially.",
        .formula = "amplitude*sin(frequency*x + shift)*exp(-decay*x)",
        .parameters = {{"amplitude", "amplitude at x = 0, in y", Role::kHeight},
                       {"frequency", "angular frequency, in 1/x", Role::kRate},
                       {"shift", "phase at x = 0", Role::kShape},
                       {"decay", "rate of the decay, in 1/x", Role::kRate}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {2, 3, 0.7, 0.2}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, frequency, shift, decay] = p;
    return amplitude * sin(frequency * x + shift) * exp(-decay * x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, frequency, shift, decay] = p;
    return {{"period", "length of a cycle, in x", 2 * kPi / frequency},
            {"half_life", "half-life of the envelope, in x", kLn2 / decay},
            {"quality", "quality factor", 0.5 * frequency / decay}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const DampedSineEstimate e = estimate_damped_sine(x[0], y, Baseline::kZero);
    return {e.amplitude, e.frequency, e.phase, e.decay};
  }
};

}  // namespace

FITD_DEFINE_MODEL(expsine, Expsine)

}  // namespace fitd::models
