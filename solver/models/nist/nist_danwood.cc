#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct NistDanwood {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "nist_danwood",
        .description = "Energy radiated from a carbon filament: NIST's DanWood.",
        .formula = "b1*x^b2",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "shape b2 of the formula", Role::kShape}},
        .predictors = {{"x", "predictor"}},

        .example = {.parameters = {0.76886226176, 3.8604055871}, .ranges = {{1.309, 1.68}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2] = p;
    return b1 * pow(x, b2);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PowerEstimate power = estimate_power(x[0], y);
    return {power.amplitude, power.exponent};
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_danwood, NistDanwood)

}  // namespace fitd::models
