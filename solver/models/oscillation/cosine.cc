#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Cosine {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "cosine",
        .description = "Cosine wave.",
        .formula = "amplitude*cos(frequency*x + shift)",
        .parameters = {{"amplitude", "amplitude, in y", Role::kHeight},
                       {"frequency", "angular frequency, in 1/x", Role::kRate},
                       {"shift", "phase at x = 0", Role::kShape}},
        .predictors = {{"x", "abscissa"}},

        .example = {.parameters = {2, 3, 0.7}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, frequency, shift] = p;
    return amplitude * cos(frequency * x + shift);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, frequency, shift] = p;
    return {{"period", "length of a cycle, in x", 2 * kPi / frequency}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const SineEstimate sine = estimate_sine(x[0], y);
    return {sine.amplitude, sine.frequency, sine.phase - kPi / 2};
  }
};

}  // namespace

FITD_DEFINE_MODEL(cosine, Cosine)

}  // namespace fitd::models
