#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/absorption.h"

namespace fitd::models {
namespace {

struct Bateman {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "bateman",
        .description = "Bateman's function: first-order supply and first-order loss.",
        .formula = "amplitude*ka/(ka - ke)*(exp(-ke*x) - exp(-ka*x))",
        .parameters = {{"amplitude", "value that instant supply would start at, in y",
                        Role::kHeight},
                       {"ka", "rate of supply, in 1/x", Role::kRate, 0},
                       {"ke", "rate of loss, in 1/x", Role::kRate, 0}},
        .predictors = {{"x", "time"}},

        .example = {.parameters = {5, 1.5, 0.2}, .ranges = {{0, 24}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [amplitude, ka, ke] = p;
    return amplitude * ka * absorption(ke, ka, x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [amplitude, ka, ke] = p;
    return {{"half_life", "half-life of the loss, in x", kLn2 / ke},
            {"auc", "area from x = 0 on, in y times x", amplitude / ke},
            {"tmax", "time of the greatest value, in x", log(ka / ke) / (ka - ke)},
            {"cmax", "greatest value, in y", amplitude * exp(-ke * log(ka / ke) / (ka - ke))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const AbsorptionEstimate e = estimate_absorption(x[0], y);
    return {e.amplitude, e.ka, e.ke};
  }
};

}  // namespace

FITD_DEFINE_MODEL(bateman, Bateman)

}  // namespace fitd::models
