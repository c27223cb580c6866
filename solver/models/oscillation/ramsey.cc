#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/oscillation/damped_sine_guess.h"

namespace fitd::models {
namespace {

struct Ramsey {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 5;

  static ModelInfo info() {
    return {
        .name = "ramsey",
        .description =
            "Ramsey fringes: a cosine that decays exponentially, by its frequency in cycles.",
        .formula = "amplitude*exp(-x/T2)*cos(2*pi*frequency*x + phase) + offset",
        .parameters = {{"amplitude", "amplitude at x = 0, in y", Role::kHeight},
                       {"frequency", "frequency, in cycles per x", Role::kRate},
                       {"phase", "phase at x = 0", Role::kShape},
                       {"T2", "coherence time, in x", Role::kScale},
                       {"offset", "middle of the fringes, in y", Role::kOffset}},
        .predictors = {{"x", "delay"}},

        .example = {.parameters = {0.5, 0.6, 0.3, 4, 0.5}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, frequency, phase, T2, offset] = p;
    return amplitude * exp(-x / T2) * cos(2.0 * kPi * frequency * x + phase) + offset;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, frequency, phase, T2, offset] = p;
    return {{"period", "length of a cycle, in x", 1 / frequency},
            {"contrast", "amplitude over offset", amplitude / offset}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const DampedSineEstimate e = estimate_damped_sine(x[0], y, Baseline::kFree);
    return {e.amplitude, e.frequency / (2 * kPi), e.phase - kPi / 2, 1 / e.decay, e.offset};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ramsey, Ramsey)

}  // namespace fitd::models
