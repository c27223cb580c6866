#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct PowerLaw1d {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "power_law_1d",
        .description = "Power law with a reference point.",
        .formula = "amplitude*(x/x_0)^(-alpha)",
        .parameters = {{"amplitude", "value at the reference point, in y", Role::kHeight},
                       {"x_0", "reference point, in x", Role::kScale, 0, kInfinity, 1},
                       {"alpha", "power-law index", Role::kShape}},
        .predictors = {{"x", "abscissa, positive"}},

        .example = {.parameters = {4, 1, 1.6}, .ranges = {{0.5, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, x_0, alpha] = p;
    return amplitude * pow(x / x_0, -alpha);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PowerEstimate power = estimate_power(x[0], y);
    return {power.amplitude, 1, -power.exponent};
  }
};

}  // namespace

FITD_DEFINE_MODEL(power_law_1d, PowerLaw1d)

}  // namespace fitd::models
