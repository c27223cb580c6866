#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/oscillation/damped_sine_guess.h"

namespace fitd::models {
namespace {

struct DampedSine {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "damped_sine",
        .description = "Sine wave that decays exponentially to an offset.",
        .formula = "amplitude*exp(-x/decay)*sin(frequency*x + shift) + offset",
        .parameters = {{"amplitude", "amplitude at x = 0, in y", Role::kHeight},
                       {"decay", "length of the decay, in x", Role::kScale},
                       {"frequency", "angular frequency, in 1/x", Role::kRate},
                       {"shift", "phase at x = 0", Role::kShape},
                       {"offset", "middle of the wave, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},
        .aliases = {"sinedamp"},
        .example = {.parameters = {2, 5, 3, 0.7, 1}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, decay, frequency, shift, offset] = p;
    return amplitude * exp(-x / decay) * sin(frequency * x + shift) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, decay, frequency, shift, offset] = p;
    return {{"period", "length of a cycle, in x", 2 * kPi / frequency},
            {"half_life", "half-life of the envelope, in x", kLn2 * decay},
            {"quality", "quality factor", 0.5 * frequency * decay}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const DampedSineEstimate e = estimate_damped_sine(x[0], y, Baseline::kFree);
    return {e.amplitude, 1 / e.decay, e.frequency, e.phase, e.offset};
  }
};

}  // namespace

FITD_DEFINE_MODEL(damped_sine, DampedSine)

}  // namespace fitd::models
