#include "solver/models/define.h"
#include "solver/models/estimates.h"

namespace fitd::models {
namespace {

struct Arrhenius {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 2;

  static ModelInfo info() {
    return {
        .name = "arrhenius",
        .description = "Rate against absolute temperature.",
        .formula = "A*exp(-Ea/(R*x)), R = 8.31446261815324",
        .parameters = {{"A", "rate at infinite temperature, in y", Role::kHeight},
                       {"Ea", "activation energy, in J/mol for x in K", Role::kScale}},
        .predictors = {{"x", "absolute temperature"}},

        .example = {.parameters = {2e6, 40000}, .ranges = {{280, 400}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [A, Ea] = p;
    constexpr double kR = 8.31446261815324;  // J/(mol K), exact in the SI of 2019
    return A * exp(-Ea / (kR * x));
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [A, Ea] = p;
    return {{"activation_temperature", "Ea/R, in K", Ea / 8.31446261815324}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    // An exponential in 1/x.
    std::vector<double> inverse;
    std::vector<double> rates;
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (x[0][i] == 0 || !std::isfinite(1 / x[0][i])) continue;
      inverse.push_back(1 / x[0][i]);
      rates.push_back(y[i]);
    }
    if (inverse.empty()) return {y[0], 0};
    const ExponentialEstimate e = estimate_exponential(inverse, rates);
    return {e.amplitude, e.rate * 8.31446261815324};
  }
};

}  // namespace

FITD_DEFINE_MODEL(arrhenius, Arrhenius)

}  // namespace fitd::models
