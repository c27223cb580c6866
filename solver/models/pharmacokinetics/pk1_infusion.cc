#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/dose.h"

namespace fitd::models {
namespace {

struct Pk1Infusion {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 4;

  static ModelInfo info() {
    return {
        .name = "pk1_infusion",
        .description = "One compartment, intravenous infusion of constant rate.",
        .formula = "dose/(Tinf*CL)*(1 - exp(-k*min(x, Tinf)))*exp(-k*max(x - Tinf, 0)), k = CL/V",
        .parameters = {{"V", "volume of distribution", Role::kScale, 0},
                       {"CL", "clearance, in volume per x", Role::kRate, 0},
                       {"Tinf", "duration of the infusion, in x", Role::kScale, 0, kInfinity, 1},
                       {"dose", "amount given", Role::kHeight, 0, kInfinity, kDose}},
        .predictors = {{"x", "time since the infusion began"}},

        .example = {.parameters = {20, 8, 1, 100}, .ranges = {{0, 12}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [V, CL, Tinf, dose] = p;
    const T k = CL / V;
    const T during = select(x < Tinf, T(x), Tinf);
    const T after = select(x < Tinf, T(0.0), x - Tinf);
    return -dose / (Tinf * CL) * expm1(-k * during) * exp(-k * after);
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [V, CL, Tinf, dose] = p;
    return {{"ke", "rate of elimination, in 1/x", CL / V},
            {"half_life", "half-life of elimination, in x", kLn2 * V / CL},
            {"auc", "area from x = 0 on, in y times x", dose / CL},
            {"cmax", "greatest value, at the end of the infusion, in y",
             -dose / (Tinf * CL) * expm1(-CL / V * Tinf)}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    const PeakEstimate peak = estimate_peak(x[0], y);
    const ExponentialEstimate e = estimate_exponential(x[0], y);
    const double volume = kDose / peak.height;
    return {volume, std::abs(e.rate) * volume, 1, kDose};
  }
};

}  // namespace

FITD_DEFINE_MODEL(pk1_infusion, Pk1Infusion)

}  // namespace fitd::models
