#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/absorption.h"
#include "solver/models/pharmacokinetics/dose.h"

namespace fitd::models {
namespace {

struct Pk1Oral {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "pk1_oral",
        .description = "One compartment, first-order absorption.",
        .formula = "dose*ka/V*(exp(-k*x) - exp(-ka*x))/(ka - k), k = CL/V",
        .parameters = {{"V", "volume of distribution", Role::kScale, 0},
                       {"CL", "clearance, in volume per x", Role::kRate, 0},
                       {"ka", "rate of absorption, in 1/x", Role::kRate, 0},
                       {"dose", "amount given", Role::kHeight, 0, kInfinity, kDose}},
        .predictors = {{"x", "time since the dose"}},

        .example = {.parameters = {20, 4, 1.5, 100}, .ranges = {{0, 24}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [V, CL, ka, dose] = p;
    return dose * ka / V * absorption(CL / V, ka, x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [V, CL, ka, dose] = p;
    return {{"ke", "rate of elimination, in 1/x", CL / V},
            {"half_life", "half-life of elimination, in x", kLn2 * V / CL},
            {"absorption_half_life", "half-life of absorption, in x", kLn2 / ka},
            {"auc", "area from x = 0 on, in y times x", dose / CL},
            {"tmax", "time of the greatest value, in x", log(ka * V / CL) / (ka - CL / V)},
            {"cmax", "greatest value, in y",
             dose / V * exp(-CL / V * log(ka * V / CL) / (ka - CL / V))}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const AbsorptionEstimate e = estimate_absorption(x[0], y);
    const double volume = kDose / e.amplitude;
    return {volume, e.ke * volume, e.ka, kDose};
  }
};

}  // namespace

FITD_DEFINE_MODEL(pk1_oral, Pk1Oral)

}  // namespace fitd::models
