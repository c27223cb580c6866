#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/absorption.h"
#include "solver/models/pharmacokinetics/compartments.h"
#include "solver/models/pharmacokinetics/compartments_guess.h"
#include "solver/models/pharmacokinetics/dose.h"

namespace fitd::models {
namespace {

struct Pk2Oral {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 6;

  static ModelInfo info() {
    return {
        .name = "pk2_oral",
        .description = "Two compartments, first-order absorption.",
        .formula =
            "dose*ka/V1*sum_i A_i*(exp(-r_i*x) - exp(-ka*x))/(ka - r_i), r = (alpha, beta), A = "
            "((alpha - k21), (k21 - beta))/(alpha - beta), alpha + beta = CL/V1 + Q/V1 + k21, "
            "alpha*beta = CL/V1*k21, k21 = Q/V2",
        .parameters = {{"V1", "volume of the central compartment", Role::kScale, 0},
                       {"CL", "clearance, in volume per x", Role::kRate, 0},
                       {"Q", "clearance between the compartments, in volume per x", Role::kRate, 0},
                       {"V2", "volume of the peripheral compartment", Role::kScale, 0},
                       {"ka", "rate of absorption, in 1/x", Role::kRate, 0},
                       {"dose", "amount given", Role::kHeight, 0, kInfinity, kDose}},
        .predictors = {{"x", "time since the dose"}},
        .example = {.parameters = {10, 4, 6, 25, 1.1, 100}, .ranges = {{0, 30}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [V1, CL, Q, V2, ka, dose] = p;

    const auto& [alpha, beta, k21, difference] = two_compartments(V1, CL, Q, V2);
    return dose * ka / V1 *
           ((alpha - k21) * absorption(alpha, ka, x) + (k21 - beta) * absorption(beta, ka, x)) /
           difference;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [V1, CL, Q, V2, ka, dose] = p;
    return {
        {"auc", "area from x = 0 on, in y times x", dose / CL},
        {"vss", "volume of distribution at steady state", V1 + V2},
        {"half_life_alpha", "half-life of distribution, in x",
         kLn2 / two_compartments(V1, CL, Q, V2).alpha},
        {"half_life_beta", "terminal half-life, in x", kLn2 / two_compartments(V1, CL, Q, V2).beta},
        {"absorption_half_life", "half-life of absorption, in x", kLn2 / ka}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_pk2_oral(x[0], y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(pk2_oral, Pk2Oral)

}  // namespace fitd::models
