#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Freundlich {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "freundlich",
        .description = "Freundlich's adsorption isotherm.",
        .formula = "K*x^(1/n)",
        .parameters = {{"K", "adsorption at x = 1, in y", Role::kHeight},
                       {"n", "inverse of the exponent", Role::kShape, 0}},
        .predictors = {{"x", "concentration or pressure, not negative"}},

        .example = {.parameters = {2, 2.5}, .ranges = {{0, 20}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [K, n] = p;
    return K * pow(x, 1.0 / n);
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PowerEstimate power = estimate_power(x[0], y);
    return {power.amplitude, 1 / power.exponent};
  }
};

}  // namespace

FITD_DEFINE_MODEL(freundlich, Freundlich)

}  // namespace fitd::models
