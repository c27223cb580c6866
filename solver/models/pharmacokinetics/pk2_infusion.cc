#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/compartments.h"
#include "solver/models/pharmacokinetics/compartments_guess.h"
#include "solver/models/pharmacokinetics/dose.h"

namespace fitd::models {
namespace {

struct Pk2Infusion {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "pk2_infusion",
        .description = "Two compartments, intravenous infusion of constant rate.",
        .formula =
            "dose/(Tinf*V1)*sum_i A_i/r_i*(1 - exp(-r_i*min(x, Tinf)))*exp(-r_i*max(x - Tinf, 0)), "
            "r = (alpha, beta), A = ((alpha - k21), (k21 - beta))/(alpha - beta), alpha + beta = "
            "CL/V1 + Q/V1 + k21, alpha*beta = CL/V1*k21, k21 = Q/V2",
        .parameters = {{"V1", "volume of the central compartment", Role::kScale, 0},
                       {"CL", "clearance, in volume per x", Role::kRate, 0},
                       {"Q", "clearance between the compartments, in volume per x", Role::kRate, 0},
                       {"V2", "volume of the peripheral compartment", Role::kScale, 0},
                       {"Tinf", "duration of the infusion, in x", Role::kScale, 0, kInfinity, 1},
                       {"dose", "amount given", Role::kHeight, 0, kInfinity, kDose}},
        .predictors = {{"x", "time since the infusion began"}},
        .example = {.parameters = {10, 4, 6, 25, 1, 100}, .ranges = {{0, 24}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [V1, CL, Q, V2, Tinf, dose] = p;

    const auto& [alpha, beta, k21, difference] = two_compartments(V1, CL, Q, V2);
    const T during = select(x < Tinf, T(x), Tinf);
    const T after = select(x < Tinf, T(0.0), x - Tinf);
    const auto term = [&](const T& rate) {
      return -expm1(-rate * during) * exp(-rate * after) / rate;
    };
    return dose / (Tinf * V1) * ((alpha - k21) * term(alpha) + (k21 - beta) * term(beta)) /
           difference;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [V1, CL, Q, V2, Tinf, dose] = p;
    return {{"auc", "area from x = 0 on, in y times x", dose / CL},
            {"vss", "volume of distribution at steady state", V1 + V2},
            {"half_life_alpha", "half-life of distribution, in x",
             kLn2 / two_compartments(V1, CL, Q, V2).alpha},
            {"half_life_beta", "terminal half-life, in x",
             kLn2 / two_compartments(V1, CL, Q, V2).beta}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_pk2(x[0], y, {1, kDose});
  }
};

}  // namespace

FITD_DEFINE_MODEL(pk2_infusion, Pk2Infusion)

}  // namespace fitd::models
