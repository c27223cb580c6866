#include "solver/models/define.h"
#include "solver/models/estimates.h"
#include "solver/models/pharmacokinetics/compartments.h"
#include "solver/models/pharmacokinetics/compartments_guess.h"
#include "solver/models/pharmacokinetics/dose.h"

namespace fitd::models {
namespace {

struct Pk3Bolus {
  static constexpr int kPredictors = 1;
  static constexpr int kParameters = 7;

  static ModelInfo info() {
    return {
        .name = "pk3_bolus",
        .description = "Three compartments, intravenous bolus.",
        .formula =
            "dose/V1*sum_i A_i*exp(-r_i*x), A_i = (k21 - r_i)*(k31 - r_i)/((r_j - r_i)*(r_k - "
            "r_i)), r the roots of r^3 - (k10 + k12 + k13 + k21 + k31)*r^2 + (k10*k21 + k10*k31 + "
            "k12*k31 + k13*k21 + k21*k31)*r - k10*k21*k31, k10 = CL/V1, k12 = Q2/V1, k21 = Q2/V2, "
            "k13 = Q3/V1, k31 = Q3/V3",
        .parameters = {{"V1", "volume of the central compartment", Role::kScale, 0},
                       {"CL", "clearance, in volume per x", Role::kRate, 0},
                       {"Q2", "clearance to the second compartment and back, in volume per x",
                        Role::kRate, 0},
                       {"V2", "volume of the second compartment", Role::kScale, 0},
                       {"Q3", "clearance to the third compartment and back, in volume per x",
                        Role::kRate, 0},
                       {"V3", "volume of the third compartment", Role::kScale, 0},
                       {"dose", "amount given", Role::kHeight, 0, kInfinity, kDose}},
        .predictors = {{"x", "time since the dose"}},
        .example = {.parameters = {10, 4, 15, 20, 2, 60, 100}, .ranges = {{0, 60}}},
    };
  }

  template <class X, class T>
  static T value(const std::array<X, kPredictors>& at, const std::array<T, kParameters>& p) {
    const auto& [x] = at;
    const auto& [V1, CL, Q2, V2, Q3, V3, dose] = p;

    const auto c = three_compartments(V1, CL, Q2, V2, Q3, V3);
    T sum = c.shares[0] * exp(-c.rates[0] * x);
    for (std::size_t i = 1; i < 3; ++i) sum = sum + c.shares[i] * exp(-c.rates[i] * x);
    return dose / V1 * sum;
  }

  static std::vector<Derived> derived(const Symbols<kParameters>& p) {
    const auto& [V1, CL, Q2, V2, Q3, V3, dose] = p;
    return {{"auc", "area from x = 0 on, in y times x", dose / CL},
            {"vss", "volume of distribution at steady state", V1 + V2 + V3},
            {"half_life_terminal", "terminal half-life, in x",
             kLn2 / three_compartments(V1, CL, Q2, V2, Q3, V3).rates[2]},
            {"cmax", "greatest value, in y", dose / V1}};
  }

  static std::vector<double> guess(Predictors x, std::span<const double> y) {
    return guess_pk3(x[0], y);
  }
};

}  // namespace

FITD_DEFINE_MODEL(pk3_bolus, Pk3Bolus)

}  // namespace fitd::models
