#include "solver/models/define.h"

namespace fitd::models {
namespace {

struct NistGauss {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 8;

  static ModelInfo info() {
    return {
        .name = "nist_gauss",
        .description = "Two Gaussians on a decaying exponential: NIST's Gauss1, Gauss2 and Gauss3.",
        .formula = "b1*exp(-b2*x) + b3*exp(-(x-b4)^2/b5^2) + b6*exp(-(x-b7)^2/b8^2)",
        .parameters = {{"b1", "factor b1 of the formula", Role::kHeight},
                       {"b2", "rate or coefficient b2 of the formula", Role::kRate},
                       {"b3", "factor b3 of the formula", Role::kHeight},
                       {"b4", "location b4 of the formula", Role::kLocation},
                       {"b5", "scale b5 of the formula", Role::kScale},
                       {"b6", "factor b6 of the formula", Role::kHeight},
                       {"b7", "location b7 of the formula", Role::kLocation},
                       {"b8", "scale b8 of the formula", Role::kScale}},
        .predictors = {{"x", "predictor"}},
        .aliases = {"nist_gauss1", "nist_gauss2", "nist_gauss3"},
        .example = {.parameters = {98.778210871, 0.010497276517, 100.48990633, 67.481111276,
                                   23.12977336, 71.994503004, 178.99805021, 18.389389025},
                    .ranges = {{1, 250}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [b1, b2, b3, b4, b5, b6, b7, b8] = p;
    return b1 * exp(-b2 * x) + b3 * exp(-((x - b4) * (x - b4)) / (b5 * b5)) +
           b6 * exp(-((x - b7) * (x - b7)) / (b8 * b8));
  }
};

}  // namespace

FITD_DEFINE_MODEL(nist_gauss, NistGauss)

}  // namespace fitd::models
