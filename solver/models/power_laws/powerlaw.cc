#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Powerlaw {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "powerlaw",
        .description = "Power law.",
        .formula = "amplitude*x^exponent",
        .parameters = {{"amplitude", "value at x = 1, in y", Role::kHeight},
                       {"exponent", "exponent", Role::kShape}},
        .predictors = {{"x", "abscissa, not negative"}},
        .aliases = {"power_law", "allometric", "allometric1"},
        .example = {.parameters = {2, 1.7}, .ranges = {{0, 10}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, exponent] = p;
    return amplitude * pow(x, exponent);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PowerEstimate power = estimate_power(x[0], y);
    return {power.amplitude, power.exponent};
  }
};

}  // namespace

FITD_DEFINE_MODEL(powerlaw, Powerlaw)

}  // namespace fitd::models
