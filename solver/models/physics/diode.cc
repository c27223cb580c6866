#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Diode {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "diode",
        .description = "Current through an ideal diode.",
        .formula = "Is*(exp(x/(n*Vt)) - 1)",
        .parameters = {{"Is", "saturation current, in y", Role::kHeight, 0},
                       {"n", "ideality factor", Role::kShape, 0},
                       {"Vt", "thermal voltage, in x", Role::kScale, 0, kInfinity, 0.025852}},
        .predictors = {{"x", "voltage"}},
        .aliases = {"shockley"},
        .example = {.parameters = {1e-9, 1.6, 0.025852}, .ranges = {{-0.1, 0.7}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [Is, n, Vt] = p;
    return Is * expm1(x / (n * Vt));
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    constexpr double kThermal = 0.025852;  // V at 300 K
    const ExponentialEstimate e = estimate_exponential(x[0], y);
    return {e.amplitude, -1 / (e.rate * kThermal), kThermal};
  }
};

}  // namespace

FITD_DEFINE_MODEL(diode, Diode)

}  // namespace fitd::models
