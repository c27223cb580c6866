#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Ostwald {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "ostwald",
        .description = "Shear stress of a power-law fluid (Ostwald and de Waele).",
        .formula = "K*x^n",
        .parameters = {{"K", "consistency", Role::kHeight, 0},
                       {"n", "flow index", Role::kShape, 0}},
        .predictors = {{"x", "shear rate, not negative"}},

        .example = {.parameters = {3, 0.6}, .ranges = {{0, 50}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [K, n] = p;
    return K * pow(x, n);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PowerEstimate power = estimate_power(x[0], y);
    return {power.amplitude, power.exponent};
  }
};

}  // namespace

FITD_DEFINE_MODEL(ostwald, Ostwald)

}  // namespace fitd::models
