#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct SineOffset {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "sine_offset",
        .description = "Sine wave around an offset.",
        .formula = "amplitude*sin(frequency*x + shift) + offset",
        .parameters = {{"amplitude", "amplitude, in y", Role::kHeight},
                       {"frequency", "angular frequency, in 1/x", Role::kRate},
                       {"shift", "phase at x = 0", Role::kShape},
                       {"offset", "middle of the wave, in y", Role::kOffset}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {2, 3, 0.7, 5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, frequency, shift, offset] = p;
    return amplitude * sin(frequency * x + shift) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, frequency, shift, offset] = p;
    return {{"period", "length of a cycle, in x", 2 * kPi / frequency}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SineEstimate sine = estimate_sine(x[0], y);
    return {sine.amplitude, sine.frequency, sine.phase, sine.offset};
  }
};

}  // namespace

FITD_DEFINE_MODEL(sine_offset, SineOffset)

}  // namespace fitd::models
