#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/dose.h"

namespace fitd::models {
namespace {

struct Pk1Bolus {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 3;

  static ModelInfo info() {
    return {
        .name = "pk1_bolus",
        .description = "One compartment, intravenous bolus.",
        .formula = "dose/V*exp(-CL/V*x)",
        .parameters = {{"V", "volume of distribution", Role::kScale, 0},
                       {"CL", "clearance, in volume per x", Role::kRate, 0},
                       {"dose", "amount given", Role::kHeight, 0, kInfinity, kDose}},
        .predictors = {{"x", "time since the dose"}},

        .example = {.parameters = {20, 4, 100}, .ranges = {{0, 24}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [V, CL, dose] = p;
    return dose / V * exp(-CL / V * x);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [V, CL, dose] = p;
    return {{"ke", "rate of elimination, in 1/x", CL / V},
            {"half_life", "half-life of elimination, in x", kLn2 * V / CL},
            {"auc", "area from x = 0 on, in y times x", dose / CL},
            {"cmax", "greatest value, in y", dose / V}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const ExponentialEstimate e = estimate_exponential(x[0], y);
    const double volume = kDose / e.amplitude;
    return {volume, e.rate * volume, kDose};
  }
};

}  // namespace

FITD_DEFINE_MODEL(pk1_bolus, Pk1Bolus)

}  // namespace fitd::models
